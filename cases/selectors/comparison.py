"""Two versions of an application beside each other, field by field, in words. Reads only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import CivilStatus, FamilyRelation, Sex, Side, Status, TransferMeans
from cases.choices_procedure import ApprehensionPlace
from cases.choices_tracks import EntryBasis, PermitKind
from cases.models import ApplicationVersion, Apprehension, Case, EntryRecord, HealthNote, Person
from cases.policies import reaches_own_side, side_of
from cases.selectors.application import place_names
from cases.selectors.versions import (
    APPREHENSION_FIELDS,
    CASE_FIELDS,
    ENTRY_FIELDS,
    EVIDENCE_FIELDS,
    MEMBER_FIELDS,
    PERSON_FIELDS,
    contents_of,
    files_in,
    whole_contents,
)
from core.jinja import date_long, local_time, partial_date
from countries.choices import EvidenceKind, EvidencePurpose, EvidenceWorth
from documents.models import StoredFile

WORKING: Final = "working"
Contents = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """A version that can be chosen: its code in the address, its words."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line. kind: same | changed | added | removed; the addresses lead to files, where there are any."""

    label: str
    old: str
    new: str
    kind: str
    old_url: str = ""
    new_url: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the form with its lines."""

    title: str
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions. parts: every line, or only what differs; differences: how many lines differ."""

    old: Choice
    new: Choice
    parts: Sequence[Part]
    differences: int


def choices_for(actor: Actor, case: Case, versions: Sequence[ApplicationVersion]) -> list[Choice]:
    """Which of the case's versions the actor may compare, the latest first. The own side's working copy is one of them
    while the application is being mended; the other side never sees it."""
    made = [Choice(str(row.number), _version_words(row)) for row in versions]
    if made and case.status == Status.RETURNED_INCOMPLETE and _may_see_working_copy(actor, case):
        made.append(Choice(WORKING, _("As it stands now, not submitted")))
    return made[::-1]


def _version_words(row: ApplicationVersion) -> str:
    return _("Version %(number)d, submitted %(when)s") % {"number": row.number, "when": local_time(row.made_at)}


def _may_see_working_copy(actor: Actor, case: Case) -> bool:
    return side_of(actor, case) is Side.REQUESTING and reaches_own_side(actor, "view_case", case)


def comparison_for(
    actor: Actor,
    case: Case,
    versions: Sequence[ApplicationVersion],
    old: Choice,
    new: Choice,
    *,
    is_whole: bool = False,
) -> Comparison:
    """Compare two of `choices_for` these versions; three statements, four more with the working copy.

    is_whole: with the lines that are the same.
    """
    made = {str(row.number): whole_contents(row) for row in versions}
    before, after = (contents_of(case) if choice.code == WORKING else made[choice.code] for choice in (old, new))
    words = _Words(case, before, after)
    parts = [
        Part(_("Personal details"), words.fields(Person, PERSON_FIELDS, before["person"], after["person"])),
        Part(_("Photograph"), words.photograph(before, after)),
        *words.entry(before.get("entry"), after.get("entry")),
        Part(_("Means of evidence"), words.rows(before["evidence"], after["evidence"], words.evidence)),
        Part(_("Family"), words.rows(before["family"], after["family"], words.member)),
        Part(_("Apprehension"), words.apprehension(before, after)),
        Part(_("Special circumstances"), words.circumstances(before, after)),
    ]
    count = sum(1 for part in parts for change in part.changes if change.kind != "same")
    if not is_whole:
        parts = [Part(part.title, [line for line in part.changes if line.kind != "same"]) for part in parts]
    return Comparison(old, new, [part for part in parts if part.changes], count)


