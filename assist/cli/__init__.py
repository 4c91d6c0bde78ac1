"""The `assist` command. Imports nothing heavy: each verb loads what it needs when it runs."""

from assist.cli.root import main

__all__ = ["main"]
