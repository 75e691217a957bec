"""From rows to the contents of the papers of a transit."""

from django.utils.translation import override

from accounts.actor import Actor
from cases.choices_transit import IN_TRANSIT, RevocationGround, TransitGround
from cases.completeness_transit import plan_of
from cases.letters import _head, _person, _photograph, _signature, _split, _there, covered, offices_of, running_limits
from cases.models import Case, Decision, Person, Transit, TransitConsent
from cases.transit_rules import no_visa_words
from countries.models import Country
from countries.selectors.lists import forms_for
from documents.letters.contexts import Escort
from documents.letters.transit import TransitApplication, TransitReply


def transit_application_request(case: Case, actor: Actor) -> TransitApplication:
    """The transit application form, parts A to C, with the declaration and an empty reply section."""
    requesting, requested = offices_of(case)
    person = Person.objects.select_related("photograph").get(case=case)
    plan = plan_of(case)
    assert plan is not None and plan.enters_at is not None and plan.leaves_at is not None
    names = Country.objects.in_bulk(plan.other_states)
    return TransitApplication(
        **_head(case, actor),  # type: ignore[arg-type]
        requesting=requesting,
        requested=requested,
        place=actor.country_name,
        annex=_annex(case),
        person=_person(person),
        photograph=_photograph(person.photograph),
        document_type=plan.document_type,
        document_number=plan.document_number,
        means=plan.means,  # type: ignore[arg-type]
        destination=plan.destination.display_name if plan.destination else "",
        other_states=tuple(names[code].display_name for code in plan.other_states if code in names),
        entry_point=str(plan.entry_point),
        enters_at=_there(case, plan.enters_at),
        entry_carrier=plan.entry_carrier,
        exit_point=str(plan.exit_point),
        leaves_at=_there(case, plan.leaves_at),
        exit_carrier=plan.exit_carrier,
        escort_count=plan.escorts,
        escorts=tuple(Escort(name=name) for name in _split(plan.escort_names)),
        special_care=plan.special_care,
        support=plan.support,
        is_declared=plan.is_declared,
        observations=plan.observations,
        no_visa=_no_visa(case),
        limits=running_limits(case),
        signature=_signature(actor),
    )


def transit_reply_request(case: Case, decision: Decision, consent: TransitConsent | None, actor: Actor) -> TransitReply:
    """The reply: consent with entry point and time, or refusal with its grounds in words."""
    grounds = dict(TransitGround.choices)
    return TransitReply(
        **_reply_head(case, actor),  # type: ignore[arg-type]
        outcome=decision.outcome,  # type: ignore[arg-type]
        entry_point=str(consent.entry_point) if consent else "",
        enters_at=_there(case, consent.enters_at) if consent else None,
        conditions=consent.conditions if consent else "",
        reasons=tuple(str(grounds[code]) for code in decision.reason_codes if code in grounds),
        remarks=decision.reasons,
        no_visa=_no_visa(case) if consent else "",
        limits=running_limits(case) if consent else (),
    )


def transit_revocation_request(case: Case, code: str, note: str, actor: Actor) -> TransitReply:
    """That the consent is revoked, and why; and that a person who has entered is to be taken back."""
    return TransitReply(
        **_reply_head(case, actor),  # type: ignore[arg-type]
        outcome="revoked",
        reasons=(str(RevocationGround(code).label),),
        remarks=note,
        is_to_be_taken_back=Transit.objects.filter(case=case, status__in=IN_TRANSIT).exists(),
    )


def _reply_head(case: Case, actor: Actor) -> dict[str, object]:
    requesting, requested = offices_of(case)
    assert case.submitted_at is not None
    return {
        **_head(case, actor),
        "answering": requested,
        "requesting": requesting,
        "place": actor.country_name,
        "application_on": case.submitted_at.astimezone(actor.zone).date(),
        "person": covered(case, Person.objects.get(case=case)),
        "signature": _signature(actor),
    }


def _annex(case: Case) -> str:
    """The annex of the form under the agreement, where it is known."""
    pair = (case.requesting_country_id, case.receiving_country_id)
    on = (case.delivered_at or case.created_at).date()
    found = forms_for(*pair, on, agreement=case.agreement_id, track=case.track)
    return found["transit"].annex if "transit" in found else ""


def _no_visa(case: Case) -> str:
    """That no airport transit visa is needed, in the language of the paper."""
    with override("en"):
        return no_visa_words(case.agreement.kind)
