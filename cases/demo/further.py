"""Acts of the further paths, off the main line: what each is called in the plan, who does it, and with what.

The words of an act stand in the plan (`given`); what depends on the day or on the people is made here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from accounts.actor import Actor
from cases.demo.files import CasePlan, Corridor
from cases.models import Monitoring
from cases.services import (
    case_suspension,
    costs,
    departure,
    disputes,
    error_claims,
    extension,
    interviews,
    monitoring,
    procedure,
    refiling,
    reopening,
    safeguards,
    transfer,
    transfer_course,
    transit,
    travel_document,
)
from cases.services.entry import time_bar_record
from core import clock
from core.scope import use_scope

if TYPE_CHECKING:
    from cases.demo.story import Story

Values = Mapping[str, Any]
_ON_THE_WAY: Final = timedelta(hours=3)
_STOP: Final = timedelta(hours=4)


def passage(plan: CasePlan, corridor: Corridor, arrives_at: datetime) -> dict[str, Any]:
    """Part B of the application for a transit to Albania."""
    return {
        "means": "air",
        "destination": "ALB",
        "other_states": [],
        "entry_point": corridor.crossing_point,
        "exit_point": corridor.crossing_point,
        "enters_at": arrives_at,
        "leaves_at": arrives_at + _STOP,
        "entry_carrier": corridor.carrier,
        "exit_carrier": "W4 6042",
        "escorts": 1,
        "escort_names": "P. Vos",
        "document_type": "Passport",
        "document_number": f"SP{plan.number:07d}",
        "special_care": "",
        "support": "A room near the gate",
        "observations": "",
        "is_declared": True,
    }


def today(actor: Actor) -> date:
    """The day where this person works."""
    return clock.now().astimezone(actor.zone).date()


def transit_proposal(story: "Story") -> dict[str, Any]:
    """The answer to an application for a transit as the plan has it."""
    plan = story.plan
    if plan.outcome == "accepted":
        return {
            "outcome": plan.outcome,
            "entry_point": story.corridor.crossing_point,
            "enters_at": story.passes_at,
            "conditions": "The escort stays with the person until the onward flight.",
        }
    return {"outcome": plan.outcome, "reason_codes": plan.codes, "reasons": plan.reasons}


# --- acts that are more than one service ------------------------------------------------------------------------------


def _journey(story: "Story", actor: Actor, key: UUID) -> None:
    """The legal status is checked, the person departs; hours later the border post or the escort says how it ended."""
    border = story.actor_of("border")
    interviews.status_check_record(
        actor=actor, case_id=key, version=None, checked_on=today(actor), result="may_be_presented"
    )
    departed_at = clock.now() - timedelta(minutes=5)
    transfer_course.transfer_depart(actor=actor, case_id=key, version=None, departed_at=departed_at)
    with clock.travel(min(clock.now() + _ON_THE_WAY, story.now)):
        if story.plan.journey == "handed_over":
            story.do(border, "hand_over", key)
        elif story.plan.journey == "refused":
            said = {"code": "nationality_doubted", "note": "The entry in the register is of a brother of the person."}
            with use_scope(border.scope):
                transfer_course.entry_refuse(actor=border, case_id=key, version=None, **said)
        elif story.plan.journey == "aborted":
            said = {"code": "medical", "place": "on_the_way", "note": "Chest pain during the stop; flown back."}
            transfer_course.transfer_abort(actor=actor, case_id=key, version=None, **said)


def _pass_transit(story: "Story", actor: Actor, key: UUID) -> None:
    """Entry and, hours later, departure."""
    transit.transit_entry_record(actor=actor, case_id=key, version=None, at=clock.now() - timedelta(minutes=5))
    with clock.travel(min(clock.now() + _STOP, story.now)):
        transit.transit_exit_record(actor=actor, case_id=key, version=None, at=clock.now() - timedelta(minutes=1))


def _claim_costs(story: "Story", actor: Actor, key: UUID) -> None:
    """An amount of the receiving side, claimed from the other."""
    spent = {
        "kind": "document_fee",
        "amount": Decimal("80.00"),
        "currency": "EUR",
        "bearer": "requesting",
        "spent_on": today(actor),
    }
    item = costs.cost_record(actor=actor, case_id=key, values=spent)
    account = f"Account SPECIMEN {story.plan.number}"
    costs.cost_claim_send(
        actor=actor, case_id=key, version=None, items=[str(item.id)], basis="agreement", account=account
    )


def _observe(story: "Story", actor: Actor, key: UUID) -> None:
    """The monitor writes down what was seen before departure."""
    row = Monitoring.objects.get(case_id=key)
    seen = "The person was told of the journey in a language that she understands; an interpreter was there."
    monitoring.observation_record(
        actor=actor, monitoring_id=row.id, phase="pre_departure", at=clock.now() - timedelta(minutes=30), text=seen
    )


def _report(story: "Story", actor: Actor, key: UUID) -> None:
    """The monitor's report."""
    row = Monitoring.objects.get(case_id=key)
    monitoring.report_submit(
        actor=actor,
        monitoring_id=row.id,
        version=None,
        text="Departure, flight and handover were observed. No force was used.",
        recommendations="A meal during the wait of five hours.",
    )


def _assign_monitor(story: "Story", actor: Actor, key: UUID) -> None:
    body = story.people["monitor.nl"].authority_id
    monitoring.monitor_assign(actor=actor, case_id=key, version=None, body=body)


