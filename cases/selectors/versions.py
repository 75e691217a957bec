"""The application as it was submitted, each time: reading, showing and comparing its versions. Nothing here writes.

While an application that came back is being mended, the rows hold corrections that nobody has sent yet. The other side
is shown the version that was submitted last (`submitted_for`, `shown_as_submitted`); the database cannot do this,
because row security hides rows and not columns.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce

from accounts.actor import Actor
from cases.choices import Side, Status, Track
from cases.completeness_transit import plan_of
from cases.models import (
    ApplicationVersion,
    Apprehension,
    Case,
    EntryRecord,
    Evidence,
    FamilyMember,
    HealthNote,
    Person,
    SubmittedHealth,
    TransitPlan,
)
from cases.policies import side_of
from cases.procedure_rules import is_accelerated
from cases.selectors.entry import entry_record_of
from documents.models import StoredFile

PERSON_FIELDS: Final = (
    "family_name",
    "given_names",
    "family_name_native",
    "given_names_native",
    "native_language",
    "maiden_name",
    "other_names",
    "birth_date",
    "birth_place",
    "birth_country",
    "sex",
    "height_cm",
    "eye_colour",
    "distinguishing_marks",
    "nationality",
    "former_nationalities",
    "languages",
    "civil_status",
    "father_name",
    "mother_name",
    "last_address",
)
CASE_FIELDS: Final = ("known_on", "protective_measures", "is_interview_requested", "observations")
MEMBER_FIELDS: Final = (
    "relation",
    "family_name",
    "given_names",
    "maiden_name",
    "birth_date",
    "birth_place",
    "sex",
    "nationality",
    "is_accompanying",
)
EVIDENCE_FIELDS: Final = (
    "purpose",
    "kind",
    "number",
    "issued_on",
    "issued_at",
    "issuing_authority",
    "expires_on",
    "mrz",
    "note",
    "worth",
    "worth_citation",
    "worth_certainty",
)
TRANSIT_FIELDS: Final = (
    *("means", "destination_id", "other_states", "entry_point_id", "exit_point_id", "enters_at", "leaves_at"),
    *("entry_carrier", "exit_carrier", "escorts", "escort_names", "document_type", "document_number"),
    *("special_care", "support", "observations", "is_declared", "declared_at"),
)
_MOMENTS: Final = ("enters_at", "leaves_at", "declared_at")
ENTRY_FIELDS: Final = (
    "basis",
    "basis_note",
    "entered_on",
    "entry_place",
    "entry_means",
    "entry_route",
    "permit_kind",
    "permit_number",
    "permit_authority",
    "permit_from",
    "permit_until",
)
_ENTRY_DATES: Final = ("entered_on", "permit_from", "permit_until")
APPREHENSION_FIELDS: Final = (
    "apprehended_at",
    "place_kind",
    "place",
    "distance_km",
    "crossing_point",
    "arrived_at",
)
_DATES: Final = ("issued_on", "expires_on")
# Where a loaded case keeps what stands in place of its rows: head and page both ask.
_KEPT: Final = "_submitted"
# Where the rows may hold what was never submitted: being mended, or withdrawn while it was.
_MAY_DIFFER: Final = (Status.RETURNED_INCOMPLETE, Status.WITHDRAWN, Status.CLOSED)


def contents_of(case: Case) -> dict[str, Any]:
    """The application as its rows stand now, as `ApplicationVersion.contents` keeps it, and `health`. Four statements.

    Health is empty without the person's consent; of entry and residence nothing is said on other tracks.
    """
    entry = entry_record_of(case)
    plan = plan_of(case) if case.track == Track.TRANSIT else None
    person = Person.objects.get(case=case)
    health = HealthNote.objects.filter(case=case).first()
    return {
        "person": {name: getattr(person, name) for name in PERSON_FIELDS},
        "photograph": str(person.photograph_id) if person.photograph_id else None,
        "case": {name: _plain(getattr(case, name)) for name in CASE_FIELDS},
        "health": health.statement if health is not None and health.has_consent else "",
        "apprehension": _apprehension_of(case),
        "family": [
            {
                "id": str(row.id),
                "own_case": str(row.own_case_id) if row.own_case_id else None,
                **{name: getattr(row, name) for name in MEMBER_FIELDS},
            }
            for row in FamilyMember.objects.filter(case=case).order_by("id")
        ],
        "evidence": [
            {
                "id": str(row.id),
                "file": str(row.file_id) if row.file_id else None,
                **{name: _plain(getattr(row, name)) for name in EVIDENCE_FIELDS},
            }
            for row in Evidence.objects.filter(case=case).order_by("id")
        ],
        "transit": {name: _plain(getattr(plan, name)) for name in TRANSIT_FIELDS} if plan is not None else None,
        "entry": {name: _plain(getattr(entry, name)) for name in ENTRY_FIELDS} if entry is not None else None,
    }


def _apprehension_of(case: Case) -> dict[str, Any] | None:
    """What an application for the accelerated procedure says of the apprehension."""
    if not is_accelerated(case):
        return None
    found = Apprehension.objects.filter(case=case).first()
    return {name: _plain(getattr(found, name)) for name in APPREHENSION_FIELDS} if found is not None else None


def apprehension_values(sent: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an apprehension that a version keeps."""
    instants = ("apprehended_at", "arrived_at")
    return {
        name: datetime.fromisoformat(sent[name]) if name in instants and sent[name] else sent[name]
        for name in APPREHENSION_FIELDS
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def files_in(contents: Mapping[str, Any]) -> set[UUID]:
    """The ids of the files that a version names: photograph and scans."""
    keys = [contents["photograph"], *(row["file"] for row in contents["evidence"])]
    return {UUID(key) for key in keys if key}


def versions_of(case: Case) -> list[ApplicationVersion]:
    """The submitted versions, oldest first, as far as the scope sees the case."""
    return list(ApplicationVersion.objects.filter(case=case).select_related("health").order_by("number"))


def whole_contents(version: ApplicationVersion) -> dict[str, Any]:
    """What was submitted, with what it said of health as far as the scope sees that; as `contents_of` gives it."""
    health: SubmittedHealth | None = getattr(version, "health", None)
    return {**version.contents, "health": health.statement if health is not None else ""}


def last_version_of(case: Case) -> ApplicationVersion | None:
    """What was submitted last, or None for what never was."""
    return ApplicationVersion.objects.filter(case=case).select_related("health").order_by("number").last()


# --- showing a version in place of the rows ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Submitted:
    """A version as rows that were never saved: to be shown, not to be written."""

    version: ApplicationVersion
    person: Person
    evidence: tuple[Evidence, ...]
    family: tuple[FamilyMember, ...]
    health: str
    entry: EntryRecord | None = None
    transit: TransitPlan | None = None


def sees_submitted_only(actor: Actor, case: Case) -> bool:
    """Whether the actor is to be shown the last version, because the rows may hold what was not sent."""
    return case.status in _MAY_DIFFER and side_of(actor, case) is not Side.REQUESTING


def birth_date_shown(actor: Actor) -> Choose:
    """The birth date of the person of a case as the actor is to be shown it: what `submitted_for` decides, in the
    database. A text that may end at the year or the month, or be empty."""
    is_as_it_stands = ~Q(status__in=_MAY_DIFFER) | Q(requesting_country=actor.country)
    last = ApplicationVersion.objects.filter(case=OuterRef("pk")).order_by("-number")
    born = KeyTextTransform("birth_date", KeyTransform("person", "contents"))
    submitted = Coalesce(
        Subquery(last.annotate(born=born).values("born")[:1]), F("person__birth_date"), output_field=TextField()
    )
    return Choose(When(is_as_it_stands, then=F("person__birth_date")), default=submitted, output_field=TextField())


def submitted_for(actor: Actor, case: Case) -> Submitted | None:
    """What the actor is to be shown instead of the rows, or None where the rows are what was submitted.

    Two statements where it applies, once for a loaded case, none elsewhere. A case of before there were versions shows
    its rows.
    """
    if not sees_submitted_only(actor, case):
        return None
    if _KEPT not in case.__dict__:
        version = last_version_of(case)
        case.__dict__[_KEPT] = _as_rows(case, version) if version is not None else None
    kept: Submitted | None = case.__dict__[_KEPT]
    return kept


def _as_rows(case: Case, version: ApplicationVersion) -> Submitted:
    contents = whole_contents(version)
    files = StoredFile.objects.in_bulk(files_in(contents))
    evidence = []
    for row in contents["evidence"]:
        values = {name: row[name] for name in EVIDENCE_FIELDS if name not in _DATES}
        days = {name: date.fromisoformat(row[name]) if row[name] else None for name in _DATES}
        file = files.get(UUID(row["file"])) if row["file"] else None
        evidence.append(Evidence(id=UUID(row["id"]), case=case, file=file, **values, **days))
    family = [
        FamilyMember(
            id=UUID(row["id"]),
            case=case,
            own_case_id=UUID(row["own_case"]) if row["own_case"] else None,
            **{name: row[name] for name in MEMBER_FIELDS},
        )
        for row in contents["family"]
    ]
    key = contents["photograph"]
    person = _person_of(case, contents, files.get(UUID(key)) if key else None)
    return Submitted(
        version,
        person,
        tuple(evidence),
        tuple(family),
        contents["health"],
        _entry_of(case, contents),
        _transit_of(case, contents),
    )


def _transit_of(case: Case, contents: Mapping[str, Any]) -> TransitPlan | None:
    said = contents.get("transit")
    if said is None:
        return None
    moments = {name: datetime.fromisoformat(said[name]) if said[name] else None for name in _MOMENTS}
    return TransitPlan(case=case, **{name: said[name] for name in TRANSIT_FIELDS if name not in _MOMENTS}, **moments)


def _entry_of(case: Case, contents: Mapping[str, Any]) -> EntryRecord | None:
    said = contents.get("entry")
    if said is None:
        return None
    days = {name: date.fromisoformat(said[name]) if said[name] else None for name in _ENTRY_DATES}
    return EntryRecord(case=case, **{name: said[name] for name in ENTRY_FIELDS if name not in _ENTRY_DATES}, **days)


def shown_as_submitted(actor: Actor, case: Case) -> Case:
    """The case with the person and the texts that the actor is to be shown. The changed object must not be saved."""
    submitted = submitted_for(actor, case)
    if submitted is not None:
        _show(case, submitted.version.contents, submitted.person)
    return case


def all_shown_as_submitted(actor: Actor, cases: Iterable[Case]) -> None:
    """`shown_as_submitted` for the rows of a list, without photographs: at most one statement."""
    wanted = {case.id: case for case in cases if sees_submitted_only(actor, case)}
    if not wanted:
        return
    # Of an erased case nothing is left that was submitted: it is shown as its row stands.
    kept = ApplicationVersion.objects.filter(case__in=wanted).exclude(contents={})
    latest = kept.order_by("case_id", "-number").distinct("case_id")
    for version in latest:
        case = wanted[version.case_id]
        _show(case, version.contents, _person_of(case, version.contents, None))


def with_persons(actor: Actor, cases: QuerySet[Case]) -> list[Case]:
    """The cases of a list with their persons, as the actor is to be shown them: one statement, and one more where an
    application is being mended on the other side. Whatever names people loads them here or calls
    `all_shown_as_submitted` (tests/architecture keeps it). A narrowed query needs status and both countries.
    """
    found = list(cases.select_related("person"))
    all_shown_as_submitted(actor, found)
    return found


def _person_of(case: Case, contents: Mapping[str, Any], photograph: StoredFile | None) -> Person:
    return Person(case_id=case.id, photograph=photograph, **{name: contents["person"][name] for name in PERSON_FIELDS})


def _show(case: Case, contents: Mapping[str, Any], person: Person) -> None:
    for name in CASE_FIELDS:
        setattr(case, name, contents["case"].get(name))
    case.known_on = date.fromisoformat(case.known_on) if case.known_on else None  # type: ignore[arg-type]
    # The cached relation, not the descriptor: nothing here touches the database.
    case._state.fields_cache["person"] = person
