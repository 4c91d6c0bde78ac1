"""Trains where sentences end in unmarked speech (`python -m evaluation train sentence_ends`).

`--data`: conversations, whose own marks are taken out; and calls marked by hand, rows of {"id", "text"}. A third of the
marked calls tells the figures, then all of them train what ships.
"""

import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from assist.core.ports import Encoder
from assist.core.resources import models_dir
from assist.core.text.sentence_ends import ARRAYS, FAR, LEAST_CHANCE, NEAR, SHAPES, SentenceEnds, word_rows
from assist.inference.artifacts import save_artifact
from assist.inference.registry import Registry
from evaluation.rows import read_jsonl, validate_row
from evaluation.schema import ConversationRow, MarkedRow
from evaluation.train._rows import require
from evaluation.train.base import TrainingReport, describe_data

WORDS, WIDTH, HIDDEN, LAST = 8_000, 48, 128, 64
EPOCHS, BATCH, RATE = 3, 256, 2e-3
SPEECH_SHARE = 0.6  # of what is learned, by weight, from the marked calls
JOINED = 0.35  # of messages with the next one of the same side
COMMAS = 0.25  # of messages keep theirs
UNKNOWN = 0.03  # of words are read by their shape alone
MIN_WORDS = 4
SPREAD = 0.1  # of the first embeddings
LARGE, MANY = 2_000, 5  # of a set with more conversations one in so many is read
FOLDS = 3
_MARKS = re.compile(r"[.?!…]+[\"')\]]*$")
_MAX = 160


@dataclass(frozen=True, slots=True)
class Marked:
    """Words without their marks, and behind which of them a sentence ends. `call`: marked by hand, from speech."""

    words: tuple[str, ...]
    ends: tuple[bool, ...]
    conversation: str
    call: bool


def train(data: list[Path], *, out: Path, seed: int, encoder: Encoder) -> TrainingReport:
    """Fit on two thirds of the calls for the figures, on everything for the artifact."""
    started = time.monotonic()
    texts = [one for path in data for one in _read(path)]
    groups = sorted({one.conversation for one in texts if one.call})
    require(len(groups), data, field="", least=FOLDS, what="calls marked by hand (rows of id and text)")
    require(sum(not one.call for one in texts), data, field="messages", least=1, what="messages with marks")
    held = set(groups[::FOLDS])
    shown = [one for one in texts if one.call and one.conversation in held]
    trial = fit([one for one in texts if not one.call or one.conversation not in held], seed=seed)
    metrics = _figures([(trial.chances(one.words), one.ends) for one in shown])
    openers = _figures([(_before_openers(one.words), one.ends) for one in shown])
    final = fit(texts, seed=seed)
    report = TrainingReport(
        head="sentence_ends",
        artifact="sentence_ends",
        purpose="Where sentences end in speech that was transcribed without marks.",
        data=describe_data(data),
        seed=seed,
        folds=1,
        metrics=metrics,
        baseline=openers,
        seconds=time.monotonic() - started,
        settings={"calls": len(groups), "held_out_calls": len(held), "epochs": EPOCHS, "words": len(final.rows)},
        encoder=encoder.info.version,
        licence="Apache-2.0; trained on texts under Apache-2.0 and MIT and on calls written for this project",
        limits=(
            "English only. Figures are of calls that were held out; the last word of a message is not counted.",
            "Simple method: an end before every I, we, you, he, she, they, it, yes, no, okay, right, so.",
        ),
    )
    arrays: dict[str, NDArray[Any]] = {name: getattr(final, name).astype(np.float16) for name in ARRAYS}
    arrays["words"] = np.array(list(final.rows))
    save_artifact(out, name="sentence_ends", arrays=arrays, manifest=report.manifest())
    return report


