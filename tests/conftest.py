"""Fixtures shared by all rooms."""

pytest_plugins = ["tests.support.databases", "tests.support.sessions"]
