"""What no address of the tables names, and what must not be learnt of: own-side words of every kind, a third country."""

from cases.services import (
    assignment,
    departure,
    filing,
    interviews,
    monitoring,
    procedure,
    safeguards,
    submission,
)
from core.scope import use_scope
from protection.services.restriction import restriction_lift, restriction_place
from tests import accelerated, safe, world
from tests.cases.limits import do
from tests.days import local_day
from tests.interviews import case_with, checked, held
from tests.permissions.api_site import ApiSite
from tests.permissions.pages import Site

# The name of a colleague, as a spreadsheet would run it.
FORMULA = "=HYPERLINK(0)"


def fill(site: Site | ApiSite) -> None:
    """Add it to the world."""
    people, cases = site.people, site.cases
    _third_country()
    do(people.officer, procedure.procedure_convert, accelerated.accelerated(people), reason="Not within the area")
    cases["left"] = world.case_at(people, "received")
    left = {"left_on": local_day(), "proof": "exit_stamp", "note": "Seen at the station"}
    do(people.officer, departure.voluntary_departure_record, cases["left"], **left)
    cases["withdrawn"] = world.case_at(people, "planned")
    why = {"code": "protection_procedure", "note": "Told by telephone"}
    do(people.officer, submission.case_withdraw, cases["withdrawn"], **why)
    cases["heard"] = case_with(people, "confirmed")
    held(people, cases["heard"].id, participants="A. Consul", minutes="Names streets")
    colleague = world.make_actor("nld-dtv", "return_officer", FORMULA)
    with use_scope(colleague.scope):
        assignment.case_take(actor=colleague, case_id=cases["heard"].id)
    cases["not brought"] = case_with(people, "scheduled")
    checked(people, cases["not brought"].id, "may_not")
    why = {"code": "protection_procedure", "note": "A lawyer wrote"}
    do(people.officer, interviews.interview_postpone, cases["not brought"], **why)
    do(people.their_supervisor, monitoring.report_answer, cases["monitor_reported"], text="Looked into")
    first, _second = safe.family_with_refusal(people)
    world._as(people.reviewer, safeguards.separation_allow, reason="The spouse follows")(first.id)
    _restriction_over(site)
    for key in (cases["planned"].id, cases["notified"].id):
        world._as(people.officer, safeguards.consent_record, values=safe.CONSENT)(key)
        world._as(people.officer, safeguards.transfer_health_record, values=safe.HEALTH)(key)
    _ill(site)


def _ill(site: Site | ApiSite) -> None:
    """A case that was sent with a word on health, and a draft with one that its person keeps on the own side."""
    people = site.people
    for name, health in (
        ("ill", safe.statement("Needs a wheelchair")),
        ("ill untold", {"statement": "Needs dialysis", "has_consent": False}),
    ):
        case = site.cases[name] = world.draft(people)
        with use_scope(people.officer.scope):
            filing.details_save(actor=people.officer, case_id=case.id, version=None, values={}, health=health)
            place = {"place": "Closed centre, wing B"}
            filing.private_save(actor=people.officer, case_id=case.id, version=None, values={}, detention=place)
            submission.review_send(actor=people.officer, case_id=case.id, version=None)
        world._as(people.reviewer, submission.case_submit)(case.id)


def _restriction_over(site: Site | ApiSite) -> None:
    actor, second = site.people.supervisor, world.make_actor("nld-dtv", "supervisor", FORMULA)
    with use_scope(actor.scope):
        placed = restriction_place(
            actor=actor, case_id=site.cases["withdrawn"].id, ground="objection", note="Says the register is wrong"
        )
    with use_scope(second.scope):
        restriction_lift(
            actor=second,
            restriction_id=placed.id,
            version=placed.version,
            person_told_on=local_day(),
            note="The register is right",
        )


def _third_country() -> None:
    """A case between two states that nobody else has to do with."""
    people = world.corridor(
        "PAK",
        "eu-pakistan",
        desk="pak-interior",
        agency="pak-nadra",
        consulate="pak-mission-vienna",
        border="pak-fia-islamabad",
        requesting="aut-bfa",
    )
    names = {"family_name": "Khan", "given_names": "Bilal", "family_name_native": "", "given_names_native": ""}
    world.case_at(people, "confirmed", **names)