def marked(text: str, conversation: str, *, call: bool) -> Marked:
    """Words and ends of a marked text; the marks are gone, commas stay."""
    words, ends = list[str](), list[bool]()
    for token in text.split():
        bare = _MARKS.sub("", token)
        end = bare != token and not re.fullmatch(r"(?:mr|mrs|ms|dr|no|st|e\.g|i\.e)", bare.lower())
        if bare:
            words.append(bare if end else token)
            ends.append(end)
        elif ends:
            ends[-1] = True
    return Marked(tuple(words), tuple(ends), conversation, call)


def _read(path: Path) -> Iterable[Marked]:
    random = np.random.default_rng(len(path.name))
    rows = list(read_jsonl(path))
    for row in rows[:: MANY if len(rows) > LARGE else 1]:
        if "messages" not in row.value:
            call = validate_row(row, MarkedRow, path)
            yield marked(call.text, call.id.split("#")[0], call=True)
            continue
        held = ""
        talk = validate_row(row, ConversationRow, path)
        for message, after in zip(talk.messages, [*talk.messages[1:], None], strict=True):
            text = f"{held} {message.text}".strip()
            held = ""
            if message.role not in ("customer", "agent") or not _is_marked(message.text):
                continue
            if after is not None and after.role == message.role and random.random() < JOINED:
                held = text
                continue
            one = marked(text, talk.id, call=False)
            if MIN_WORDS <= len(one.words) <= _MAX:
                yield one


def _is_marked(text: str) -> bool:
    """Written with marks: it ends with one, and has one in every 30 words."""
    return bool(_MARKS.search(text.strip())) and len(re.findall(r"[.?!](?:\s|$)", text)) * 30 >= len(text.split())


def fit(texts: Sequence[Marked], *, seed: int) -> SentenceEnds:
    """Adam on the cross entropy; calls weigh SPEECH_SHARE of everything."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    counts = Counter(w for one in texts for word in one.words for w in [word.strip(".,;:!?\"'()[]").lower()] if w)
    rows = {word: row for row, (word, count) in enumerate(counts.most_common(WORDS)) if count > 1}
    ids = [torch.from_numpy(word_rows(one.words, rows)[0]) for one in texts]
    shapes = [torch.from_numpy(word_rows(one.words, {})[0]) for one in texts]
    commas = [torch.from_numpy(word_rows(one.words, rows)[1]) for one in texts]
    ends = [torch.tensor(one.ends, dtype=torch.float32) for one in texts]
    spoken = sum(len(one.words) for one in texts if one.call)
    plain = sum(len(one.words) for one in texts) - spoken
    weight = SPEECH_SHARE / (1 - SPEECH_SHARE) * plain / max(spoken, 1)
    net = _Net(len(SHAPES) + len(rows))
    with torch.no_grad():
        net.embed.weight[len(SHAPES) :] = torch.from_numpy(_first_embeddings(list(rows)))
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-2)
    lengths = np.array([len(one.words) for one in texts])
    steps, step = EPOCHS * -(-len(texts) // BATCH), 0
    for _ in range(EPOCHS):
        order = random.permutation(len(texts))
        order = order[np.argsort(lengths[order] // 8, kind="stable")]
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        for number in random.permutation(len(batches)):
            batch = batches[number]
            seen = []
            for i in batch:
                hide = torch.rand(len(ids[i])) < UNKNOWN
                kept = commas[i] if random.random() < COMMAS else torch.zeros_like(commas[i])
                seen.append((torch.where(hide, shapes[i], ids[i]), kept))
            logits = net(_pad([s[0] for s in seen], 0), _pad([s[1] for s in seen], 0.0), lengths[batch])
            wanted = _pad([ends[i] for i in batch], 0.0)
            mask = torch.arange(wanted.shape[1])[None] < torch.from_numpy(lengths[batch] - 1)[:, None]
            share = torch.tensor([weight if texts[i].call else 1.0 for i in batch])[:, None] * mask
            loss = functional.binary_cross_entropy_with_logits(logits, wanted, weight=share, reduction="sum")
            loss = loss / share.sum().clamp(min=1.0)
            for group in optimizer.param_groups:
                group["lr"] = RATE * max(0.02, 1 - step / steps)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
    return net.stored(rows)


def _first_embeddings(words: Sequence[str]) -> NDArray[np.float32]:
    """(n, WIDTH) of the packaged encoder's word embeddings in their main directions: what means alike begins alike."""
    from transformers import AutoModel, AutoTokenizer

    folder = Registry.load(models_dir()).entry("default").locate()
    tokenizer: Any = AutoTokenizer.from_pretrained(str(folder))
    table = AutoModel.from_pretrained(str(folder)).embeddings.word_embeddings.weight.detach().numpy()
    mean = table.mean(axis=0)
    directions = np.linalg.eigh((table - mean).T @ (table - mean))[1][:, -WIDTH:]
    pieces = tokenizer(list(words), add_special_tokens=False)["input_ids"]
    rows = np.stack([table[own].mean(axis=0) if own else mean for own in pieces]) - mean
    turned = rows @ directions
    return (turned * (SPREAD / turned.std())).astype(np.float32)