class _Words:
    """Codes of two versions in words; loads the names of places and files once."""

    def __init__(self, case: Case, *versions: Contents) -> None:
        self.case = case
        codes = {version["person"][name] for version in versions for name in ("nationality", "birth_country")}
        codes |= {row["nationality"] for version in versions for row in version["family"]}
        self.places = place_names(codes)
        keys: set[UUID] = set().union(*(files_in(version) for version in versions))
        self.files = StoredFile.objects.in_bulk(keys)

    def fields(
        self, model: type[Any], names: Sequence[str], before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> list[Change]:
        """The fields of one row, by their names in the model."""
        return [
            _change(
                capfirst(str(model._meta.get_field(name).verbose_name)),
                self.value(name, before[name]),
                self.value(name, after[name]),
            )
            for name in names
        ]

    def value(self, name: str, value: Any) -> str:
        """One value as people read it; "" for none."""
        if value in (None, ""):
            return ""
        made = _MAKERS.get(name)
        if made is not None:
            return made(value)
        if name in {"nationality", "birth_country"}:
            return self.places.get(value, value)
        return str(value)

    def entry(self, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Part]:
        """Entry and residence, on the tracks that tell of them."""
        if before is None or after is None:
            return []
        return [Part(_("Entry and residence"), self.fields(EntryRecord, ENTRY_FIELDS, before, after))]

    def photograph(self, before: Contents, after: Contents) -> list[Change]:
        """The picture, by the name of its file: two files may bear the same name."""
        old, new = before["photograph"], after["photograph"]
        if not old and not new:
            return []
        kind = "same" if old == new else "added" if not old else "removed" if not new else "changed"
        return [Change(_("File"), self.title(old), self.title(new), kind, self.address(old), self.address(new))]

    def title(self, key: str | None) -> str:
        """The name of a file; a word for one that the reader may not see."""
        if not key:
            return ""
        file = self.files.get(UUID(key))
        return file.original_name if file else _("a file")

    def address(self, key: str | None) -> str:
        """Where a file is looked at."""
        file = self.files.get(UUID(key)) if key else None
        return reverse("cases:case-file", args=[self.case.id, file.id]) if file and not file.is_destroyed else ""

    def rows(
        self,
        before: Sequence[Mapping[str, Any]],
        after: Sequence[Mapping[str, Any]],
        words: Callable[[Mapping[str, Any]], tuple[str, str]],
    ) -> list[Change]:
        """Rows that came, went, stayed or changed, each as one line of (label, words)."""
        old, new = {row["id"]: row for row in before}, {row["id"]: row for row in after}
        lines = []
        for key in [*old, *(key for key in new if key not in old)]:
            first, second = old.get(key), new.get(key)
            label = words(second or first or {})[0]
            old_words, new_words = (words(first)[1] if first else ""), (words(second)[1] if second else "")
            line = _change(label, old_words, new_words)
            files = [self.address(row.get("file")) if row else "" for row in (first, second)]
            lines.append(Change(line.label, line.old, line.new, line.kind, *files))
        return lines

    def evidence(self, row: Mapping[str, Any]) -> tuple[str, str]:
        """A means of evidence: kind, and everything said about it."""
        left_out = {"kind", "worth_certainty"}
        if row["purpose"] == EvidencePurpose.NATIONALITY:
            left_out.add("purpose")
        said = [self.value(name, row[name]) for name in EVIDENCE_FIELDS if name not in left_out]
        said.append(self.title(row["file"]))
        return _kind(row["kind"]), " · ".join(filter(None, said))

    def member(self, row: Mapping[str, Any]) -> tuple[str, str]:
        """A spouse or child: relation, and everything said about the person."""
        said = [self.value(name, row[name]) for name in MEMBER_FIELDS if name != "relation"]
        return str(dict(FamilyRelation.choices).get(row["relation"], row["relation"])), " · ".join(filter(None, said))

    def apprehension(self, before: Contents, after: Contents) -> list[Change]:
        """Of an application for the accelerated procedure."""
        old, new = before.get("apprehension"), after.get("apprehension")
        if not old and not new:
            return []
        empty = dict.fromkeys(APPREHENSION_FIELDS)
        return self.fields(Apprehension, APPREHENSION_FIELDS, old or empty, new or empty)

    def circumstances(self, before: Contents, after: Contents) -> list[Change]:
        """Parts D and F of the form."""
        lines = self.fields(Case, CASE_FIELDS, before["case"], after["case"])
        if before["health"] or after["health"]:
            label = capfirst(str(HealthNote._meta.get_field("statement").verbose_name))
            lines.insert(0, _change(label, before["health"], after["health"]))
        return lines


def _change(label: str, old: str, new: str) -> Change:
    kind = "same" if old == new else "added" if not old else "removed" if not new else "changed"
    return Change(label, old, new, kind)


def _kind(code: str) -> str:
    return str(dict(EvidenceKind.choices).get(code, code))


def _of(choices: Any) -> Callable[[Any], str]:
    known = dict(choices.choices)
    return lambda code: str(known.get(code, code))


def _yes_no(value: Any) -> str:
    return _("Yes") if value else _("No")


_MAKERS: Final[Mapping[str, Callable[[Any], str]]] = {
    "birth_date": lambda value: partial_date(value),
    "issued_on": lambda value: date_long(date.fromisoformat(value)),
    "expires_on": lambda value: date_long(date.fromisoformat(value)),
    "sex": _of(Sex),
    "is_accompanying": lambda value: _("returns together with the person") if value else "",
    "apprehended_at": lambda value: local_time(datetime.fromisoformat(value)),
    "arrived_at": lambda value: local_time(datetime.fromisoformat(value)),
    "place_kind": _of(ApprehensionPlace),
    "civil_status": _of(CivilStatus),
    "height_cm": lambda value: _("%(number)s cm") % {"number": value},
    "worth": _of(EvidenceWorth),
    "is_interview_requested": _yes_no,
    "known_on": lambda value: date_long(date.fromisoformat(value)),
    "entered_on": lambda value: date_long(date.fromisoformat(value)),
    "permit_from": lambda value: date_long(date.fromisoformat(value)),
    "permit_until": lambda value: date_long(date.fromisoformat(value)),
    "purpose": _of(EvidencePurpose),
    "basis": _of(EntryBasis),
    "permit_kind": _of(PermitKind),
    "entry_means": _of(TransferMeans),
}
