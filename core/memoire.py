"""The garbage collector of a process that serves pages."""

import gc

# Python looks for cycles every 700 objects: several times a page, among all that the start loaded.
_SEUILS = (20_000, 50, 100)


def spare_collector() -> None:
    """Set aside what the process has loaded, which lives as long as it does, and look for cycles less often.

    A fifth of the time of a page went there. Called once the process is ready to serve.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SEUILS)
