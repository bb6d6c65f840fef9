"""Rooms that outlive the server: what is written down of each, and how it is done again."""
