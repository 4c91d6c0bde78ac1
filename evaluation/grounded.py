"""`python -m evaluation.grounded FILE...`: is every statement of summaries and case drafts covered by its evidence?

Reads conversations of any set (gold is not needed), asks the engine that serves, and prints one line a file:
statements, statements without evidence, values (numbers, codes, names, dates, negations) that their own evidence does
not contain. Each finding is named by conversation id and field. Exit code 1 where there is any.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assist.core.results import CaseDraft, Summary, json_of
from evaluation.cli.shared import opened_products
from evaluation.items import Output
from evaluation.metrics.values import unsupported_values
from evaluation.product import EngineProduct
from evaluation.rows import read_rows
from evaluation.schema import ConversationRow
from evaluation.tasks.case import filled_fields
from evaluation.tasks.summary import evidence_texts, statements_of

SHOWN = 20


@dataclass(slots=True)
class Tally:
    """What was looked at in one file."""

    conversations: int = 0
    statements: int = 0
    bare: list[str] = field(default_factory=list[str])
    invented: list[str] = field(default_factory=list[str])


def check(rows: Sequence[ConversationRow], product: EngineProduct) -> Tally:
    """Summary and case draft of every conversation against their evidence."""
    tally = Tally()
    for row in rows:
        tally.conversations += 1
        conversation = product.analyze(row.transcript)
        for name, text, evidence in _statements(product.summarize(conversation), product.draft_case(conversation), row):
            tally.statements += 1
            if not any(part.strip() for part in evidence):
                tally.bare.append(f"{row.id} {name}")
            missing = unsupported_values(text, "\n".join(evidence))
            if missing:
                tally.invented.append(f"{row.id} {name}: {', '.join(missing)}")
    return tally


def _statements(summary: Summary, drafted: CaseDraft, row: ConversationRow) -> Iterator[tuple[str, str, list[str]]]:
    """(where, text, texts of its evidence)."""
    for statement in statements_of(json_of(summary)):
        yield "summary", str(statement["text"]), evidence_texts(statement["evidence"], row)
    output: Output = json_of(drafted)
    for pointer, text in filled_fields(output.get("draft") or {}):
        yield f"case{pointer}", text, evidence_texts((output.get("evidence") or {}).get(pointer, ()), row)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check every file; 1 when something is not covered."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.grounded", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="JSONL or JSONL.gz of conversations")
    parser.add_argument("--limit", type=int, help="only so many conversations a file")
    asked = parser.parse_args(arguments)
    found = 0
    with opened_products() as products:
        product = products.open()
        for file in asked.files:
            tally = check(read_rows(file, ConversationRow)[: asked.limit], product)
            found += len(tally.bare) + len(tally.invented)
            sys.stdout.write(
                f"{file.parent.name}/{file.name}: {tally.conversations} conversations, {tally.statements} statements, "
                f"{len(tally.bare)} without evidence, {len(tally.invented)} with values that it lacks\n"
            )
            for line in [*tally.bare, *tally.invented][:SHOWN]:
                sys.stdout.write(f"  {line}\n")
            sys.stdout.flush()
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
