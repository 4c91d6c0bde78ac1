"""Why a file cannot be read."""


class Unreadable(Exception):
    """A whole file cannot be read; the message is for its author."""
