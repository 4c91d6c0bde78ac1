"""Copilot smart-assist for contact-centre agents: summaries, replies, articles and case drafts with evidence."""

__all__ = ["__version__"]

__version__: str  # made by `__getattr__`


def __getattr__(name: str) -> str:
    """`__version__`, read from the package's metadata when it is asked for: the reader alone takes 50 ms to load."""
    if name != "__version__":
        raise AttributeError(f"module 'assist' has no attribute '{name}'")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("smart-assist")
    except PackageNotFoundError:  # running from a source tree that was never installed
        return "0.0.0"
