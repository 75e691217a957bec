"""Builds the contents of the papers about a readmission in error (see `cases.letters`)."""

from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import ClockKind, Side
from cases.choices_exits import ErrorClaimState, ErrorGround, ReturnedItem
from cases.clocks import due_of
from cases.letters import _head, _signature, _there, covered, offices_of
from cases.models import Case, CaseClock, ErrorClaim, Person
from core.jinja import due_words
from documents.letters import exits, parts


def _sides(case: Case, *, writes: Side) -> tuple[parts.Office, parts.Office]:
    """(who writes, to whom)."""
    requesting, receiving = offices_of(case)
    return (requesting, receiving) if writes == Side.REQUESTING else (receiving, requesting)


def error_claim_request(case: Case, claim: ErrorClaim, actor: Actor) -> exits.ErrorClaim:
    """The claim, with its grounds in words and the window in which it comes."""
    writing, addressed = _sides(case, writes=Side(claim.claimed_side))
    assert case.completed_at is not None
    row = CaseClock.objects.filter(case=case, kind=ClockKind.ERROR).order_by("due_at").last()
    with translation.override("en"):
        words = dict(ErrorGround.choices)
        window = ""
        if row is not None:
            due = due_of(row)
            window = _("%(end)s (%(source)s)") % {
                "end": due_words(row.due_at, due.time_zone),
                "source": ", ".join(filter(None, (due.rule.agreement_title, due.rule.citation))),
            }
        return exits.ErrorClaim(
            **_head(case, actor),  # type: ignore[arg-type]
            writing=writing,
            addressed=addressed,
            place=actor.country_name,
            person=covered(case, Person.objects.get(case=case)),
            handed_over_on=case.completed_at.astimezone(ZoneInfo(case.receiving_country.time_zone)).date(),
            is_owned=claim.claimed_side == Side.REQUESTING,
            grounds=tuple(str(words[code]) for code in claim.grounds if code in words),
            statement=claim.statement,
            enclosure=claim.file.original_name if claim.file is not None else "",
            window=window,
            is_window_doubted=claim.is_window_doubted,
            signature=_signature(actor),
        )


def error_reply_request(case: Case, claim: ErrorClaim, actor: Actor) -> exits.ErrorReply:
    """The answer to a claim."""
    writing, addressed = _sides(case, writes=Side.REQUESTING)
    return exits.ErrorReply(
        **_head(case, actor),  # type: ignore[arg-type]
        writing=writing,
        addressed=addressed,
        place=actor.country_name,
        person=covered(case, Person.objects.get(case=case)),
        claimed_on=claim.claimed_at.astimezone(ZoneInfo(case.receiving_country.time_zone)).date(),
        is_accepted=claim.state == ErrorClaimState.ACCEPTED,
        reasons=claim.answer,
        signature=_signature(actor),
    )


def take_back_request(case: Case, claim: ErrorClaim, actor: Actor) -> exits.TakeBackRecord:
    """The record of the taking back, with what either side says of the things that came along."""
    requesting, receiving = offices_of(case)
    assert claim.taken_back_at is not None
    with translation.override("en"):
        items = dict(ReturnedItem.choices)
        named = [code for code in items if code in {*claim.given_back, *claim.received_back}]
        returned = tuple(
            exits.ReturnedThing(
                name=str(items[code]), is_given=code in claim.given_back, is_received=code in claim.received_back
            )
            for code in named
        )
    return exits.TakeBackRecord(
        **_head(case, actor),  # type: ignore[arg-type]
        sending=receiving,
        receiving=requesting,
        place=actor.country_name,
        person=covered(case, Person.objects.get(case=case)),
        crossing_point=str(claim.crossing_point or ""),
        taken_back_at=_there(case, claim.taken_back_at),
        returned=returned,
        given_back_note=claim.given_back_note,
        received_back_note=claim.received_back_note,
        costs=claim.costs_note,
        signature=_signature(actor),
    )
