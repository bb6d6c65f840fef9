"""A journal: records that are kept when the server is not. It knows streams of records, and nothing of rooms."""

from app.journal.journal import SqliteJournal
from app.journal.memory import MemoryJournal
from app.journal.record import Journal, JournalError, JournalFull, Record

__all__ = ["Journal", "JournalError", "JournalFull", "MemoryJournal", "Record", "SqliteJournal"]
