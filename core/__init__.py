"""Core: governance, communes, the yearly cycle, and what every axis stands on."""

import gc

# Python looks for cycles every 700 objects, several times a page among all that a process has loaded: a fifth
# of the time of a page, and of a start, went there. Pages leave few cycles behind.
gc.set_threshold(20_000, 50, 100)
