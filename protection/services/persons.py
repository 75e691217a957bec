"""Requests of persons: registered, searched for, collected, looked over by two, answered. Each act is recorded."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from audit.services import AboutCase, event_record, own_audience
from cases.letters import office
from core import clock
from core.errors import ActRefused, Invalid, StaleVersion
from core.forms import today
from countries.clocks.counting import plus_months
from countries.models import Authority
from documents.letters.disclosures import Label
from documents.letters.persons import AnswerRow, AnswerSection, PersonAnswer
from documents.models import GeneratedDocument
from documents.services import document_request
from protection.choices import AskOutcome, AskState, IdentityCheck, ItemKind, PersonAsks, RefusalGround
from protection.models import PersonRequest
from protection.selectors.disclosures import cases_answered_for
from protection.selectors.persons import cases_of, items_collected, person_get
from protection.words import words

# GDPR, Article 12(3): within one month of receipt, extended by two further months where necessary.
MONTHS: Final = 1
MONTHS_EXTENDED: Final = 3
# The answer itself is personal data: it is kept for as long as a complaint about it may come. The product's own period.
KEPT_YEARS: Final = 3


def _refused(row: PersonRequest, code: str, message: str, kind: type[ActRefused] = ActRefused) -> ActRefused:
    error = kind(code, message)
    error.subject = row.subject
    return error


def _record(actor: Actor, row: PersonRequest, action: str, reason: str = "", **parameters: Any) -> None:
    event_record(
        actor=actor,
        action=action,
        subject=row.subject,
        about=AboutCase(row.id),
        audience=own_audience(actor),
        parameters=parameters,
        reason=reason,
    )


def _locked(actor: Actor, request_id: UUID, version: int | None, *states: AskState) -> PersonRequest:
    """The request, locked, in one of these states. Raises NotVisible, StaleVersion, ActRefused."""
    require_act(actor, "protect_data")
    row = person_get(actor, request_id, lock=True)
    if version is not None and version != row.version:
        words_of = _("Somebody changed this request after you opened the page.")
        raise _refused(row, "stale", words_of, StaleVersion)
    if row.state not in states:
        raise _refused(row, "wrong_status", _("This request is at a stage where this cannot be done."))
    return row


def _save(row: PersonRequest) -> None:
    row.version += 1
    row.save(force_update=True)


def person_register(*, actor: Actor, values: Mapping[str, Any]) -> PersonRequest:
    """A request arrived. The answer is due one month after it did. Raises ActRefused, Invalid (arrived_on, kind)."""
    require_act(actor, "protect_data")
    errors: dict[str, list[str]] = {}
    if values.get("kind") not in PersonAsks.values:
        errors["kind"] = [_("Choose one")]
    if values.get("identity_check") not in IdentityCheck.values:
        errors["identity_check"] = [_("Choose one")]
    if values["arrived_on"] > today():
        errors["arrived_on"] = [_("The date must not be in the future")]
    if values.get("language") not in words():
        errors["language"] = [_("Choose one")]
    if errors:
        raise Invalid(errors)
    _registered_once(actor, values)
    row = PersonRequest(
        **values,
        due_on=plus_months(values["arrived_on"], MONTHS)[0],
        registered_by_name=actor.name,
        registered_at=clock.now(),
        **own_audience(actor).fields(),
    )
    row.save(force_insert=True)
    _record(actor, row, "privacy.person_registered", kind=row.kind)
    return row


def _registered_once(actor: Actor, values: Mapping[str, Any]) -> None:
    """Refuse the same form sent twice, also at the same moment. Raises Invalid (name)."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"personrequest:{actor.authority_id}"])
    same = PersonRequest.objects.filter(ended_at=None, **own_audience(actor).fields(), **values).first()
    if same is not None:
        raise Invalid({"name": [_("This request is registered already, as %(number)s") % {"number": same.number}]})


def person_extend(*, actor: Actor, request_id: UUID, version: int | None, reason: str) -> PersonRequest:
    """Two further months, with the reason that the person is told within the first (Article 12(3)); once."""
    row = _locked(actor, request_id, version, AskState.REGISTERED, AskState.COLLECTED, AskState.PROPOSED)
    if row.extended_on is not None or today() > row.due_on:
        raise _refused(row, "wrong_status", _("More time is taken once, within the first month."))
    if not reason.strip():
        raise Invalid({"reason": [_("Give the reason")]})
    row.due_on, row.extended_on = plus_months(row.arrived_on, MONTHS_EXTENDED)[0], today()
    row.extension_reason = reason.strip()
    _save(row)
    _record(actor, row, "privacy.person_extended", row.extension_reason)
    return row


def person_cases_choose(
    *, actor: Actor, request_id: UUID, version: int | None, case_ids: Collection[UUID]
) -> PersonRequest:
    """These cases are the person's: added to those chosen before. Raises Invalid for one that the actor does not answer
    for."""
    row = _locked(actor, request_id, version, AskState.REGISTERED, AskState.COLLECTED)
    known = set(cases_answered_for(actor).filter(id__in=case_ids).values_list("id", flat=True))
    if not case_ids or set(case_ids) - known:
        raise Invalid({"cases": [_("Choose cases of our side")]})
    row.case_ids = sorted({*row.case_ids, *known}, key=str)
    row.state, row.items, row.collected_at = AskState.REGISTERED, [], None
    _save(row)
    _record(actor, row, "privacy.person_cases_chosen", count=len(row.case_ids))
    return row


