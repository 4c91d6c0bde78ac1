"""Cuts articles into passages of about sixty words that keep to their heading, the size that retrieved best."""

import hashlib
from dataclasses import dataclass

from assist.core.articles import Article
from assist.core.text.sentences import split_sentences
from assist.knowledge.marks import heads_internal_text, may_hold_marks
from assist.knowledge.markup import Block, blocks_of, plain_text

VERSION = "2"  # of what passages are made of; snapshots of another one are looked through again (see `live`)
_KEY = "1"  # of what is encoded
TARGET_WORDS = 60
MAX_WORDS = 110


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage: `start`/`end` are code points of the article body; `text` is plain; `embedded` is what is encoded."""

    section: str | None
    start: int
    end: int
    internal: bool
    text: str
    embedded: str

    def key(self, encoder: str) -> str:
        """Content hash: equal keys have equal vectors.

        It knows no id and no metadata: a new id, product, tag, state or audience costs no encoding. The title is part
        of what is encoded, so a new title encodes that article's passages again, and no others.
        """
        return hashlib.blake2b(f"{_KEY}\0{encoder}\0{self.embedded}".encode(), digest_size=16).hexdigest()


def chunk_article(article: Article) -> list[Chunk]:
    """Passages in order; an article that is internal, or whose title says so, has only internal ones; at least one
    for any body."""
    all_internal = article.audience == "internal" or heads_internal_text(article.title)
    chunks: list[Chunk] = []
    group: list[Block] = []
    words = 0
    blocks = blocks_of(article.body)
    for block in [piece for whole in blocks for piece in _pieces(article.body, whole)]:
        count = len(article.body[block.start : block.end].split())
        starts_section = bool(group) and (block.section, block.internal) != (group[0].section, group[0].internal)
        if group and (starts_section or (words >= TARGET_WORDS * 0.6 and words + count > TARGET_WORDS * 1.2)):
            chunks += _close(article, group, internal=all_internal)
            group, words = [], 0
        if not block.heading:
            group.append(block)
            words += count
    chunks += _close(article, group, internal=all_internal)
    if not chunks:
        text = plain_text(article.body) or article.title
        internal = all_internal or any(block.internal for block in blocks)
        chunks = [Chunk(None, 0, len(article.body), internal, text, f"{article.title}\n{text}")]
    return chunks


def may_be_cut_otherwise(article: Article, cut_by: str) -> bool:
    """Whether passages cut by an earlier version may be shown to customers where they would not be now."""
    return cut_by != VERSION and (may_hold_marks(f"{article.title}\n{article.body}") or "<!--" in article.body)


def _close(article: Article, group: list[Block], *, internal: bool) -> list[Chunk]:
    if not group:
        return []
    start, end, section = group[0].start, group[-1].end, group[0].section
    text = plain_text(article.body[start:end])
    heading = f"{article.title} › {section}" if section else article.title
    return [Chunk(section, start, end, internal or group[0].internal, text, f"{heading}\n{text}")] if text else []


def _pieces(body: str, block: Block) -> list[Block]:
    """A long paragraph as runs of sentences; other blocks as they are."""
    text = body[block.start : block.end]
    if len(text.split()) <= MAX_WORDS:
        return [block]
    pieces: list[Block] = []
    run_start, run_words = None, 0
    spans = split_sentences(text)
    for i, (start, end) in enumerate(spans):
        run_start = start if run_start is None else run_start
        run_words += len(text[start:end].split())
        if run_words >= TARGET_WORDS or i == len(spans) - 1:
            pieces.append(Block(block.start + run_start, block.start + end, block.section, block.internal))
            run_start, run_words = None, 0
    return pieces or [block]
