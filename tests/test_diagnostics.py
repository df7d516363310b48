"""The text of a diagnostic gives no commands to a terminal or to a runner of workflows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_builder.diagnostics import Diagnostic, Location, describe, describe_group, group_alike, show

#: Texts with the signs by which terminals and runners are commanded.
TEXTS = st.text(st.sampled_from("a:#[]% \n\r\x1b\x9b\u2028\u202e\x00,;="), max_size=12)


@given(TEXTS, TEXTS, TEXTS)
def test_a_diagnostic_is_one_line_and_no_command(path: str, message: str, suggestion: str) -> None:
    diagnostics = [Diagnostic("entry-value", message, Location(f"{path}{n}"), suggestion, "warning") for n in range(3)]
    lines = [*map(describe, diagnostics), *describe_group(group_alike(diagnostics)[0]).split("\n")]
    for line in lines:
        assert line.isprintable()
        assert not line.lstrip().startswith(("::", "##["))


def test_what_can_be_printed_stays_as_it_is() -> None:
    assert show("content/papers/né.md:3: error: ‘Ōno’ ≠ Ono") == "content/papers/né.md:3: error: ‘Ōno’ ≠ Ono"
