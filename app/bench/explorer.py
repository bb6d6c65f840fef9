"""How many adversarial schedules a second: one worker and two, every checker on, each schedule healed at its end."""

from statistics import median

from raft_core.explore import Plan, search

SCHEDULES = 400


def main(rounds: int) -> None:
    """Measure in turn and print a table; wall-clock seconds, since workers run side by side."""
    print(f"\nExplore {SCHEDULES:,} schedules of the correct protocol, 2 to 7 servers; median of {rounds} rounds.")
    print(f"{'':<36}{'s':>8}{'schedules/s':>13}{'events/s':>10}{'  times as fast as one worker'}")
    seconds: dict[int, list[float]] = {1: [], 2: []}
    steps = 0
    for _ in range(rounds):
        for workers, taken in seconds.items():
            report = search(Plan(seed=3, schedules=SCHEDULES, workers=workers))
            taken.append(report.seconds)
            steps = report.steps
    for workers, taken in seconds.items():
        middle = median(taken)
        ratio = median([alone / own for alone, own in zip(seconds[1], taken, strict=True)])
        name = "one worker" if workers == 1 else f"{workers} workers"
        print(f"{name:<36}{middle:>8.2f}{SCHEDULES / middle:>13,.0f}{steps / middle:>10,.0f}{ratio:>31.2f}")