def person_case_drop(*, actor: Actor, request_id: UUID, version: int | None, case_id: UUID) -> PersonRequest:
    """A case was not the person's after all; what was collected is collected anew."""
    row = _locked(actor, request_id, version, AskState.REGISTERED, AskState.COLLECTED)
    row.case_ids = [key for key in row.case_ids if key != case_id]
    row.state, row.items, row.collected_at = AskState.REGISTERED, [], None
    _save(row)
    _record(actor, row, "privacy.person_cases_chosen", count=len(row.case_ids))
    return row


def person_collect(*, actor: Actor, request_id: UUID, version: int | None) -> PersonRequest:
    """Collect all that our side holds on the person, as it is now; nothing where no case is the person's."""
    row = _locked(actor, request_id, version, AskState.REGISTERED, AskState.COLLECTED)
    cases = cases_of(actor, row)
    if len(cases) != len(row.case_ids):
        raise _refused(row, "not_granted", _("One of the cases is not yours to answer for."))
    is_access = row.kind == PersonAsks.ACCESS
    row.items = items_collected(actor, cases) if is_access else []
    row.state, row.collected_at = AskState.COLLECTED, clock.now()
    row.outcome = "" if cases else AskOutcome.NOTHING
    _save(row)
    _record(actor, row, "privacy.person_collected", items=len(row.items))
    # In the history of each case too: its data was put together.
    for case in cases:
        event_record(
            actor=actor,
            action="privacy.person_data_collected",
            subject=case.subject,
            about=AboutCase(case.id, case.reference or ""),
            audience=own_audience(actor),
        )
    return row


def person_items_save(*, actor: Actor, request_id: UUID, version: int | None, shown: Collection[int]) -> PersonRequest:
    """Which items the person is given, by their places."""
    row = _locked(actor, request_id, version, AskState.COLLECTED)
    row.items = [{**item, "is_shown": place in shown} for place, item in enumerate(row.items)]
    _save(row)
    _record(actor, row, "privacy.person_redacted", shown=len(shown), withheld=len(row.items) - len(shown))
    return row


def person_propose(
    *,
    actor: Actor,
    request_id: UUID,
    version: int | None,
    outcome: str,
    ground: str = "",
    ground_note: str = "",
    text: str = "",
) -> PersonRequest:
    """The answer is ready for a second look. Whatever of the person's own is withheld needs a ground."""
    row = _locked(actor, request_id, version, AskState.COLLECTED)
    errors: dict[str, list[str]] = {}
    if outcome not in AskOutcome.values:
        errors["outcome"] = [_("Choose one")]
    elif outcome == AskOutcome.NOTHING and row.case_ids:
        errors["outcome"] = [_("Cases were found to be this person's")]
    elif outcome == AskOutcome.GRANTED and withheld_own(row):
        errors["outcome"] = [_("Data about the person is withheld: the answer is given in part")]
    if outcome in {AskOutcome.REFUSED, AskOutcome.PARTLY}:
        if ground not in RefusalGround.values:
            errors["ground"] = [_("Choose the ground")]
        if not ground_note.strip():
            errors["ground_note"] = [_("Name the provision and the reason")]
    else:
        ground = ground_note = ""
    if row.kind != PersonAsks.ACCESS and not text.strip():
        errors["text"] = [_("Say what was done")]
    if errors:
        raise Invalid(errors)
    row.outcome, row.ground, row.ground_note, row.text = outcome, ground, ground_note.strip(), text.strip()
    row.state, row.prepared_by, row.prepared_by_name = AskState.PROPOSED, actor.user_id, actor.name
    _save(row)
    _record(actor, row, "privacy.person_proposed", row.ground_note, outcome=outcome, ground=ground)
    return row


def is_given(row: PersonRequest) -> bool:
    """Whether the answer hands data over: a refusal gives nothing, whatever was collected."""
    return row.outcome not in {AskOutcome.REFUSED, AskOutcome.NOTHING}


def withheld_own(row: PersonRequest) -> int:
    """How many items about the person alone are withheld."""
    return sum(not item["is_shown"] for item in row.items if item["kind"] == ItemKind.PERSON)


def person_send_back(*, actor: Actor, request_id: UUID, version: int | None, reason: str) -> PersonRequest:
    """The answer is not right yet."""
    row = _locked(actor, request_id, version, AskState.PROPOSED)
    if not reason.strip():
        raise Invalid({"reason": [_("Give the reason")]})
    row.state = AskState.COLLECTED
    _save(row)
    _record(actor, row, "privacy.person_sent_back", reason.strip())
    return row


