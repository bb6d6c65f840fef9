"""Memory habits of a process that keeps history."""

import gc


def expect_long_history() -> None:
    """Let the cycle collector look less often.

    A timeline is a large, growing graph of small objects without cycles; looking through it again and again for
    cycles costs more than twice as much as the simulation itself.
    """
    gc.set_threshold(100_000, 100, 100)
