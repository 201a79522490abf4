"""Telling the broker that a job waits: a hint, never the truth."""

from collections.abc import Callable

import structlog
from celery import Celery
from kombu.exceptions import OperationalError

logger = structlog.get_logger(__name__)

TASK_NAME = "ctg.executer"


def build_dispatch(broker_url: str) -> Callable[[int], None]:
    """A function that sends a job's id to the worker, once, without waiting.

    A broker that is down is logged and nothing else: the row waits, the reconciler sends it again.
    """
    producer = Celery("ctg", broker=broker_url)
    producer.conf.update(
        task_ignore_result=True,
        broker_connection_retry=False,
        broker_transport_options={"socket_connect_timeout": 1, "socket_timeout": 2},
    )

    def dispatch(tache_id: int) -> None:
        try:
            producer.send_task(TASK_NAME, args=[tache_id], retry=False)
        except (OperationalError, ConnectionError, OSError) as error:
            logger.warning("broker_unavailable", tache_id=tache_id, error=str(error))

    return dispatch
