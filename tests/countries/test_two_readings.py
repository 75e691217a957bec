"""Due dates where nobody knows which of several rules holds; proof of receipt; words in the reader's language."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import trans_real
from hypothesis import given
from hypothesis import strategies as st

from cases.clocks import warns_at
from cases.selectors.case_clocks import unverified_words
from countries.clocks import CalendarSnapshot, DueDate, ResolvedRule, due, either, extended
from countries.clocks.wording import explain
from countries.models import Rule
from countries.selectors.calendars import due_date_for
from countries.selectors.conditions import Held
from countries.selectors.rules import rules_for
from tests.countries.expected import TODAY

BELGRADE = "Europe/Belgrade"
WEEK = CalendarSnapshot("SRB", "SRB-1")
START = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def rule(value: int, unit: str = "calendar_day", **values: object) -> ResolvedRule:
    said = {"kind": "reply", "track": "own_national", "start_event": "delivery", "certainty": "T", "unit": unit}
    names = {"agreement_code": "x", "agreement_title": "The agreement", "citation": "Article 6"}
    return ResolvedRule(value=value, **{**said, **names, **values})


@given(
    st.lists(
        st.tuples(st.integers(1, 60), st.sampled_from(["calendar_day", "working_day", "month"])), min_size=1, max_size=3
    )
)
def test_the_latest_has_effect_and_the_earliest_warns(values: list[tuple[int, str]]) -> None:
    found = [due(rule(value, unit, readings=("proof", "prima_facie")), START, WEEK, BELGRADE) for value, unit in values]
    one = either(found)
    assert one.at == max(each.at for each in found)
    assert one.earliest_at == min(each.earliest_at for each in found)
    assert not one.is_verified and one.rests_on_worth
    assert DueDate.from_json(json.loads(json.dumps(one.to_json()))) == one


def test_an_extension_of_it_rests_on_the_worth_as_well() -> None:
    first = either([due(rule(value, readings=("proof",)), START, WEEK, BELGRADE) for value in (5, 8)])
    longer = extended(first, rule(6, kind="reply_extension"), WEEK, BELGRADE)
    assert longer.rests_on_worth and not longer.is_verified and longer.earliest_at < longer.at
    assert "worth of the evidence" in " ".join(explain(longer))


@pytest.mark.django_db
def test_the_reply_of_the_united_kingdom_by_evidence_of_unread_worth() -> None:
    def reply(conditions: Held) -> ResolvedRule:
        return rules_for("CHE", "GBR", "own_national", TODAY, conditions=conditions)["reply"]

    everything = ("no_evidence", "prima_facie", "proof")
    doubtful = reply(Held("proof", readings=everything))
    assert (doubtful.value, [other.value for other in doubtful.others], doubtful.readings) == (5, [8], everything)
    found = due_date_for(doubtful, START, requesting="CHE", receiving="GBR")
    short, long = (
        due_date_for(reply(Held(worth)), START, requesting="CHE", receiving="GBR") for worth in ("proof", "prima_facie")
    )
    assert (found.earliest_at, found.at) == (short.earliest_at, long.at)
    assert short.is_verified and long.is_verified and not found.is_verified
    assert "rests on the worth of the evidence" in unverified_words(found)
    # From the United Kingdom's side too, and a rule without such a condition is as it was.
    assert reply(Held("proof")).readings == ()
    assert (
        rules_for("CHE", "GBR", "own_national", TODAY, conditions=Held("proof", readings=everything))[
            "transfer"
        ].readings
        == ()
    )


# --- proof of receipt -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("requesting", "receiving", "words"),
    [
        ("NLD", "BIH", "the delivery report of the e-mail or fax (Benelux–Bosnia and Herzegovina protocol, Article 3)"),
        ("AUT", "BIH", "the transmission report (Austria–Bosnia and Herzegovina protocol, Article 3(1))"),
        ("AUT", "ARM", "the sending report of the electronic system (Austria–Armenia protocol, Article 2(3))"),
        ("AUT", "UKR", "an e-mail that the procedure has started (Austria–Ukraine protocol, Article 3(1))"),
    ],
)
def test_a_limit_says_what_proves_the_receipt_from_which_it_counts(requesting: str, receiving: str, words: str) -> None:
    rules = rules_for(requesting, receiving, "own_national", TODAY)
    found = due_date_for(rules["reply"], START, requesting=requesting, receiving=receiving)
    assert f"Receipt is proved by {words}." in explain(found)[0]
    assert DueDate.from_json(json.loads(json.dumps(found.to_json()))) == found
    # What does not begin with the receipt says nothing of it.
    assert rules["transfer"].receipt_proof == ""


@pytest.mark.django_db
def test_where_no_text_says_what_proves_the_receipt_nothing_is_said() -> None:
    rules = rules_for("NLD", "SRB", "own_national", TODAY)
    assert "receipt" not in rules and rules["reply"].receipt_proof == ""
    assert Rule.objects.filter(kind="receipt").exclude(receipt_proof="").count() == 4
    assert not Rule.objects.exclude(kind="receipt").exclude(receipt_proof="").exists()


# --- a limit that the text calls normal -------------------------------------------------------------------------------


def test_the_normal_limit_warns_first() -> None:
    found = due(rule(30, normal_value=14), START, WEEK, BELGRADE)
    plain = due(rule(14), START, WEEK, BELGRADE)
    assert found.normally_at == plain.earliest_at < found.earliest_at
    assert warns_at(found) == warns_at(plain) < warns_at(due(rule(30), START, WEEK, BELGRADE))


# --- another language -------------------------------------------------------------------------------------------------

CATALOGUE = {
    "%(limit)s from %(event)s on %(date)s; that day is not counted (%(source)s).": (
        "%(limit)s dès %(event)s le %(date)s; ce jour ne compte pas (%(source)s)."
    ),
    "delivery": "la remise",
    "Silence counts as acceptance.": "Le silence vaut acceptation.",
    "This effect is not verified.": "Cet effet n'est pas vérifié.",
    "Unverified: this time limit was not read in the text of the agreement.": "Non vérifié : pas lu dans le texte.",
}


@pytest.fixture
def french(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue of a few sentences."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="fr")
    for words, french in CATALOGUE.items():
        catalogue.add(words, french)
    catalogue.add(("%(count)d calendar day", "%(count)d calendar days"), ("%(count)d jour", "%(count)d jours"))
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalogue)
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(trans_real, "_translations", {})


@pytest.mark.usefixtures("french")
def test_a_due_date_of_before_is_worded_in_the_language_of_its_reader() -> None:
    silence = {"effect_of_silence": "accepted", "silence_certainty": "M"}
    with translation.override("en"):
        written = due(rule(8, first_day_counts=False, **silence), START, WEEK, BELGRADE)
        stored = json.dumps(written.to_json())
        assert explain(written)[0].startswith("8 calendar days from delivery on 2 March 2026")
    with translation.override("fr"):
        read = explain(DueDate.from_json(json.loads(stored)))
        assert read[0] == "8 jours dès la remise le 2 mars 2026; ce jour ne compte pas (The agreement, Article 6)."
        assert "Le silence vaut acceptation. Cet effet n'est pas vérifié." in read
        doubtful = due(rule(8, certainty="M"), START, WEEK, BELGRADE)
        assert unverified_words(doubtful).startswith("Non vérifié : pas lu dans le texte.")
    with translation.override("en"):
        assert explain(DueDate.from_json(json.loads(stored))) == explain(written)
    # Nothing of the words is stored: codes, numbers and the titles of texts alone.
    assert "calendar days" not in stored and "Silence counts" not in stored
