"""Verb forms from lemminflect (MIT; the NIH SPECIALIST lexicon), loaded at first use and remembered."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from assist.core.text.remembered import remembered

_IRREGULAR_PRESENT = {"be": "is", "am": "is", "are": "is", "have": "has", "do": "does"}
_MODALS = frozenset("can could will would shall should may might must ca wo sha 'll 'd".split())
_LEAST_AGAIN = 6
_NOUN_LIKE = frozenset("order account email address number case time name phone card line ticket thank".split())


@cache
def _library() -> tuple[Callable[..., Any], Callable[..., Any]]:
    library = import_module("lemminflect")
    return library.getInflection, library.getAllLemmas


@remembered(maxsize=8192)
def _lemmas(word: str) -> dict[str, tuple[str, ...]]:
    found = dict(_library()[1](word))
    if found or not word.startswith("re") or len(word) < _LEAST_AGAIN:
        return found
    # `rebooked` and `recalculate` are in no dictionary
    return {"VERB": tuple(f"re{lemma}" for lemma in _library()[1](word[2:]).get("VERB", ()))}


@remembered(maxsize=8192)
def _inflect(lemma: str, tag: str) -> str:
    forms = _library()[0](lemma, tag)
    if forms:
        return forms[0]
    again = lemma.startswith("re") and len(lemma) >= _LEAST_AGAIN and _library()[0](lemma[2:], tag)
    return f"re{again[0]}" if again else lemma


def is_modal(word: str) -> bool:
    """`can`, `will` and their kin, also contracted with `not`."""
    plain = word.lower().replace("’", "'")
    return plain.removesuffix("n't") in _MODALS or plain in _MODALS or plain == "cannot"


def base_of(word: str) -> str:
    """The infinitive of a verb form; the word itself when it is no known verb."""
    forms = _lemmas(word.lower()).get("VERB")
    return forms[0] if forms else word.lower()


def is_verb(word: str) -> bool:
    """Whether the lexicon knows `word` as some form of a verb."""
    return word.isalpha() and bool(_lemmas(word.lower()).get("VERB"))


def is_base_verb(word: str) -> bool:
    """Whether `word` can be an infinitive."""
    lowered = word.lower()
    return word.isalpha() and lowered in _lemmas(lowered).get("VERB", ())


def is_noun(word: str) -> bool:
    """Whether the lexicon knows `word` as a noun."""
    return bool(_lemmas(word.lower()).get("NOUN"))


def is_known(word: str) -> bool:
    """Whether the lexicon knows `word` at all (as anything but a name)."""
    return any(kind != "PROPN" for kind in _lemmas(word.lower()))


def is_adjective(word: str) -> bool:
    """Whether the lexicon knows `word` as an adjective."""
    return bool(_lemmas(word.lower()).get("ADJ"))


def is_past(word: str) -> bool:
    """Whether `word` is a simple past form that differs from the infinitive (`was`, `ordered`, `went`)."""
    lowered = word.lower()
    if lowered in {"was", "were", "had", "did"}:
        return True
    lemma = base_of(lowered)
    return lemma != lowered and lowered in _spellings(_inflect(lemma, "VBD"))


def is_participle(word: str) -> bool:
    """Whether `word` is a past participle."""
    lowered = word.lower()
    return is_verb(lowered) and lowered in _spellings(_inflect(base_of(lowered), "VBN"))


def _spellings(form: str) -> tuple[str, str]:
    """`canceled` is `cancelled` too."""
    return form, f"{form[:-2]}led" if form.endswith("led") else form


def is_unmarked_past(word: str) -> bool:
    """Verbs whose past looks like the infinitive (`put`, `cut`, `read`): better left alone."""
    lowered = word.lower()
    return is_base_verb(lowered) and _inflect(lowered, "VBD") == lowered


_PAST_FIRST = frozenset("found felt saw fell lay bound wound ground left".split())


def third_person(verb: str) -> str:
    """The form that agrees with `the customer`: `need` -> `needs`, `don't` -> `doesn't`, past forms unchanged."""
    plain = verb.lower().replace("’", "'")
    if plain.endswith("n't") or plain == "cannot":
        fixed = {"don't": "doesn't", "haven't": "hasn't", "aren't": "isn't", "weren't": "wasn't", "ain't": "isn't"}
        return fixed.get(plain, plain)
    if plain in _IRREGULAR_PRESENT:
        return _IRREGULAR_PRESENT[plain]
    if plain == "were":
        return "was"
    if is_modal(plain) or not is_base_verb(plain) or is_unmarked_past(plain) or plain in _PAST_FIRST:
        return verb
    return _inflect(plain, "VBZ")


def present(verb: str) -> str:
    """The form after `it`, also of a verb whose past looks alike: `cost` -> `costs`."""
    return _IRREGULAR_PRESENT.get(verb.lower()) or _inflect(base_of(verb), "VBZ")


def past(verb: str) -> str:
    """The simple past of an infinitive or present form."""
    lowered = verb.lower()
    return {"be": "was", "is": "was", "am": "was", "are": "were"}.get(lowered) or _inflect(base_of(lowered), "VBD")


def gerund(verb: str) -> str:
    """The -ing form of an infinitive."""
    return _inflect(base_of(verb), "VBG")


def likely_verb(word: str) -> bool:
    """A word that after `you` or `and` reads as a finite verb rather than a noun."""
    lowered = word.lower()
    finite = is_base_verb(lowered) or is_past(lowered) or (lowered.endswith("lled") and is_verb(lowered))
    return finite and lowered not in _NOUN_LIKE  # `cancelled`: the lexicon spells its past with one l
