"""Trainers of the heads, one module a head. Only here and in inference may training libraries be imported."""

import importlib
import pkgutil
from typing import cast

from evaluation.train.base import Trainer


def head_names() -> tuple[str, ...]:
    """Every head that can be trained: the modules beside this file; helpers start with `_`."""
    found = (module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg)
    return tuple(sorted(name for name in found if name != "base" and not name.startswith("_")))


def load_trainer(head: str) -> Trainer:
    """The `train` function of `evaluation/train/<head>.py`. Raises KeyError with the known names."""
    if head not in head_names():
        raise KeyError(f"no head '{head}'; known: {', '.join(head_names()) or 'none'}")
    return cast(Trainer, importlib.import_module(f"{__name__}.{head}").train)
