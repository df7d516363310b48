"""What tests of imports share: sources, an import into a folder, and the bytes of a folder."""

from __future__ import annotations

import datetime
from pathlib import Path

from site_builder.formats import registry
from site_builder.importing import Outcome, Question, Source, apply_plan, plan_import

SEED = Path(__file__).parent.parent / "cases" / "formats" / "pasted" / "seed.txt"
CYCLEQD = "agent-skill-acquisition-for-large-language-models-via-cycleqd"
CAPTURED = datetime.date(2026, 5, 31)


def read(name: str, data: bytes) -> Source:
    return Source(name, registry.read(data, name, CAPTURED), data)


def add(site: Path, name: str, text: str | bytes, *answers: int | None) -> list[Outcome]:
    """Add a source, answering the questions in turn; without answers, nothing may be asked."""
    left = list(answers)

    def ask(question: Question) -> int | None:
        assert len(question.choices) > 1
        return left.pop(0)

    plan = plan_import(site, [read(name, text if isinstance(text, bytes) else text.encode())], ask if answers else None)
    apply_plan(plan)
    assert not left
    return list(plan.outcomes)


def snapshot(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}


def bib(**fields: str) -> str:
    return "@article{k,\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items()) + "}\n"


CYCLEQD_BIB = bib(
    title="Agent Skill Acquisition for Large Language Models via {CycleQD}",
    author="Kuroki, So and Nakamura, Taishi and Akiba, Takuya and Tang, Yujin",
    journal="Proceedings of ICLR",
    year="2025",
    doi="10.1000/cycleqd",
)
