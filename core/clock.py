"""The platform's two questions about time, in one place so that tests can travel."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The present instant, in UTC: what is stored and compared."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date for people in France: what due dates are compared with."""
    return now().astimezone(PARIS).date()
