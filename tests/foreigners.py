"""Cases of third-country nationals and stateless persons, made through the services that the product uses."""

from datetime import date, timedelta
from typing import Any

from cases.choices import Status
from cases.models import Case
from cases.services import filing
from cases.services.entry import entry_save
from core.scope import use_scope
from tests import world
from tests.days import local_day

THIRD_COUNTRY, STATELESS = "third_country_national", "stateless"
ENTRY = {
    "basis": "direct_entry",
    "entered_on": date(2026, 1, 20),
    "entry_place": "Horgoš",
    "entry_means": "land",
    "entry_route": "By lorry through Hungary and Austria",
}


def foreign_draft(
    people: world.Corridor,
    track: str = THIRD_COUNTRY,
    *,
    known_on: date | None = None,
    entry: dict[str, Any] | None = None,
    check: dict[str, Any] | None = None,
    with_evidence: bool = True,
    **person: Any,
) -> Case:
    """A complete draft of the officer about somebody who is no national of the receiving country. known_on: a month ago
    if nothing else is said."""
    nationality = "XXA" if track == STATELESS else "AFG"
    plain = {"family_name": "Karimi", "given_names": "Reza", "native_language": ""}
    plain |= {"family_name_native": "", "given_names_native": "", "birth_place": "Herat"}
    with use_scope(people.officer.scope):
        case = filing.case_start(
            actor=people.officer, receiving_country=people.receiving, agreement=people.agreement, track=track
        )
        common: dict[str, Any] = {"actor": people.officer, "case_id": case.id, "version": None}
        values = {**world.PERSON, **plain, "nationality": nationality, **person}
        filing.person_save(**common, values=values)
        day = known_on or local_day() - timedelta(days=30)
        entry_save(**common, values={**ENTRY, "entered_on": day, **(entry or {})}, check=check or {}, known_on=day)
        if with_evidence:
            ticket = {"purpose": "entry_or_residence", "kind": "ticket", "number": "T-1"}
            filing.evidence_add(**common, values=ticket)
        world.photograph_take(people, case, world._portrait)
        filing.private_save(
            **common,
            values={
                "file_number": "V-7",
                "return_decision_on": date(2026, 1, 10),
                "is_decision_final": True,
                "legal_status_checked_on": date(2026, 2, 1),
            },
            detention={},
        )
        return Case.objects.get(id=case.id)


def foreign_case_at(people: world.Corridor, status: str, track: str = THIRD_COUNTRY, **options: Any) -> Case:
    """A case of this track that has come as far as `status` on the main line."""
    key = foreign_draft(people, track, **options).id
    for reached, act in world._way(people, status):
        if reached == status:
            break
        act(key)
    with use_scope(people.supervisor.scope):
        case = Case.objects.get(id=key)
    assert case.status == status or status not in Status.values, case.status
    return case
