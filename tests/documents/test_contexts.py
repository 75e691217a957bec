"""The frozen contents of papers: to JSON and back without a loss, and nothing that does not fit."""

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest

from documents.letters import labels, registry, serial
from documents.letters.parts import PersonName
from tests.documents import samples


def test_every_paper_has_a_sample_a_title_and_a_template() -> None:
    from django.conf import settings

    assert set(samples.ALL) == set(registry.PAPERS) == set(registry.TITLES)
    for code in registry.PAPERS:
        assert (settings.BASE_DIR / "templates" / registry.template_path(code)).is_file()


@pytest.mark.parametrize("code", sorted(registry.PAPERS))
def test_round_trip_through_json_text(code: str) -> None:
    context = samples.ALL[code]()
    plain = json.loads(json.dumps(context.to_json()))
    again = registry.paper_class(code).from_json(plain)
    assert again == context
    assert serial.digest(again.to_json()) == serial.digest(context.to_json())


def test_the_digest_does_not_depend_on_the_order_of_keys() -> None:
    plain = samples.reply().to_json()
    assert serial.digest(dict(reversed(plain.items()))) == serial.digest(plain)
    assert serial.digest({**plain, "place": "Niš"}) != serial.digest(plain)


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"outcome": "perhaps"},
        {"issued_on": "yesterday"},
        {"family": "none"},
        {"is_specimen": 1},
        {"person": {"name": {"surname": "X"}}},
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, Any]) -> None:
    plain = {**samples.reply().to_json(), **change}
    with pytest.raises(serial.ContextBroken):
        registry.paper_class("reply").from_json(plain)


def test_a_missing_field_is_refused() -> None:
    plain = samples.reply().to_json()
    del plain["application_on"]
    with pytest.raises(serial.ContextBroken):
        registry.paper_class("reply").from_json(plain)


def test_an_instant_without_zone_is_refused() -> None:
    with pytest.raises(serial.ContextBroken, match="zone"):
        samples.transfer_notice(arrives_at=dt.datetime(2026, 12, 14, 12, 0)).to_json()  # noqa: DTZ001 - on purpose


def test_contents_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        samples.reply().place = "Niš"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("ur", "rtl"),
        ("ar", "rtl"),
        ("fa-AF", "rtl"),
        ("az-Arab", "rtl"),
        ("sr-Cyrl", "ltr"),
        ("ka", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction_of_names(language: str, direction: str) -> None:
    assert PersonName(surname="X", given_names="Y", native_language=language).direction == direction


def test_travel_document_labels_are_complete_and_fall_back_to_french() -> None:
    expected = set(labels.TRAVEL_DOCUMENT_LABELS["fr"])
    for language, words in labels.TRAVEL_DOCUMENT_LABELS.items():
        assert set(words) == expected, language
        assert all(words.values()), language
    assert labels.travel_document_labels("sr-Cyrl")[0] == "sr"
    assert labels.travel_document_labels("xx")[0] == "fr"
