"""Trains reply towers on (situation, reply) pairs, the weights of their ranking signals, and honest confidences."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from torch import nn
from torch.nn import functional

from assist.copilot.replies.candidates import NEIGHBOURS
from assist.copilot.replies.context import FIELDS, PLACE
from assist.copilot.replies.free_text import is_sendable, signs_of
from assist.copilot.replies.memory import Neighbourhood, Remembered
from assist.copilot.replies.ranking import SIGNALS, Ranking, signals
from assist.copilot.replies.towers import MEMORY_WIDTH, PLAIN_WEIGHTS, VECTOR_SCALE, Towers, spoken_of
from assist.core.encoding import FloatArray
from assist.core.ports import Encoder
from assist.inference.artifacts import save_artifact
from evaluation.train._replies_data import HELD_OUT, Asked, Pair, read_asked, read_conversations, read_pairs
from evaluation.train.base import TrainingReport, describe_data

WIDTH, HIDDEN, REPLY_HIDDEN = 384, 512, 512
PLAIN_WIDTH = 64
NARROW = 0.5  # weight of the first MEMORY_WIDTH columns alone
EPOCHS, BATCH, RATE, DECAY, DROP, FIELD_DROP = 12, 384, 1.5e-3, 2e-3, 0.2, 0.1
BACK = 0.5  # weight of the reply-to-situation direction
POOL = 100
FITS = 0.55  # cosine from which a suggested reply counts as what the agent meant


class _Net(nn.Module):
    """The networks of `Towers`, with dropout."""

    def __init__(self, dims: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(len(FIELDS) * dims + PLACE, HIDDEN)
        self.out = nn.Linear(HIDDEN, WIDTH, bias=False)
        self.skip = nn.Linear(len(FIELDS) * dims, WIDTH, bias=False)
        self.reply_hidden = nn.Linear(dims, REPLY_HIDDEN)
        self.reply_out = nn.Linear(REPLY_HIDDEN, WIDTH, bias=False)
        self.reply_skip = nn.Linear(dims, WIDTH, bias=False)
        self.log_scale = nn.Parameter(torch.tensor(3.0))
        with torch.no_grad():
            # Both towers begin as one projection: near texts are near before anything is learned.
            turned = torch.linalg.qr(torch.randn(dims, dims))[0][:WIDTH]
            self.reply_skip.weight.copy_(turned)
            self.skip.weight.copy_(torch.cat([weight * turned for weight in PLAIN_WEIGHTS], dim=1))
            self.out.weight.mul_(0.3)
            self.reply_out.weight.mul_(0.3)

    def situations(self, fields: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        active = functional.relu(self.hidden(torch.cat([fields * VECTOR_SCALE, places], dim=1)))
        active = functional.dropout(active, DROP, self.training)
        return functional.normalize(self.out(active) + self.skip(fields), dim=1)

    def replies(self, vectors: torch.Tensor) -> torch.Tensor:
        active = functional.relu(self.reply_hidden(vectors * VECTOR_SCALE))
        active = functional.dropout(active, DROP, self.training)
        return functional.normalize(self.reply_out(active) + self.reply_skip(vectors), dim=1)


def train(data: list[Path], *, out: Path, seed: int, encoder: Encoder) -> TrainingReport:
    """`data`: conversations; every agent turn right after a customer message is a pair. Annotated ones, where replies
    were written for a `cut`, only tell how sure to be."""
    started = time.perf_counter()
    annotated, plain_rows = read_conversations(data)
    pairs = read_pairs(plain_rows, encoder)
    learned = [pair for pair in pairs if pair.conversation % HELD_OUT]
    held = [pair for pair in pairs if pair.conversation % HELD_OUT == 0]
    towers = fit_towers(learned, seed=seed)
    pools = _pools(held, seed)
    tables = _signal_tables(held, pools, towers)
    ranking = _fit_ranking(tables)
    others = [replace(pair, conversation=-1 - pair.conversation) for pair in read_pairs(annotated, encoder)]
    calibration, agreement = _fit_calibration(learned, held, read_asked(annotated, encoder), others, towers.narrowed())
    metrics = _recalls(tables @ np.array(ranking.weights)) | {"free_text_fits": agreement}
    plain = _signal_tables(held, pools, Towers.plain(encoder.info.dims))[:, :, 0]
    served = fit_towers(pairs, seed=seed)  # what was held out has told its share
    report = TrainingReport(
        head="replies",
        artifact="replies",
        purpose="Towers that bring a situation and the reply to it together; ranking weights; confidence of free text.",
        data=describe_data(data),
        seed=seed,
        folds=1,
        metrics=metrics,
        baseline=_recalls(plain),
        seconds=time.perf_counter() - started,
        settings={
            "pairs": len(pairs),
            "held_out_pairs": len(held),
            "width": WIDTH,
            "memory_width": MEMORY_WIDTH,
            "plain_width": PLAIN_WIDTH,
            "hidden": HIDDEN,
            "epochs": EPOCHS,
            "batch": BATCH,
            "signals": list(SIGNALS),
        },
        encoder=encoder.info.version,
        licence="Apache-2.0; trained on CuCom (Apache-2.0) and annotations written for this project",
        limits=(
            "Figures are of towers that had not seen a tenth of the conversations, 1 true reply among 100 of that "
            "tenth; those that serve were then fitted on all of them, with the same ranking weights and confidences.",
            "Trained on English e-commerce complaints only; other subjects rest on the general encoder.",
            f"A free-text reply counts as right from a cosine of {FITS} to what the agent, or an annotator, wrote.",
        ),
    )
    arrays = {name: getattr(served, name).astype(np.float16) for name in Towers.__dataclass_fields__}
    arrays |= {"ranking": np.array(ranking.weights, dtype=np.float32), "calibration": calibration}
    save_artifact(out, name="replies", arrays=arrays, manifest=report.manifest())
    return report


def fit_towers(pairs: Sequence[Pair], *, seed: int) -> Towers:
    """In-batch negatives in both directions; equal replies are no negatives of each other (InfoNCE)."""
    torch.manual_seed(seed)
    fields = torch.from_numpy(np.stack([pair.context.fields.reshape(-1) for pair in pairs]))
    places = torch.from_numpy(np.stack([pair.context.place for pair in pairs]))
    replies = torch.from_numpy(np.stack([pair.vector for pair in pairs]))
    same = torch.from_numpy(np.unique([pair.reply for pair in pairs], return_inverse=True)[1])
    net = _Net(replies.shape[1])
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(pairs) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(pairs)).split(BATCH):
            kept = (torch.rand(len(rows), len(FIELDS), 1) > FIELD_DROP).float()
            kept[:, 0] = 1.0
            seen = (fields[rows].view(len(rows), len(FIELDS), -1) * kept).flatten(1)
            situations, answers = net.situations(seen, places[rows]), net.replies(replies[rows])
            repeated = same[rows][:, None] == same[rows][None, :]
            repeated.fill_diagonal_(False)
            scale = net.log_scale.exp()
            loss = _contrast(situations @ answers.T * scale, repeated)
            first, second = (functional.normalize(side[:, :MEMORY_WIDTH], dim=1) for side in (situations, answers))
            loss = loss + NARROW * _contrast(first @ second.T * scale, repeated)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return _as_towers(net, _main_directions(fields.view(len(fields), len(FIELDS), -1).numpy(), replies.numpy()))


def _main_directions(fields: FloatArray, replies: FloatArray) -> FloatArray:
    """(dims, PLAIN_WIDTH) leading eigenvectors of what is spoken of in situations and replies."""
    spoken = spoken_of(fields)
    return np.linalg.eigh(spoken.T @ spoken + replies.T @ replies)[1][:, -PLAIN_WIDTH:].astype(np.float32)


def _contrast(likeness: torch.Tensor, repeated: torch.Tensor) -> torch.Tensor:
    likeness = likeness.masked_fill(repeated, -1e4)
    wanted = torch.arange(len(likeness))
    return functional.cross_entropy(likeness, wanted) + BACK * functional.cross_entropy(likeness.T, wanted)


def _as_towers(net: _Net, directions: FloatArray) -> Towers:
    def array(weight: torch.Tensor) -> FloatArray:
        # Rounded as it is stored, so that what is measured here is what serves.
        return weight.detach().numpy().T.astype(np.float16).astype(np.float32)

    return Towers(
        hidden=array(net.hidden.weight),
        bias=array(net.hidden.bias),
        out=array(net.out.weight),
        skip=array(net.skip.weight),
        reply_hidden=array(net.reply_hidden.weight),
        reply_bias=array(net.reply_hidden.bias),
        reply_out=array(net.reply_out.weight),
        reply_skip=array(net.reply_skip.weight),
        directions=directions.astype(np.float16).astype(np.float32),
    )


def _pools(pairs: Sequence[Pair], seed: int) -> NDArray[np.int64]:
    """(n, POOL) rows of candidates; the true one first, the others drawn from the other pairs."""
    rng = np.random.default_rng(seed)
    pools = np.zeros((len(pairs), min(POOL, len(pairs))), dtype=np.int64)
    for row in range(len(pairs)):
        others = rng.choice(len(pairs) - 1, pools.shape[1] - 1, replace=False)
        pools[row] = [row, *(others + (others >= row))]
    return pools


def _signal_tables(pairs: Sequence[Pair], pools: NDArray[np.int64], towers: Towers) -> FloatArray:
    """(n, POOL, len(SIGNALS))."""
    fits = towers.situations([pair.context for pair in pairs]) @ towers.replies(np.stack([p.vector for p in pairs])).T
    texts = [pair.reply for pair in pairs]
    tables = [
        signals(pair.messages, [texts[other] for other in pool], fits[row, pool])
        for row, (pair, pool) in enumerate(zip(pairs, pools, strict=True))
    ]
    return np.stack(tables)


def _fit_ranking(tables: FloatArray) -> Ranking:
    """Weights with the highest likelihood of the true reply in its pool."""
    inputs = torch.from_numpy(tables)
    weights = torch.tensor(Ranking().weights, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = functional.cross_entropy(inputs @ weights, torch.zeros(len(inputs), dtype=torch.long))
        value = value + 1e-4 * weights.square().sum()
        value.backward()
        return value

    optimizer.step(loss)  # pyright: ignore[reportArgumentType]
    return Ranking(tuple(float(weight) for weight in weights.detach()))


def _fit_calibration(
    learned: Sequence[Pair], held: Sequence[Pair], annotated: Sequence[Asked], others: Sequence[Pair], towers: Towers
) -> tuple[NDArray[Any], float]:
    """Weights of SIGNS and the bias, and how often the first reply fits in `held`.

    Seen from `held` with the memory of what was `learned`, and from `annotated` conversations with that of the `others`
    alone and with both; the two kinds of conversations count the same. What is chosen among many for its score
    flatters (winner's curse), so the bias and scale are those of the first replies.
    """
    plain = [Asked(pair.context, pair.vector[None], pair.conversation) for pair in held]
    sources = [(plain, learned, 1.0), (annotated, others, 0.5), (annotated, [*others, *learned], 0.5)]
    seen = [(_signs(asked, pairs, towers), weight) for asked, pairs, weight in sources if asked]
    model = _logistic([(signs, right, weight) for moments, weight in seen for signs, right in moments])
    firsts = [
        (scores.max(keepdims=True)[None], right[[scores.argmax()]], weight)
        for moments, weight in seen
        for signs, right in moments
        for scores in (signs @ model[:-1],)
    ]
    scale, bias = (float(value) for value in _logistic(firsts))
    agreed = float(np.mean([right[0] for _, right, _ in firsts[: len(held)]]))
    return np.append(model[:-1] * scale, bias).astype(np.float32), agreed


def _signs(asked: Sequence[Asked], pairs: Sequence[Pair], towers: Towers) -> list[tuple[FloatArray, NDArray[np.bool_]]]:
    """Per moment, the signs of its neighbours' replies and which of them say what was meant."""
    memory = _joined(towers, pairs)
    conversations = np.array([pair.conversation for pair in pairs])
    situations = towers.remembered_situations([one.context for one in asked])
    queries = towers.rows(situations, situations)
    found: list[tuple[FloatArray, NDArray[np.bool_]]] = []
    for one, query in zip(asked, queries, strict=True):
        likeness = np.where(conversations == one.conversation, -1, memory @ query)
        near = np.argsort(-likeness)[:NEIGHBOURS]
        remembered = tuple(Remembered(pairs[i].reply, "", None, None, None, None) for i in near)
        hood = Neighbourhood(remembered, likeness[near], *towers.compared(query, memory[near]))
        kept = [row for row, told in enumerate(remembered) if is_sendable(told.text)]
        if kept:
            fits = (np.stack([pairs[near[row]].vector for row in kept]) @ one.wanted.T).max(axis=1) >= FITS
            found.append((signs_of(hood)[kept], fits))
    return found


def _logistic(moments: Sequence[tuple[FloatArray, NDArray[np.bool_], float]]) -> NDArray[Any]:
    """Weights and bias; every moment counts by its weight, shared by the moments of the same weight and its rows."""
    counts = Counter(weight for _, _, weight in moments)
    weights = np.concatenate([np.full(len(right), w / counts[w] / len(right)) for _, right, w in moments])
    inputs, right = (np.concatenate([moment[place] for moment in moments]) for place in (0, 1))
    model = LogisticRegression(C=100.0, max_iter=1_000).fit(inputs, right, sample_weight=weights / weights.mean())
    return np.append(model.coef_[0], model.intercept_[0])


def _joined(towers: Towers, pairs: Sequence[Pair]) -> FloatArray:
    replies = towers.remembered_replies(np.stack([pair.vector for pair in pairs]))
    return towers.rows(towers.remembered_situations([pair.context for pair in pairs]), replies)


def _recalls(scores: NDArray[Any]) -> dict[str, float]:
    above = (scores[:, 1:] >= scores[:, :1]).sum(axis=1)
    return {"recall@1_of_100": float(np.mean(above < 1)), "recall@10_of_100": float(np.mean(above < 10))}