def _refile(story: "Story", actor: Actor, key: UUID) -> None:
    """The same person is applied for once more: a new draft."""
    refiling.case_refile(actor=actor, case_id=key, what_is_new="A copy of the identity card was found.")


# --- the table --------------------------------------------------------------------------------------------------------


def _nothing(story: "Story", actor: Actor) -> Values:
    return {}


@dataclass(frozen=True, slots=True)
class Act:
    """who: the corridor's person who acts, or a login; does: a service, or a function of the story; values: what is not
    in the plan; is_whole: `does` takes the story and writes everything itself."""

    who: str
    does: Callable[..., Any]
    values: Callable[["Story", Actor], Values] = _nothing
    is_whole: bool = False


def _in_days(days: int) -> Callable[["Story", Actor], Values]:
    return lambda story, actor: {"review_on": today(actor) + timedelta(days=days)}


def _arranged(story: "Story", actor: Actor) -> Values:
    return {"crossing_point": story.corridor.crossing_point, "at": story.next_at(timedelta(days=4))}


def _agreed(story: "Story", actor: Actor) -> Values:
    return {"point": story.corridor.crossing_point, "at": story.next_at(timedelta(days=3)), "documents": "passport"}


def _scheduled(story: "Story", actor: Actor) -> Values:
    told = passage(story.plan, story.corridor, story.passes_at)
    names = ("exit_point", "enters_at", "leaves_at", "entry_carrier", "exit_carrier", "escorts", "escort_names")
    return {"values": {name: told[name] for name in names}}


def _moments_ago(story: "Story", actor: Actor) -> Values:
    return {"at": clock.now() - timedelta(minutes=5)}


ACTS: Final[Mapping[str, Act]] = {
    # The travel document.
    "print": Act("consul", travel_document.travel_document_print),
    "collect": Act(
        "officer",
        travel_document.travel_document_collect,
        lambda story, actor: {"collected_on": today(actor), "collected_by": "S. Jansen"},
    ),
    "lose": Act("officer", travel_document.travel_document_lose),
    "revoke": Act("consul", travel_document.travel_document_revoke),
    "ask_again": Act("officer", travel_document.travel_document_ask),
    # The transfer.
    "change": Act("officer", transfer.transfer_change, lambda story, actor: {"values": story.transfer_values(3)}),
    "journey": Act("officer", _journey, is_whole=True),
    "allow_separation": Act("reviewer", safeguards.separation_allow),
    # Its monitoring.
    "assign_monitor": Act("officer", _assign_monitor, is_whole=True),
    "withdraw_monitor": Act("officer", monitoring.monitor_withdraw),
    "observe": Act("monitor.nl", _observe, is_whole=True),
    "report": Act("monitor.nl", _report, is_whole=True),
    "answer_report": Act("supervisor.rs", monitoring.report_answer),
    # Ways out.
    "suspend": Act("officer", case_suspension.case_suspend, _in_days(30)),
    "resume_case": Act("officer", case_suspension.case_resume),
    "leave": Act(
        "officer",
        departure.voluntary_departure_record,
        lambda story, actor: {"left_on": today(actor) - timedelta(days=1)},
    ),
    "reopen": Act("signer", reopening.case_reopen),
    "refile": Act("officer", _refile, is_whole=True),
    "time_bar": Act("officer", time_bar_record),
    "treat_as_normal": Act("registry", procedure.procedure_treat_as_normal),
    "refuse_reception": Act("registry", safeguards.reception_refuse),
    "refuse_time": Act("reviewer", extension.extension_refuse),
    "reject_objection": Act("reviewer", disputes.dispute_reject),
    "uphold_objection": Act("reviewer", disputes.dispute_uphold),
    "withdraw_objection": Act("proposer", disputes.dispute_withdraw),
    # Readmission in error.
    "claim_error": Act("proposer", error_claims.error_claim),
    "accept_error": Act("reviewer", error_claims.error_accept),
    "dispute_error": Act("reviewer", error_claims.error_dispute),
    "withdraw_error": Act("proposer", error_claims.error_withdraw),
    "arrange_take_back": Act("officer", error_claims.take_back_arrange, _arranged),
    "return_papers": Act("registry", error_claims.documents_return),
    "take_back": Act("officer", error_claims.take_back_record, _moments_ago),
    # Costs.
    "claim_costs": Act("registry", _claim_costs, is_whole=True),
    "accept_costs": Act("officer", costs.cost_claim_accept),
    "dispute_costs": Act("officer", costs.cost_claim_dispute),
    "pay_costs": Act("registry", costs.cost_payment_record, lambda story, actor: {"paid_on": today(actor)}),
    "withdraw_costs": Act("registry", costs.cost_claim_withdraw),
    # Transit.
    "schedule_transit": Act("officer", transit.transit_schedule, _scheduled),
    "enter_transit": Act("border", transit.transit_entry_record, _moments_ago),
    "pass_transit": Act("border", _pass_transit, is_whole=True),
    "miss_transit": Act("border", transit.transit_end),
    "abort_transit": Act("border", transit.transit_end),
    "agree_take_back": Act("officer", transit.take_back_agree, _agreed),
    "take_back_transit": Act("officer", transit.take_back_record, _moments_ago),
    "propose_revocation": Act("proposer", transit.transit_revocation_propose),
    "revoke_transit": Act("signer", transit.transit_revoke),
}