class _Net(torch.nn.Module):
    """The network of `SentenceEnds`, with dropout."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.embed = torch.nn.Embedding(rows, WIDTH)
        torch.nn.init.normal_(self.embed.weight, std=SPREAD)
        self.near = torch.nn.Linear((2 * NEAR + 1) * WIDTH, HIDDEN)
        self.far = torch.nn.Linear((2 * FAR + 1) * HIDDEN, LAST)
        self.out = torch.nn.Linear(LAST, 1)

    def forward(self, ids: torch.Tensor, commas: torch.Tensor, lengths: NDArray[np.int64]) -> torch.Tensor:
        inside = (torch.arange(ids.shape[1])[None] < torch.from_numpy(lengths)[:, None]).float()[..., None]
        seen = (self.embed(ids) + commas[..., None] * self.embed.weight[len(SHAPES) - 1]) * inside
        seen = functional.dropout(seen, 0.1, self.training)
        active = functional.relu(self.near(_windows(seen, NEAR))) * inside
        active = functional.dropout(active, 0.2, self.training)
        return self.out(functional.relu(self.far(_windows(active, FAR))))[..., 0]

    def stored(self, rows: dict[str, int]) -> SentenceEnds:
        """Rounded as it is stored, so that what is measured is what serves."""

        def array(weight: torch.Tensor) -> NDArray[np.float32]:
            return weight.detach().numpy().T.astype(np.float16).astype(np.float32)

        return SentenceEnds(
            rows=rows,
            embed=array(self.embed.weight).T,
            near=array(self.near.weight),
            near_bias=array(self.near.bias),
            far=array(self.far.weight),
            far_bias=array(self.far.bias),
            out=array(self.out.weight)[:, 0],
            out_bias=array(self.out.bias),
        )


def _windows(rows: torch.Tensor, reach: int) -> torch.Tensor:
    padded = functional.pad(rows, (0, 0, reach, reach))
    return torch.cat([padded[:, shift : shift + rows.shape[1]] for shift in range(2 * reach + 1)], dim=2)


def _pad(rows: Sequence[torch.Tensor], value: float) -> torch.Tensor:
    return torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True, padding_value=value)


def _before_openers(words: Sequence[str]) -> NDArray[np.float32]:
    openers = {"i", "we", "you", "he", "she", "they", "it", "yes", "no", "okay", "right", "so", "i'm", "it's", "i've"}
    after = [*words[1:], ""]
    return np.array([float(word.lower() in openers) for word in after], dtype=np.float32)


def _figures(told: Sequence[tuple[NDArray[np.float32], Sequence[bool]]]) -> dict[str, float]:
    """Of ends inside messages."""
    said = np.concatenate([chances[:-1] >= LEAST_CHANCE for chances, _ in told])
    true = np.concatenate([np.array(ends[:-1], dtype=bool) for _, ends in told])
    right = float((said & true).sum())
    precision, recall = right / max(1.0, float(said.sum())), right / max(1.0, float(true.sum()))
    both = precision + recall
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / both if both else 0.0}
