"""What an import did: one count each, and the rows that could not be taken."""

from dataclasses import dataclass, field
from typing import Any

FAILED_KEPT = 1_000


@dataclass(slots=True)
class ImportReport:
    """`failed` names the item (file, file:line) and says why; beyond 1,000 only the count grows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failures: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def count(self, change: str) -> None:
        """Count one stored item by what the store said: `created`, `updated` or `unchanged`."""
        setattr(self, change, getattr(self, change) + 1)

    def fail(self, item: str, message: str) -> None:
        """Note one row that could not be taken."""
        self.failures += 1
        if len(self.failed) < FAILED_KEPT:
            self.failed.append((item, message))

    @property
    def total(self) -> int:
        """Items seen."""
        return self.created + self.updated + self.unchanged + self.failures

    def as_result(self) -> dict[str, Any]:
        """The result of an import job."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "failed": [{"item": item, "message": message} for item, message in self.failed],
            "failed_count": self.failures,
        }
