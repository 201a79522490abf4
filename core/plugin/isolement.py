"""An axis at fault loses its own part only: what stands around a reading that its SQL could refuse."""

from collections.abc import Callable
from typing import TypeVar

import structlog
from sqlalchemy.orm import Session

from core.plugin.types import Axe

logger = structlog.get_logger(__name__)
T = TypeVar("T")


def run_isolated(session: Session, axe: Axe, event: str, read: Callable[[], T]) -> T | None:
    """What ``read`` gives; None when it raises, for the caller to say: the trace is logged as ``event``."""
    try:
        # The savepoint keeps the transaction usable when the statement of an axis is refused.
        with session.begin_nested():
            return read()
    except Exception:
        logger.exception(event, axe=axe.slug)
        return None
