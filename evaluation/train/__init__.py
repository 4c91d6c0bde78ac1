"""Trainers of the heads, one module a head. Only here and in inference may training libraries be imported."""

import importlib
import pkgutil
from collections.abc import Mapping
from typing import cast

from evaluation.train.base import Trainer

_THROUGHOUT = "conversations annotated throughout: gold.headline, gold.case, gold.labels, gold.salient in every row"

# What the rows of each head's --data must have; DATA.md says the same at more length.
NEEDS: Mapping[str, str] = {
    "heads": f"{_THROUGHOUT}; at least 5",
    "traits": f"{_THROUGHOUT}; at least 5",
    "small_talk": "the very files that traits was trained on; gold.cut in some rows",
    "gist": "conversations; those with gold.headline count, at least 5",
    "headline": "conversations; those with gold.headline count, at least 5",
    "case": "conversations; those with gold.case count, at least 5",
    "next_steps": "conversations; those with gold.case count, at least 5",
    "facts": "conversations; those with gold.case count, at least 5",
    "articles": "a file of articles, conversations with gold.articles (ids company-number, two companies or more)",
    "passages": "the files that articles was trained on, conversations also with gold.cut and gold.replies",
    "replies": "plain conversations, at least 20 in which an agent answers a customer; annotated ones (gold.cut, "
    "gold.replies) beside them set the confidence",
    "sentence_ends": "conversations written with marks, and calls marked by hand ({id: call#number, text}), at least 3",
}
ORDER = (
    "Order: heads; then traits, then small_talk on the same files; then gist; then headline, case, "
    "next_steps, facts and articles, which read what these say, and passages after articles. replies and "
    "sentence_ends stand alone."
)


def head_names() -> tuple[str, ...]:
    """Every head that can be trained: the modules beside this file; helpers start with `_`."""
    found = (module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg)
    return tuple(sorted(name for name in found if name != "base" and not name.startswith("_")))


def load_trainer(head: str) -> Trainer:
    """The `train` function of `evaluation/train/<head>.py`. Raises KeyError with the known names."""
    if head not in head_names():
        raise KeyError(f"no head '{head}'; known: {', '.join(head_names()) or 'none'}")
    return cast(Trainer, importlib.import_module(f"{__name__}.{head}").train)