def person_approve(*, actor: Actor, request_id: UUID, version: int | None) -> PersonRequest:
    """A second person has looked at the answer, which is drawn now. Raises ActRefused (same_person)."""
    row = _locked(actor, request_id, version, AskState.PROPOSED)
    if row.prepared_by == actor.user_id:
        raise _refused(row, "same_person", _("Another person looks at the answer than prepared it."))
    row.state, row.approved_by, row.approved_by_name = AskState.APPROVED, actor.user_id, actor.name
    row.approved_at = clock.now()
    _save(row)
    _record(actor, row, "privacy.person_approved")
    _paper_request(actor, row)
    return row


def person_hand_over(
    *, actor: Actor, request_id: UUID, version: int | None, handed_over_on: date | None, how: str
) -> PersonRequest:
    """The person has the answer. From here the answer itself is kept for a time of its own."""
    row = _locked(actor, request_id, version, AskState.APPROVED)
    errors: dict[str, list[str]] = {}
    if handed_over_on is None or handed_over_on > today():
        errors["handed_over_on"] = [_("Give the day on which it was handed over")]
    elif handed_over_on < row.arrived_on:
        errors["handed_over_on"] = [_("It was not handed over before the request arrived")]
    if not how.strip():
        errors["how"] = [_("Say how it was handed over")]
    if errors or handed_over_on is None:
        raise Invalid(errors)
    row.state, row.ended_at = AskState.HANDED_OVER, clock.now()
    row.handed_over_on, row.handed_over_how = handed_over_on, how.strip()
    row.keep_until = plus_months(handed_over_on, 12 * KEPT_YEARS)[0]
    _save(row)
    _record(actor, row, "privacy.person_handed_over", on=handed_over_on.isoformat())
    return row


def person_withdraw(*, actor: Actor, request_id: UUID, version: int | None, reason: str) -> PersonRequest:
    """The person takes the request back."""
    row = _locked(actor, request_id, version, AskState.REGISTERED, AskState.COLLECTED, AskState.PROPOSED)
    if not reason.strip():
        raise Invalid({"reason": [_("Give the reason")]})
    row.state, row.ended_at = AskState.WITHDRAWN, clock.now()
    row.keep_until = plus_months(today(), 12 * KEPT_YEARS)[0]
    _save(row)
    _record(actor, row, "privacy.person_withdrawn", reason.strip())
    return row


# --- the answer -------------------------------------------------------------------------------------------------------


def _paper_request(actor: Actor, row: PersonRequest) -> GeneratedDocument:
    return document_request(
        actor=actor,
        context=answer_of(actor, row),
        subject=row.subject,
        audience=row.audience,
        named_cases=row.case_ids,
    )


def answer_of(actor: Actor, row: PersonRequest) -> PersonAnswer:
    """The contents of the answer as a paper."""
    language = words()[row.language]
    writing = Authority.objects.select_related("country").get(id=actor.authority_id)
    return PersonAnswer(
        reference=row.number,
        issued_on=today(),
        office=office(writing),
        name=row.name,
        language=language.language,
        direction=language.direction,
        labels=tuple(Label(code=code, text=text) for code, text in sorted(language.answer.items())),
        is_reviewed=language.is_reviewed,
        outcome=language.answer[f"outcome_{row.outcome}"],
        ground=str(RefusalGround(row.ground).label) if row.ground else "",
        ground_note=row.ground_note,
        text=row.text,
        sections=tuple(_sections(row)),
        is_enforcement=row.ground == RefusalGround.ENFORCEMENT,
        withheld=sum(not item["is_shown"] for item in row.items) if is_given(row) else 0,
    )


def _sections(row: PersonRequest) -> list[AnswerSection]:
    found: dict[str, list[AnswerRow]] = {}
    for item in row.items if is_given(row) else ():
        rows = found.setdefault(item["section"], [])
        if item["is_shown"]:
            rows.append(AnswerRow(heading=item["heading"], label=item["label"], value=item["value"]))
    return [AnswerSection(title=title, rows=tuple(rows)) for title, rows in found.items() if rows]


def answer_ready(row: PersonRequest) -> None:
    """Raise ActRefused before two have looked at the answer, and when it is forgotten."""
    if row.state not in {AskState.APPROVED, AskState.HANDED_OVER} or row.forgotten_at:
        raise _refused(row, "wrong_status", _("This request is at a stage where this cannot be done."))


def answer_json(row: PersonRequest) -> dict[str, Any]:
    """The answer for machines: what the person is given, and how much is withheld of what kind."""
    withheld: dict[str, int] = {}
    items = row.items if is_given(row) else []
    for item in items:
        if not item["is_shown"]:
            withheld[item["kind"]] = withheld.get(item["kind"], 0) + 1
    return {
        "format": "rcms-person-answer",
        "version": 1,
        "number": row.number,
        "asked": row.kind,
        "name": row.name,
        "arrived_on": row.arrived_on.isoformat(),
        "collected_at": row.collected_at.isoformat() if row.collected_at else None,
        "outcome": row.outcome,
        "ground": row.ground,
        "ground_note": row.ground_note,
        "text": row.text,
        "data": [
            {name: item[name] for name in ("section", "heading", "label", "value")}
            for item in items
            if item["is_shown"]
        ],
        "withheld": withheld,
    }
