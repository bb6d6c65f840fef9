"""Memory habits of a process that keeps history."""

import gc


def expect_long_history() -> None:
    """Let the cycle collector look seldom.

    A timeline is a large, growing graph of small objects without cycles; what is dropped of it is freed at once by its
    reference counts. Looking through it for cycles again and again costs a third of a live step and finds nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(1_000_000, 50, 100)
