"""A family of two, made through the services."""

from datetime import date

from cases.models import Case, FamilyMember
from cases.services import filing
from cases.specimens.portrait import portrait_jpeg
from core.scope import use_scope
from tests import world

_portrait = portrait_jpeg(11, "F", 33)


def family(people: world.Corridor) -> tuple[Case, Case]:
    """A case and that of the spouse named in it, both complete drafts of one family."""
    first = world.draft(people)
    with use_scope(people.officer.scope):
        filing.family_member_add(
            actor=people.officer,
            case_id=first.id,
            version=None,
            relation="spouse",
            values={"family_name": "Petrović", "given_names": "Jelena", "birth_date": "1993", "sex": "F"},
        )
        member = FamilyMember.objects.get(case=first)
        second = filing.family_case_start(actor=people.officer, case_id=first.id, member_id=member.id)
        _complete(people, second)
    return first, second


def _complete(people: world.Corridor, case: Case) -> None:
    common = {"actor": people.officer, "case_id": case.id, "version": None}
    filing.person_save(**common, values={"nationality": people.receiving, "birth_date": "1993"})
    filing.evidence_add(**common, values={"kind": "passport", "number": "987654"})
    world.photograph_take(people, case, _portrait)
    basis = {"is_decision_final": True, "legal_status_checked_on": date(2026, 2, 1)}
    filing.private_save(**common, values=basis, detention={})
