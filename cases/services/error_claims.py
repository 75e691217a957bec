"""Readmission in error: claimed or owned, answered, the taking back arranged and recorded.

The requesting State takes back a person of whom it is established, within the time that the agreement gives, that the
conditions of the readmission were not met; the papers and what is known of the identity go back with the person.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases import access
from cases.choices import Side, Status
from cases.choices_exits import LIVE_CLAIM, ErrorClaimState, ErrorGround, ReturnedItem
from cases.letters_exits import error_claim_request, error_reply_request, take_back_request
from cases.models import Case, ErrorClaim
from cases.services.talking import Upload
from cases.workflow.engine import Act, applying
from core import clock
from core.errors import Invalid
from countries.models import CrossingPoint
from documents.intake import UploadRefused
from documents.letters.contexts import LetterContext
from documents.models import StoredFile
from documents.services import document_request, file_store


def error_claim(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    grounds: Sequence[str],
    statement: str,
    upload: Upload | None = None,
) -> ErrorClaim:
    """The receiving side claims that the readmission was in error; a closed file is open again with that.

    Raises Invalid (grounds, statement, upload).
    """
    case = Case.objects.filter(id=case_id).only("status").first()
    is_closed = case is not None and case.status == Status.CLOSED
    name = "claim_error_after_closing" if is_closed else "claim_error"
    return _claim(actor, case_id, version, name, Side.RECEIVING, grounds, statement, upload)


def error_report(
    *, actor: Actor, case_id: UUID, version: int | None, grounds: Sequence[str], statement: str
) -> ErrorClaim:
    """The requesting side finds the error itself: nobody need claim what is owned. Raises Invalid."""
    return _claim(actor, case_id, version, "report_error", Side.REQUESTING, grounds, statement, None)


def _claim(
    actor: Actor,
    case_id: UUID,
    version: int | None,
    name: str,
    side: Side,
    grounds: Sequence[str],
    statement: str,
    upload: Upload | None,
) -> ErrorClaim:
    with applying(actor=actor, case_id=case_id, name=name, version=version) as act:
        errors: dict[str, list[str]] = {}
        if not grounds or not set(grounds) <= set(ErrorGround.values):
            errors["grounds"] = [_("Choose what was not met")]
        if not statement.strip():
            errors["statement"] = [_("Say why")]
        if errors:
            raise Invalid(errors)
        now = clock.now()
        claim = ErrorClaim(
            case=act.case,
            claimed_side=side,
            grounds=list(grounds),
            statement=statement.strip(),
            file=_stored(actor, act.case, upload) if upload else None,
            is_window_doubted=act.situation.error_window == "doubted",
            state=ErrorClaimState.CLAIMED if side is Side.RECEIVING else ErrorClaimState.ACCEPTED,
            claimed_at=now,
            answered_at=None if side is Side.RECEIVING else now,
        )
        claim.save(force_insert=True)
        act.case.closed_at = None
        act.parameters["grounds"] = list(grounds)
    _paper(act, actor, error_claim_request, claim)
    return claim


def _stored(actor: Actor, case: Case, upload: Upload) -> StoredFile:
    try:
        return file_store(
            actor=actor,
            stream=upload.stream,
            declared_name=upload.name,
            kind=StoredFile.Kind.ATTACHMENT,
            subject=case.subject,
            audience=access.audience_both(case),
            case_reference=case.reference or "",
        )
    except UploadRefused as refused:
        raise Invalid({"upload": [refused.message]}) from refused


def error_accept(*, actor: Actor, case_id: UUID, version: int | None, reason: str = "") -> Case:
    """The requesting side accepts the claim and takes the person back."""
    return _answer(actor, case_id, version, "accept_error_claim", ErrorClaimState.ACCEPTED, reason)


def error_dispute(*, actor: Actor, case_id: UUID, version: int | None, reason: str) -> Case:
    """The requesting side does not accept the claim, and says why. Another one can be made while there is time."""
    return _answer(actor, case_id, version, "dispute_error_claim", ErrorClaimState.DISPUTED, reason)


def _answer(actor: Actor, case_id: UUID, version: int | None, name: str, state: ErrorClaimState, reason: str) -> Case:
    with applying(actor=actor, case_id=case_id, name=name, version=version, reason=reason) as act:
        claim = live_claim(act.case)
        claim.state, claim.answered_at, claim.answer = state, clock.now(), reason.strip()
        claim.save(force_update=True)
    _paper(act, actor, error_reply_request, claim)
    return act.case


def error_withdraw(*, actor: Actor, case_id: UUID, version: int | None) -> Case:
    """The receiving side claims it no longer."""
    with applying(actor=actor, case_id=case_id, name="withdraw_error_claim", version=version) as act:
        claim = live_claim(act.case)
        claim.state = ErrorClaimState.WITHDRAWN
        claim.save(force_update=True)
    return act.case


def take_back_arrange(
    *,
    actor: Actor,
    case_id: UUID,
    version: int | None,
    crossing_point: str,
    at: datetime,
    arrangement: str = "",
    costs_note: str = "",
) -> ErrorClaim:
    """When and where the person is taken back; replaces an earlier arrangement. Raises Invalid (crossing_point, at)."""
    with applying(actor=actor, case_id=case_id, name="arrange_take_back", version=version) as act:
        countries = (act.case.requesting_country_id, act.case.receiving_country_id)
        point = CrossingPoint.objects.filter(code=crossing_point, country_id__in=countries, is_active=True).first()
        errors: dict[str, list[str]] = {}
        if point is None:
            errors["crossing_point"] = [_("Choose a crossing point of one of the two countries")]
        if at <= clock.now():
            errors["at"] = [_("The day must lie in the future")]
        if errors or point is None:
            raise Invalid(errors)
        claim = live_claim(act.case)
        claim.state, claim.crossing_point, claim.arranged_for = ErrorClaimState.ARRANGED, point, at
        claim.arrangement, claim.costs_note = arrangement.strip(), costs_note.strip()
        claim.save(force_update=True)
        act.parameters |= {"crossing_point": point.name, "at": at.isoformat()}
    return claim


def documents_return(
    *, actor: Actor, case_id: UUID, version: int | None, items: Sequence[str], note: str = ""
) -> ErrorClaim:
    """The receiving side records what goes back with the person, or why nothing does. Raises Invalid (items)."""
    with applying(actor=actor, case_id=case_id, name="return_documents", version=version) as act:
        _items_check(items, note)
        claim = live_claim(act.case)
        claim.given_back, claim.given_back_note, claim.given_back_at = list(items), note.strip(), clock.now()
        claim.save(force_update=True)
        act.parameters["items"] = list(items)
    return claim


def take_back_record(
    *, actor: Actor, case_id: UUID, version: int | None, at: datetime, items: Sequence[str], note: str = ""
) -> ErrorClaim:
    """The person is back with the requesting side: with what, or why with nothing. Raises Invalid (at, items)."""
    with applying(actor=actor, case_id=case_id, name="record_take_back", version=version) as act:
        claim = live_claim(act.case)
        assert claim.answered_at is not None
        if at > clock.now():
            raise Invalid({"at": [_("The taking back cannot lie in the future")]})
        handed_over = act.case.completed_at
        # Times are entered to the minute.
        if handed_over is not None and at < handed_over.replace(second=0, microsecond=0):
            raise Invalid({"at": [_("The taking back cannot lie before the handover")]})
        _items_check(items, note)
        claim.state, claim.taken_back_at = ErrorClaimState.TAKEN_BACK, at
        claim.received_back, claim.received_back_note = list(items), note.strip()
        claim.save(force_update=True)
        act.parameters["at"] = at.isoformat()
    _paper(act, actor, take_back_request, claim)
    return claim


def _items_check(items: Sequence[str], note: str) -> None:
    """What belongs to the identity goes back with the person: that nothing does needs a reason."""
    if not set(items) <= set(ReturnedItem.values):
        raise Invalid({"items": [_("Choose from the list")]})
    if not items and not note.strip():
        raise Invalid({"items": [_("Choose what goes back with the person, or say in the remark why nothing does")]})


def live_claim(case: Case) -> ErrorClaim:
    """The claim that is not settled, locked; the workflow has seen it."""
    claims = ErrorClaim.objects.select_for_update(of=("self",)).select_related("crossing_point")
    return claims.get(case=case, state__in=LIVE_CLAIM)


def _paper(act: Act, actor: Actor, make: Callable[[Case, ErrorClaim, Actor], LetterContext], claim: ErrorClaim) -> None:
    document_request(
        actor=actor,
        context=make(act.case, claim, actor),
        subject=act.case.subject,
        audience=access.audience_both(act.case),
        case_reference=act.case.reference or "",
    )
