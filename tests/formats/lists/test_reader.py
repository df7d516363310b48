"""Whatever a text holds, it is read without a fault, and no line of it goes missing."""

from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.formats.lists.cuts import Group
from site_builder.formats.lists.document import read_plain
from site_builder.formats.lists.doubts import describe_beginning, find_alternatives
from site_builder.formats.lists.fields import Fields
from site_builder.formats.lists.items import make_item
from site_builder.formats.lists.labeling import AUTHORS, TITLE, Labeling
from site_builder.formats.lists.names import Names, infer_style, read_names
from site_builder.formats.lists.reader import explain_document, read_document

TODAY = datetime.date(2026, 11, 29)
PIECES = st.sampled_from(
    (
        *(
            "Doe, J.",
            "Jane Roe",
            " and ",
            ", ",
            ". ",
            "\n",
            "\n\n",
            "    ",
            "[1] ",
            "2. ",
            "• ",
            "(2019)",
            "“",
            "”",
            "(",
        ),
        *(
            "A study of rivers",
            "In: ",
            "Journal of Mud",
            "2021;12(3):4-9",
            "https://doi.org/10.1/x",
            "PDF",
            "Cited by 3",
        ),
        *("et al.", "…", "\t", "J", "..", "*"),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_line_belongs_to_a_paper_or_is_told(text: str) -> None:
    found = read_document(read_plain(text), "list.txt", TODAY)
    explain_document(read_plain(text))
    lines = {number for number, line in enumerate(text.split("\n"), 1) if line.strip()}
    kept = {number for first, last in (*found.spans, *found.skipped) for number in range(first, last + 1)}
    assert lines <= kept
    told = {diagnostic.location.line for diagnostic in found.diagnostics}
    assert {first for first, _ in found.skipped} <= told


def test_a_paper_s_fields_point_to_their_places() -> None:
    text = (
        "Roe, J. (2019). Mud in rivers. Journal of Mud, 4(2), 10–19.\n\n"
        "Doe, A. (2020). Sand in lakes. Journal of Mud, 5(1), 1–9.\n"
    )
    (first, _) = explain_document(read_plain(text)).records
    title = next(field for field in first.fields if field.label == "title")
    (piece,) = title.pieces
    assert text.split("\n")[piece.line - 1][piece.column - 1 :][: piece.width] == "Mud in rivers"


def test_headings_give_years_and_types() -> None:
    text = (
        "Publications\n\n2020\n\nJane Roe, Alan Doe. Mud in rivers and their deltas. Journal of Mud.\n\n"
        "2019\n\nAlan Doe. Sand at the bottom of lakes. Journal of Sand.\n\n"
        "Ida Lund. Clay and what it keeps. Journal of Clay.\n"
    )
    papers = [parsed.paper for parsed in read_document(read_plain(text), "list.txt", TODAY).papers]
    assert [(paper.title, paper.date) for paper in papers] == [
        ("Mud in rivers and their deltas", "2020"),
        ("Sand at the bottom of lakes", "2019"),
        ("Clay and what it keeps", "2019"),
    ]


def test_a_count_goes_on_where_its_numbers_look_like_years() -> None:
    lines = [
        f"{number}. Roe J. Mud of river {number}. Journal of Mud. 2001;{number}(1):1-9." for number in range(1890, 1912)
    ]
    papers = read_document(read_plain("\n".join(lines)), "list.txt", TODAY).papers
    assert [parsed.paper.title for parsed in papers] == [f"Mud of river {number}" for number in range(1890, 1912)]


def test_volume_issue_pages_and_identifiers_are_kept() -> None:
    text = (
        "1. Roe J, Doe A. Mud in rivers and their deltas. Journal of Mud. 2019;4(2):10-19. doi:10.1234/mud.1. PMID: "
        "12345678.\n2. Lund I, et al. Clay and what it keeps. Journal of Clay. 2020;7(1):3-8. doi:10.1234/clay.2. "
        "PMID: 23456789.\n"
    )
    first, second = (parsed.paper for parsed in read_document(read_plain(text), "list.txt", TODAY).papers)
    assert (first.venue, first.doi) == ("Journal of Mud", "10.1234/mud.1")
    assert first.container == {"volume": "4", "issue": "2", "page": "10-19", "PMID": "12345678"}
    assert (second.authors[0].name, second.et_al) == ("I Lund", True)


def test_initials_with_full_stops_stand_behind_family_names_in_any_list() -> None:
    style = infer_style(["J. Doe, A. Roe, M. Silva"] * 3)
    assert read_names("Kim M., Wang W.-L. and Okoro A.", style).names == ("M. Kim", "W.-L. Wang", "A. Okoro")
    assert read_names("J. Doe, A. Roe", style).names == ("J. Doe", "A. Roe")


def test_the_order_of_a_lists_fields_is_told() -> None:
    names_first = "Ada Okoro, Maria Silva. Tides of quiet harbours. Journal of Seas, 2019.\n"
    rows = names_first + names_first.replace("Tides", "Maps").replace("2019", "2020")
    rows += names_first.replace("Tides", "Ships").replace("2019", "2021")
    assert explain_document(read_plain(rows)).layouts == ("authors, title, venue, date",)


def test_another_reading_has_a_layout_where_it_begins_with_the_other_part() -> None:
    item = make_item(Group((0,)), read_plain("Quiet Harbours. Ada Okoro, Maria Silva. 2019").blocks, 0)
    item.fields, item.names = Fields(title="Quiet Harbours"), Names(("Ada Okoro", "Maria Silva"), False)
    item.labeling, item.first = Labeling((TITLE, AUTHORS), 0.0), Labeling((AUTHORS, TITLE), 0.0)
    (reading,) = find_alternatives(item, "Ada Okoro", Names(("Quiet Harbours",), False))
    assert (describe_beginning(item.labeling), reading.layout) == ("title first", "authors first")
    item.first = Labeling((TITLE, AUTHORS), 0.0)
    assert find_alternatives(item, "Quiet", item.names)[0].layout == ""
