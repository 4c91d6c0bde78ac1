"""models/registry.toml: which model plays which role, and whether its files are the expected ones."""

import hashlib
import importlib.util
import tomllib
from dataclasses import dataclass
from pathlib import Path

from assist.core.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One registered model; `package`/`path` say where its weights lie."""

    role: str
    id: str
    kind: str
    revision: str
    sha256: str
    licence: str
    dims: int
    max_tokens: int
    package: str
    path: str
    card: str

    def locate(self) -> Path:
        """Folder of the weights, without importing the package. Raises ConfigurationError when not installed."""
        spec = importlib.util.find_spec(self.package)
        if spec is None or spec.origin is None:
            raise ConfigurationError(f"the package {self.package} with the weights of {self.id} is not installed")
        return Path(spec.origin).parent / self.path

    def verify(self) -> bool:
        """Whether the weights are the registered ones."""
        weights = self.locate() / "model.safetensors"
        with weights.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == self.sha256


@dataclass(frozen=True, slots=True)
class Registry:
    """All registered models by role."""

    entries: dict[str, ModelEntry]

    @classmethod
    def load(cls, models_dir: Path) -> "Registry":
        """Read registry.toml. Raises ConfigurationError when it is missing or incomplete."""
        path = models_dir / "registry.toml"
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
            return cls({role: ModelEntry(role=role, **values) for role, values in table.items()})
        except (OSError, tomllib.TOMLDecodeError, TypeError) as error:
            raise ConfigurationError(f"{path} cannot be read: {error}") from None

    def entry(self, role: str) -> ModelEntry:
        """The model of `role`. Raises ConfigurationError naming the known roles."""
        if role not in self.entries:
            raise ConfigurationError(f"no model '{role}' in the registry; known: {', '.join(sorted(self.entries))}")
        return self.entries[role]
