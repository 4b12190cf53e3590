"""Python's collector in processes that run for long."""

import gc


def spare_what_stays() -> None:
    """Take what a process has built by now out of the collector's rounds.

    Modules, forms and diagrams stay until the process ends: hundreds of thousands of objects that
    would be looked through again and again, in the middle of whatever somebody waits for.
    """
    gc.collect()
    gc.freeze()
