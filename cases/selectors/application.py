"""The application as a whole: what its readers see, and how far the writing has come. Reads only."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.actor import Actor
from audit.models import Event
from cases.choices import IncompleteReason, Side, Status, Track
from cases.choices_tracks import ENTRY_TRACKS
from cases.completeness import REQUIREMENTS, missing_of
from cases.completeness_transit import plan_of
from cases.models import (
    Apprehension,
    Case,
    CasePrivate,
    Detention,
    EntryCheck,
    EntryRecord,
    Evidence,
    FamilyMember,
    HealthNote,
    Person,
    TransitPlan,
)
from cases.policies import is_granted, side_of
from cases.procedure_rules import is_accelerated, is_foreseen_for
from cases.selectors.entry import entry_check_of, entry_facts_of, entry_record_of
from cases.selectors.family_forms import without_own_form
from cases.selectors.versions import Submitted, apprehension_values, submitted_for, with_persons
from countries.models import Authority, Country, NationalityCode
from countries.selectors.places import country_name

# The pages of the application, in order.
STEPS = (
    "person",
    "transit",
    "entry",
    "documents",
    "family",
    "evidence",
    "procedure",
    "circumstances",
    "safeguards",
    "check",
)
# Pages that the applications of some tracks alone have.
_STAYING = tuple(track for track in Track.values if track != Track.TRANSIT)
_OF_TRACKS = {
    "entry": ENTRY_TRACKS,
    "transit": (Track.TRANSIT,),
    **dict.fromkeys(("documents", "family", "circumstances"), _STAYING),
}
# The statuses in which `cases.services.filing` lets the contents change (a test keeps the two equal).
WRITABLE = (Status.DRAFT, Status.RETURNED_INCOMPLETE)
# In review nobody changes anything: the second person judges what the first one prepared.
PRIVATE_STAYS_OPEN = (
    Status.SUBMITTED,
    Status.RECEIVED,
    Status.IN_VERIFICATION,
    Status.DECISION_PROPOSED,
    Status.ACCEPTED,
)


def steps_of(case: Case) -> tuple[str, ...]:
    """The pages of this case's application, in order."""
    return tuple(step for step in STEPS if _has_step(case, step))


def _has_step(case: Case, step: str) -> bool:
    if step == "procedure":
        return is_accelerated(case) or is_foreseen_for(case)
    return step in STEPS and case.track in _OF_TRACKS.get(step, (case.track,))


@dataclass(frozen=True, slots=True)
class Relative:
    """Another case of the same family."""

    case_id: UUID
    reference: str
    name: str
    native_name: str
    native_language: str
    status: str


@dataclass(frozen=True, slots=True)
class Application:
    """Everything that one reader may read of an application.

    health: only for whom row security lets it through (the other side: with the person's consent); private, detention:
    None for everybody but the requesting side. places: nationality or country code -> name in the reader's language.
    entry: on the tracks that tell of it; entry_check: with the requesting side alone.
    submitted: the version that is shown in place of the rows, where these hold corrections not sent yet.
    """

    case: Case
    side: Side | None
    person: Person | None
    evidence: tuple[Evidence, ...]
    family: tuple[FamilyMember, ...]
    relatives: tuple[Relative, ...]
    health: HealthNote | None
    private: CasePrivate | None
    detention: Detention | None
    consulate: str
    places: dict[str, str]
    submitted: Submitted | None = None
    entry: EntryRecord | None = None
    transit: TransitPlan | None = None
    entry_check: EntryCheck | None = None
    apprehension: Apprehension | None = None

    @property
    def is_own_side(self) -> bool:
        """Whether the reader stands on the requesting side."""
        return self.side is Side.REQUESTING


def application_for(actor: Actor, case: Case) -> Application:
    """The application as `actor` may read it; `case` comes from `case_get`. About ten queries, whatever it holds."""
    side = side_of(actor, case)
    submitted = submitted_for(actor, case)
    person = submitted.person if submitted else person_of(case)
    is_own = side is Side.REQUESTING
    family = submitted.family if submitted else tuple(FamilyMember.objects.filter(case=case).order_by("id"))
    parts = _parts_of(case)
    health: HealthNote | None = getattr(parts, "healthnote", None)
    if health is not None and not is_own and not health.has_consent:
        health = None
    if health is not None and submitted is not None:
        health.statement = submitted.health
    consulates = Authority.objects.filter(id__in=[case.consulate_id] if case.consulate_id else [])
    consulate = consulates.values_list("name", flat=True).first()
    codes = {person.nationality, person.birth_country} if person else set()
    return Application(
        case=case,
        side=side,
        person=person,
        evidence=submitted.evidence if submitted else tuple(Evidence.objects.filter(case=case).select_related("file")),
        family=family,
        relatives=relatives_of(actor, case),
        health=health,
        private=getattr(parts, "caseprivate", None) if is_own else None,
        detention=getattr(parts, "detention", None) if is_own else None,
        consulate=consulate or "",
        places=place_names(codes | {member.nationality for member in family}),
        submitted=submitted,
        entry=submitted.entry if submitted else entry_record_of(case),
        transit=_transit_of(case, submitted),
        apprehension=_apprehension_of(case, submitted),
        entry_check=entry_check_of(case) if is_own else None,
    )


def _parts_of(case: Case) -> Any:
    """The parts that a case has one of at most, as row security shows them, and whether it has any of others: one
    statement."""
    return (
        Case.objects.select_related("caseprivate", "detention", "healthnote")
        .annotate(
            has_evidence=Exists(Evidence.objects.filter(case=OuterRef("pk"))),
            has_family=Exists(FamilyMember.objects.filter(case=OuterRef("pk"))),
        )
        .get(id=case.id)
    )


