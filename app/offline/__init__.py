"""The offline page: a session in one file that replays without a server."""
