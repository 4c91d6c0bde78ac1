"""Tags behind a statement that say nothing new."""

import re

from assist.copilot.reported import inflect
from assist.copilot.reported.framing import without_tag
from assist.copilot.reported.statements import has_verb

_DENIES = re.compile(r"\b(?:not|no|never|nothing|none|cannot|\w+n't)\b", re.IGNORECASE)


def stated_without_tag(text: str) -> str:
    """`..., isn't it`, `..., yes` and `..., no` after a denial say nothing new."""
    bare = without_tag(text)
    said = text[len(bare) :].strip(" ,").lower()
    if said in {"ok", "okay"} and "," not in text[len(bare) :] and not has_verb(bare.split()):
        first = bare.split()[0] if bare.split() else ""
        return bare if inflect.is_base_verb(first) else text  # `Gas side OK`
    return text if said == "no" and not _DENIES.search(bare) else bare
