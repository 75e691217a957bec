"""What is written on one side, looked for in everything that the other side can read by SQL, column by column."""

from collections.abc import Mapping

import pytest
from django.db import connection

from accounts.actor import Actor
from cases.models import VerificationTask
from core.scope import use_scope
from countries.models import Authority
from notifications.models import Notice
from tests.conftest import OWNER, logged_in_as
from tests.isolation import house as words
from tests.isolation import talk
from tests.isolation.house import House
from tests.isolation.rules import RULES

pytestmark = pytest.mark.commits


def everything_read_by(actor: Actor) -> Mapping[str, str]:
    """Table -> all columns of all rows that the actor's scope lets through, as text."""
    found = {}
    with use_scope(actor.scope), connection.cursor() as cursor:
        for table in RULES:
            cursor.execute(f"select coalesce(string_agg(to_jsonb(t)::text, ' '), '') from {table} t")
            found[table] = cursor.fetchone()[0]
    return found


def finds(read: Mapping[str, str], word: str) -> set[str]:
    return {table for table, text in read.items() if word in text}


# Who works in the own country, with what rights: everybody there reads it, and it is about no case.
OF_THE_COUNTRY = {
    *("accounts_authoritygrant", "accounts_countrygrant", "accounts_membership", "accounts_user"),
    "accounts_browsersession",  # the reader's own
    "protection_controllerrecord",  # what the controller says of itself
}
REQUESTING = ("nl officer", "nl reviewer", "nl supervisor")
RECEIVING = ("nl registry", "nl proposer", "nl their_supervisor", "nl consul", "nl border", "nl verifier")

OF_REQUESTING = {
    words.FILE_NUMBER: {"cases_caseprivate", "cases_searchkey", "audit_event", "protection_personrequest"},
    f"{words.NOTE} of NLD": {"cases_ownsidenote"},
    words.WITHDRAWAL_NOTE: {"cases_withdrawal"},
    words.PAUSE_NOTE: {"cases_pausereason", "cases_interviewnote"},
    words.SUSPENSION_NOTE: {"cases_casesuspension"},
    words.DEPARTURE_NOTE: {"cases_voluntarydeparture", "cases_withdrawal"},  # it ends the case
    words.DETENTION: {"cases_detention", "audit_event"},
    f"{words.OBJECTED} NLD": {"cases_processingrestriction", "audit_event", "protection_personrequest"},
    f"{talk.FLAG_OWN} NLD": {"cases_caseflag", "protection_personrequest"},
    f"{talk.LINK_NOTE} NLD": {"cases_caselink", "protection_personrequest"},
    "protection_procedure": {
        *("cases_withdrawal", "cases_pausereason", "cases_casesuspension", "cases_interviewnote", "audit_event"),
    },
    '"cause": "legal_obstacle"': {"cases_pausereason", "audit_event"},
    "is_decision_final": {"cases_caseprivate", "audit_event"},
}
OF_RECEIVING = {
    f"{words.NOTE} of SRB": {"cases_ownsidenote"},
    f"{talk.FLAG_OWN} SRB": {"cases_caseflag", "protection_personrequest"},
    f"{talk.LINK_NOTE} SRB": {"cases_caselink", "protection_personrequest"},
    f"{words.OBJECTED} SRB": {"cases_processingrestriction", "audit_event", "protection_personrequest"},
    words.REMARKS: {"cases_verificationtask"},
    words.PROPOSED_REASONS: {"cases_decision"},
    "decision.proposed": {"audit_event", "notifications_notice"},
    "verification.answered": {"audit_event", "notifications_notice"},
    "verification.agencies": {"audit_event"},
}


@pytest.mark.parametrize(("word", "tables"), OF_REQUESTING.items(), ids=OF_REQUESTING)
def test_the_receiving_side_finds_no_word_of_the_requesting_side(house: House, word: str, tables: set[str]) -> None:
    assert finds(everything_read_by(house.persona("nl supervisor").actor), word) == tables, "the word is there to find"
    for name in (*RECEIVING, "al supervisor", "at desk supervisor"):
        if (
            word not in {words.FILE_NUMBER, "is_decision_final"} or name != "at desk supervisor"
        ):  # Austria writes these too
            assert finds(everything_read_by(house.persona(name).actor), word) == set(), name


@pytest.mark.parametrize(("word", "tables"), OF_RECEIVING.items(), ids=OF_RECEIVING)
def test_the_requesting_side_finds_no_word_of_the_receiving_side(house: House, word: str, tables: set[str]) -> None:
    assert finds(everything_read_by(house.persona("nl their_supervisor").actor), word) == tables
    for name in (*REQUESTING, "nl consul", "nl border", "al supervisor"):
        assert finds(everything_read_by(house.persona(name).actor), word) == set(), name


def test_what_was_said_at_the_mission_stays_with_it_and_the_receiving_side(house: House) -> None:
    for name in ("nl registry", "nl their_supervisor", "nl consul"):
        assert finds(everything_read_by(house.persona(name).actor), words.MINUTES) == {"cases_interviewnote"}, name
    for name in (*REQUESTING, "nl border", "nl verifier", "al supervisor", "rs consul in Vienna"):
        assert finds(everything_read_by(house.persona(name).actor), words.MINUTES) == set(), name


