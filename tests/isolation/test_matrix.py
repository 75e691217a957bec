"""The visibility matrix: what plain SQL under each kind of scope reaches, against the table that people read
(`docs/visibility.md`; `UPDATE_VISIBILITY=1` writes it anew)."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from cases.models import Case
from cases.models.base import AudienceOfCase
from tests.isolation.house import House
from tests.isolation.matrix import KINDS, Matrix, drawn, tables, tried
from tests.isolation.rules import HIDDEN

pytestmark = pytest.mark.commits
DOCUMENT = Path(settings.BASE_DIR) / "docs" / "visibility.md"
MARK = "<!-- drawn by tests/isolation/test_matrix.py -->\n"
RECEIVING = ("their", "their lead", "agency", "consul", "border", "third", "admin", "monitor", "nobody")
REQUESTING = ("desk", "office", "other", "lead", "monitor", "admin", "system", "third", "nobody")

# What the other side must never see, and where it stands: table, or table and side.
KEPT_FROM_RECEIVING = {
    "asylum, legal status, reasons of a standstill or a withdrawal": (
        ("cases_caseprivate", "requesting"),
        ("cases_statuscheck", "requesting"),
        ("cases_pausereason", "requesting"),
        ("cases_casesuspension", "requesting"),
        ("cases_withdrawal", "requesting"),
        ("cases_entrycheck", "requesting"),
    ),
    "place of detention": (("cases_detention", "requesting"),),
    "vulnerability, best interests, consent to tell of health": (
        ("cases_bestinterests", "requesting"),
        ("cases_familyseparation", "requesting"),
        ("cases_healthconsent", "requesting"),
        ("cases_safeguardpoint", "requesting"),
    ),
    "health without consent": (("cases_healthnote", "requesting"),),
    "voluntary departure": (("cases_voluntarydeparture", "requesting"),),
    "internal notes": (("cases_ownsidenote", "requesting"),),
    "a transfer that is only planned": (("cases_transfer", "requesting"),),
}
KEPT_FROM_REQUESTING = {
    "questions to agencies, hits in registers": (("cases_verificationtask", "receiving"),),
    "a decision that one person proposed": (("cases_decision", "receiving"),),
    "minutes of an interview": (("cases_interviewnote", "receiving"),),
    "internal notes": (("cases_ownsidenote", "receiving"),),
}


@pytest.fixture(scope="module")
def kept_matrix() -> dict[str, Matrix]:
    return {}


@pytest.fixture
def matrix(house: House, kept_matrix: dict[str, Matrix]) -> Iterator[Matrix]:
    if not kept_matrix:
        kept_matrix["tried"] = tried(house)
    yield kept_matrix["tried"]


def test_the_matrix_is_the_one_that_people_read(matrix: Matrix) -> None:
    before, mark, table = DOCUMENT.read_text().partition(MARK)
    assert mark
    found = drawn(matrix)
    if os.environ.get("UPDATE_VISIBILITY"):
        DOCUMENT.write_text(before + mark + found)
        return
    assert table == found, "what a scope reaches has changed: look at it, then UPDATE_VISIBILITY=1"


def test_the_world_has_something_of_everything(house: House) -> None:
    empty = {table.name for table in tables() if not any(table.sides.values())}
    assert empty <= set(HIDDEN), "cells of these tables would prove nothing"


# What stands of the sealed log: hashes, keys, who holds what.
LOG = ("checkpoint", "cosignature", "erasure", "holding", "key", "seal", "stamp", "tile", "witness")


def test_nobody_reaches_anything_but_what_is_published(matrix: Matrix) -> None:
    reached = {table: cells["nobody"] for (table, _side), cells in matrix.items() if cells["nobody"]}
    assert set(reached.values()) == {"S"}
    assert all(
        table.startswith(
            (
                "countries_",
                *(f"audit_{part}" for part in LOG),
                "auth_",
                "django_content_type",
                "core_clock",
                "documents_lettertext",
                "administration_registerentry",
            )
        )
        for table in reached
    )


@pytest.mark.parametrize(
    ("kept", "kinds"),
    [(KEPT_FROM_RECEIVING, RECEIVING), (KEPT_FROM_REQUESTING, REQUESTING)],
    ids=["receiving", "requesting"],
)
def test_what_one_side_keeps_the_other_does_not_reach(
    matrix: Matrix, kept: dict[str, tuple[tuple[str, str], ...]], kinds: tuple[str, ...]
) -> None:
    for words, lines in kept.items():
        for line in lines:
            assert any("S" in cell for cell in matrix[line].values()), (
                f"{line}: nobody sees it, the test proves nothing"
            )
            for kind in kinds:
                if (line, kind) in EXCEPT:
                    continue
                assert matrix[line][kind] == "", f"{words}: {KINDS[kind][1]} reaches {line}"


# The question that an agency was asked, and the minutes that a consulate wrote, are its own.
EXCEPT: set[tuple[tuple[str, str], str]] = set()


def test_a_single_case_is_hidden_whole_and_shown_to_read(matrix: Matrix) -> None:
    """Of cases and their parts: to whoever is kept out of all of them nothing, to whoever is let in no change."""
    parts = [model for model in apps.get_app_config("cases").get_models() if issubclass(model, AudienceOfCase)]
    tables_of_cases = {Case._meta.db_table, *(model._meta.db_table for model in parts)}
    let_in: set[str] = set()
    for (table, _side), cells in matrix.items():
        if table in tables_of_cases - {"cases_visitslot", "cases_missionvisit"}:
            # A new case has a new key.
            assert cells["kept out"] == ("i" if table == "cases_case" else ""), table
            if table == "cases_caseaccess":
                # Administrators look at cases, and do so in their own name.
                continue
            assert cells["let in"] in {"", "S"} and cells["let in"] == cells["elevated"], table
            let_in |= {table} if cells["let in"] else set()
    assert {"cases_case", "cases_person", "cases_ownsidenote", "cases_transfer", "cases_caseclock"} <= let_in


def test_no_table_is_reached_by_somebody_who_cannot_see_it(matrix: Matrix) -> None:
    """Nothing is changed or deleted blindly."""
    for line, cells in matrix.items():
        for kind, cell in cells.items():
            if "U" in cell or "D" in cell:
                assert "S" in cell, (line, kind)
