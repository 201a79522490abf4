"""Beat only ticks: what is due is read in the database, so two beats do nothing twice."""

TICK_SECONDS = 15.0
RECONCILE_SECONDS = 5.0
MINUTE_SECONDS = 60.0

SCHEDULE = {
    "battement": {
        "task": "ctg.battement",
        "schedule": TICK_SECONDS,
        "options": {"expires": TICK_SECONDS},
    },
    "reconcilier": {
        "task": "ctg.reconcilier",
        "schedule": RECONCILE_SECONDS,
        "options": {"expires": RECONCILE_SECONDS},
    },
    "rappels": {
        "task": "ctg.rappels",
        "schedule": MINUTE_SECONDS,
        "options": {"expires": MINUTE_SECONDS},
    },
}
