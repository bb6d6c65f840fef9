"""What the journal tells of itself, for /metrics."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Gauge, Histogram

from app.journal.journal import SqliteJournal


def commit_lag(registry: CollectorRegistry) -> Histogram:
    """How long records wait for the disk."""
    return Histogram(
        "orbital_journal_lag_seconds",
        "From the handing over of a record to its being durable.",
        buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0),
        registry=registry,
    )


def watch(journal: SqliteJournal, registry: CollectorRegistry) -> None:
    """Figures that are read off when somebody asks."""
    size = Gauge("orbital_journal_bytes", "Size of the journal's files.", registry=registry)
    size.set_function(lambda: journal.size)
    waiting = Gauge("orbital_journal_waiting", "Records that are not durable yet.", registry=registry)
    waiting.set_function(lambda: journal.waiting)
    trouble = Gauge("orbital_journal_trouble", "1 while the journal cannot be written.", registry=registry)
    trouble.set_function(lambda: journal.trouble is not None)
