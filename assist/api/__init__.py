"""The HTTP contract: validates, admits, calls the engine that build.py made, answers. Never imports build itself."""