def test_a_monitor_reads_the_plan_without_a_name_and_nothing_else_of_the_case(house: House) -> None:
    read = everything_read_by(house.persona("nl monitor").actor)
    assert {table for table, text in read.items() if text} - OF_THE_COUNTRY == {
        *("cases_monitoring", "cases_monitoringplan", "cases_monitoringobservation"),
        *("cases_monitoringreport", "cases_monitoringreply"),
        "cases_checklist",  # the own country's reminders, about no case
        "cases_documentseries",  # the own country's blocks of numbers
        "cases_casegroup",  # the empty shell of a family
        "notifications_notice",  # that there is a transfer to monitor
    }
    for word in ("Petrović", "Петровић", "Miloš", "1991-03-14", words.FILE_NUMBER, words.HEALTH, words.DETENTION):
        assert finds(read, word) == set(), word


@pytest.mark.parametrize(
    "word", [f"{text} {country}" for text in (talk.SAID, talk.SHARED_NOTE) for country in ("NLD", "SRB")]
)
def test_what_is_said_between_the_offices_reaches_both_and_no_delegate(house: House, word: str) -> None:
    for name in ("nl officer", "nl supervisor", "nl registry", "nl their_supervisor"):
        assert finds(everything_read_by(house.persona(name).actor), word) & {"cases_message", "cases_sharednote"}, name
    for name in ("nl consul", "nl border", "nl verifier", "nl region officer", "al supervisor", "at officer"):
        assert finds(everything_read_by(house.persona(name).actor), word) == set(), name


def test_nobody_of_the_other_side_is_named_by_what_was_said(house: House) -> None:
    """Offices talk: who wrote a message, a mark or a note is in no row that the other side reads."""
    tables = ("cases_message", "cases_messageauthor", "cases_thread", "cases_caseflag", "cases_sharednote")
    for mine, theirs in (("nl officer", "nl registry"), ("nl registry", "nl officer")):
        read = everything_read_by(house.persona(mine).actor)
        other = house.persona(theirs).actor
        for table in tables:
            assert f'"{other.name}"' not in read[table] and str(other.user_id) not in read[table], table


def test_health_crosses_with_consent_only(house: House) -> None:
    officer, registry = house.persona("at officer").actor, house.persona("at registry").actor
    assert finds(everything_read_by(officer), words.HEALTH_UNTOLD) == {"cases_healthnote"}
    assert finds(everything_read_by(registry), words.HEALTH_UNTOLD) == set()
    sent = {"cases_healthnote", "cases_submittedhealth", "documents_generateddocument"}  # and on the form that was sent
    assert finds(everything_read_by(registry), words.HEALTH) == sent


def test_a_verifier_reads_the_data_sheet_and_nothing_else_of_the_case(house: House) -> None:
    read = everything_read_by(house.persona("nl verifier").actor)
    assert {table for table, text in read.items() if text} - OF_THE_COUNTRY == {
        "cases_verificationtask",
        "documents_storedfile",  # the photograph
        "cases_checklist",  # the own country's reminders, about no case
        "cases_casegroup",  # the empty shell of a family: two countries and a number, no case and no person
        "notifications_notice",  # that the question was put
    }
    with use_scope(house.persona("nl verifier").actor.scope):
        notices = list(Notice.objects.all())
        asked = {str(key) for key in VerificationTask.objects.values_list("id", flat=True)}
        assert all(row.action == "verification.wanted" and row.parameters["task"] in asked for row in notices)
        assert all(set(row.parameters) == {"task"} and row.case_reference for row in notices)
    with use_scope(house.persona("nl verifier").actor.scope):
        sheets = list(VerificationTask.objects.values_list("sheet", flat=True))
    allowed = {"family_name", "given_names", "family_name_native", "given_names_native", "native_language"}
    allowed |= {"birth_date", "birth_place", "sex", "documents"}
    assert sheets and all(set(sheet) <= allowed for sheet in sheets)


def test_no_name_of_an_agency_crosses(house: House) -> None:
    with logged_in_as(OWNER):
        names = Authority.objects.values_list("name", "name_native").get(code="srb-civil-registry")
    assert finds(everything_read_by(house.persona("nl registry").actor), names[0])
    for name in REQUESTING:
        read = everything_read_by(house.persona(name).actor)
        assert not any(finds(read, text) for text in names), name


def test_no_key_of_an_agency_crosses(house: House) -> None:
    with logged_in_as(OWNER):
        key = str(Authority.objects.get(code="srb-civil-registry").id)
    for name in REQUESTING:
        assert finds(everything_read_by(house.persona(name).actor), key) == set(), name


def test_no_person_of_the_agency_is_named_to_the_requesting_side(house: House) -> None:
    verifier = house.persona("nl verifier").actor
    for name in REQUESTING:
        read = everything_read_by(house.persona(name).actor)
        assert finds(read, f'"{verifier.name}"') == set(), name
        assert finds(read, str(verifier.user_id)) == set(), name
