"""Entries as an iCalendar file (RFC 5545)."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from icalendar import Calendar, Event, Timezone

from core.agenda.rules import Entree

# How often a calendar program should ask again (RFC 7986, section 5.7).
ACTUALISATION = timedelta(hours=4)

# As rules and not as a list of dates, which some programs misread: that of the Union since 1996
# (directive 2000/84/CE).
_FUSEAU = b"""BEGIN:VTIMEZONE\r
TZID:Europe/Paris\r
BEGIN:DAYLIGHT\r
TZNAME:CEST\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
DTSTART:19960331T020000\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
TZNAME:CET\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
DTSTART:19961027T030000\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
END:STANDARD\r
END:VTIMEZONE\r
"""


def to_ical(
    entrees: Iterable[Entree], *, nom: str, site: str, get_url: Callable[[object], str]
) -> bytes:
    """The file of ``entrees``. ``site``: the host of the platform, which makes identifiers unique;
    ``get_url``: the whole address of the page of a row.

    Times are written with their zone and the rules of it, so that each program shows the hour of Cholet.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//CTG//Agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", nom)
    calendar.add("x-wr-calname", nom)
    calendar.add("refresh-interval", ACTUALISATION, parameters={"VALUE": "DURATION"})
    calendar.add_component(Timezone.from_ical(_FUSEAU))
    for entree in entrees:
        calendar.add_component(_to_event(entree, site, get_url(entree.objet)))
    corps: bytes = calendar.to_ical()
    return corps


def _to_event(entree: Entree, site: str, url: str) -> Event:
    event = Event()
    event.add("uid", f"{entree.uid}@{site}")
    event.add("dtstamp", entree.modifiee)
    event.add("last-modified", entree.modifiee)
    event.add("summary", entree.titre)
    if entree.debut is None or entree.fin is None:
        event.add("dtstart", entree.jour)
        event.add("dtend", entree.jour + timedelta(days=1))
        # A due date takes nobody's day.
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", entree.debut)
        event.add("dtend", entree.fin)
    for name, text in (("location", entree.lieu), ("description", entree.description)):
        if text:
            event.add(name, text)
    event.add("url", url)
    return event
