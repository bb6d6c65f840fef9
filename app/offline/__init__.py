"""The offline page: a session in one file that replays without a server."""

from app.offline.export import LONGEST, page_of_room, page_of_trace

__all__ = ["LONGEST", "page_of_room", "page_of_trace"]