def _apprehension_of(case: Case, submitted: Submitted | None) -> Apprehension | None:
    """What an application for the accelerated procedure says, also once it is examined in the normal one."""
    if submitted is None:
        return Apprehension.objects.filter(case=case).first()
    sent = submitted.version.contents.get("apprehension")
    return Apprehension(case=case, **apprehension_values(sent)) if sent else None


def _transit_of(case: Case, submitted: Submitted | None) -> TransitPlan | None:
    if case.track != Track.TRANSIT:
        return None
    return submitted.transit if submitted else plan_of(case)


def person_of(case: Case) -> Person | None:
    """The person that `case_get` fetched along, or None where row security keeps it back."""
    return getattr(case, "person", None)


def place_names(codes: set[str]) -> dict[str, str]:
    """The names of these country and nationality codes in the reader's language."""
    wanted = {code for code in codes if code}
    names = {row.code: country_name(row) for row in Country.objects.filter(code__in=wanted)}
    rest = wanted - names.keys()
    if rest:
        names |= dict(NationalityCode.objects.filter(code__in=rest).values_list("code", "name"))
    return names


def relatives_of(actor: Actor, case: Case) -> tuple[Relative, ...]:
    """The other cases of the family that the actor sees, with the person each is about."""
    if case.group_id is None:
        return ()
    others = Case.objects.visible_to(actor).filter(group_id=case.group_id).exclude(id=case.id)
    return tuple(
        Relative(
            case_id=other.id,
            reference=other.reference or "",
            name=person.full_name if person else "",
            native_name=person.native_name if person else "",
            native_language=person.native_language if person else "",
            status=other.status,
        )
        for other in with_persons(actor, others.order_by("id"))
        for person in (person_of(other),)
    )


def may_write(actor: Actor, case: Case, step: str) -> bool:
    """Whether the actor may open this page of the application for writing now; the services judge again."""
    if side_of(actor, case) is not Side.REQUESTING or not is_granted(actor, "draft_case", case):
        return False
    if not _has_step(case, step):
        return False
    return case.status in WRITABLE or (step == "safeguards" and case.status in PRIVATE_STAYS_OPEN)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the writing has come: missing codes of `cases.completeness`, and the state of each step."""

    missing: tuple[str, ...]
    is_basis_recorded: bool
    states: dict[str, str]


def progress_of(case: Case) -> Progress:
    """The state of each step, "done", "todo" or "wrong" (begun, but something needed is missing)."""
    person = person_of(case)
    entry = entry_facts_of(case)
    own = _parts_of(case)
    missing = missing_of(case, person, has_evidence=own.has_evidence, entry=entry)
    if without_own_form(case):
        missing = (*missing, "own_form")
    private: CasePrivate | None = getattr(own, "caseprivate", None)
    detention: Detention | None = getattr(own, "detention", None)
    health: HealthNote | None = getattr(own, "healthnote", None)
    is_basis_recorded = bool(private and private.is_decision_final and private.legal_status_checked_on)
    lacking = {REQUIREMENTS[code][1] for code in missing}
    begun = {
        "person": person is not None and any((person.family_name, person.given_names, person.birth_date, person.sex)),
        "documents": "evidence" not in missing,
        "family": own.has_family or case.group_id is not None,
        "evidence": person is not None and person.photograph_id is not None,
        "procedure": True,
        "circumstances": bool(
            case.known_on
            or case.protective_measures
            or case.observations
            or case.is_interview_requested
            or (health and health.statement)
        ),
        "safeguards": _is_begun(private, detention),
        "check": False,
    }
    if case.track == Track.TRANSIT:
        begun["transit"] = not any(code.startswith("transit_") for code in missing) or plan_is_begun(case)
    if not is_basis_recorded:
        lacking.add("safeguards")
    if entry is not None:
        begun["entry"] = entry.record is not None and bool(entry.record.basis)
        begun["documents"] = own.has_evidence
        lacking |= {"entry"} if entry.exception_stands else set()
    states = {step: "todo" if not begun[step] else "wrong" if step in lacking else "done" for step in steps_of(case)}
    return Progress(missing, is_basis_recorded, states)


def plan_is_begun(case: Case) -> bool:
    """Whether anything of the transit was entered."""
    plan = plan_of(case)
    return plan is not None and bool(plan.means or plan.destination_id or plan.entry_point_id or plan.enters_at)


def _is_begun(private: CasePrivate | None, detention: Detention | None) -> bool:
    rows: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (
            private,
            ("file_number", "return_decision_on", "is_decision_final", "legal_status_checked_on", "vulnerabilities"),
        ),
        (detention, ("place", "since")),
    )
    return any(row is not None and getattr(row, name) for row, names in rows for name in names)


@dataclass(frozen=True, slots=True)
class SentBack:
    """Why the application came back: from the other side (coded reasons) or from the own reviewer (words)."""

    is_by_other_side: bool
    name: str
    labels: tuple[str, ...]
    reason: str


def sent_back_of(case: Case) -> SentBack | None:
    """The latest return of an application that is being mended, or None for one that never came back."""
    actions = {
        Status.RETURNED_INCOMPLETE: "case.returned_incomplete",
        Status.DRAFT: "case.returned_to_draft",
    }
    action = actions.get(Status(case.status))
    if action is None:
        return None
    event = Event.objects.filter(case_key=case.id, action=action).order_by("-at", "-id").first()
    if event is None:
        return None
    labels = dict(IncompleteReason.choices)
    codes = event.parameters.get("codes", ())
    return SentBack(
        is_by_other_side=case.status == Status.RETURNED_INCOMPLETE,
        name=event.actor_name,
        labels=tuple(str(labels.get(code, code)) for code in codes),
        reason=event.reason,
    )
