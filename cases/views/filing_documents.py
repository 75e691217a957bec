"""The page of identity documents: the list, one more document with its machine-readable lines, removal."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from cases.forms.filing_documents import MRZ_FIELDS, EvidenceForm, checked_values, kind_of_zone, read_zone
from cases.forms.filing_fields import typed_values
from cases.identity.mrz import Mrz
from cases.identity.mrz_repair import Repair, suggest_repairs
from cases.identity.names import folded_key
from cases.identity.romanisation import RomanisationError, mrz_letters
from cases.models import Evidence, Person
from cases.protection import protection_words
from cases.selectors.application import person_of, place_names
from cases.selectors.entry import tells_of_entry
from cases.selectors.filing import EvidenceKinds, Worth, evidence_kinds, worth_of, worth_of_evidence
from cases.services.filing import evidence_add, evidence_remove, evidence_worth
from cases.views.base import add_errors, version_of
from cases.views.filing_base import StepView
from cases.views.filing_person import zone_particulars
from cases.views.filing_words import evidence_label, sex_label
from core.errors import Invalid, NotVisible
from core.forms import DATE_PARTS, today
from core.ids import uuid_or_none
from core.jinja import date_long, partial_date
from countries.choices import EvidencePurpose
from documents.intake import UploadRefused


@dataclass(frozen=True, slots=True)
class Finding:
    """One field of the lines that is wrong, and what is wrong with it: for a check digit, which would be right."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine-readable lines say, for the page.

    particulars: (label, value, differs from the person's page); repairs: (index, what would change, whether all then
    holds); expired: the sentence about an expired document, or "".
    """

    is_valid: bool
    findings: tuple[Finding, ...]
    particulars: tuple[tuple[str, str, bool], ...]
    repairs: tuple[tuple[int, str, bool], ...]
    may_be_truncated: bool
    expired: str
    worth: Worth | None


class DocumentsStepView(StepView):
    """Part E of the form."""

    step = "documents"
    template = "cases/filing/documents.html"

    def blank(self) -> dict[str, Any]:
        """The list, an empty form, and the question whether to remove a document if one was asked for."""
        asked = self.request.GET.get("remove", "")
        removing = next((row for row in self.evidence() if str(row.id) == asked), None)
        return self.shown(self.form(None), removing=removing)

    def save(self) -> HttpResponseBase:
        """Remove a document; or read the lines; or save what was typed."""
        action = self.action
        if action == "remove":
            return self.removed()
        if action == "fill" or action.startswith("repair:"):
            return self.refilled(action)
        form = self.form(self.request.POST)
        if form.is_blank and action in {"continue", "return"}:
            return self.leave()
        if not form.is_valid():
            return self.again(form)
        upload = form.cleaned_data["scan"]
        try:
            evidence_add(
                actor=self.request.actor,
                case_id=self.case.id,
                version=version_of(self.request),
                values=form.values,
                upload=upload,
                upload_name=upload.name if upload else "",
            )
        except UploadRefused as refused:
            form.add_error("scan", refused.message)
            return self.again(form)
        except Invalid as invalid:
            add_errors(form, invalid)
            return self.again(form)
        messages.success(self.request, _("%(document)s saved") % {"document": evidence_label(form.values["kind"])})
        return self.leave(to=self.step if action == "another" else None)

    def removed(self) -> HttpResponse:
        """Take a document out of the application."""
        key = self.request.POST.get("evidence", "")
        evidence_id = uuid_or_none(key)
        if evidence_id is None:
            raise NotVisible(f"evidence:{key[:40]}")
        evidence_remove(
            actor=self.request.actor, case_id=self.case.id, version=version_of(self.request), evidence_id=evidence_id
        )
        messages.success(self.request, _("The document was removed"))
        return self.leave(to=self.step)

    def refilled(self, action: str) -> HttpResponse:
        """The form as it was sent, its empty fields filled in from the lines; nothing typed is replaced."""
        data = self.request.POST.copy()
        zone, _why = read_zone(str(data.get("mrz", "")))
        if zone is not None and action.startswith("repair:"):
            repair = next((r for n, r in enumerate(suggest_repairs(zone)) if action == f"repair:{n}"), None)
            if repair is not None:
                data["mrz"] = "\n".join(repair.lines)
                zone, _why = read_zone("\n".join(repair.lines))
        if zone is None or protection_words(str(data["mrz"])):
            return self.again(self.form(data))
        data["mrz"] = "\n".join(zone.lines)
        found = checked_values(zone, today())
        if not data.get("kind"):
            data["kind"] = kind_of_zone(zone)
        if found.get("number") and not data.get("number", "").strip():
            data["number"] = found["number"]
        if found.get("expires_on") and not any(data.get(f"expires_on_{part}") for part in DATE_PARTS):
            day = found["expires_on"]
            data["expires_on_day"], data["expires_on_month"], data["expires_on_year"] = day.day, day.month, day.year
        typed = typed_values(EvidenceForm, data)
        return self.page(self.shown(self.form(None, typed), file_was_sent=bool(self.request.FILES)))

    def again(self, form: EvidenceForm) -> HttpResponse:
        """The page with errors and everything that was typed; a browser keeps no file, so that is said."""
        return self.page(self.shown(form, file_was_sent=bool(self.request.FILES)), status=422)

    def form(self, data: Any, initial: Any = None) -> EvidenceForm:
        """The form with the kinds that the agreement knows, what is worth most first."""
        person = person_of(self.case)
        if data is None and not (initial or {}).get("purpose"):
            initial = {**(initial or {}), "purpose": self.purpose_first()}
        form = EvidenceForm(
            data,
            self.request.FILES if data is not None else None,
            initial=initial,
            kinds=self.kinds().groups,
            birth_date=person.birth_date if person else "",
        )
        return form if tells_of_entry(self.case) else form.of_nationality()

    def purpose_first(self) -> str:
        """What the next document probably shows: entry or residence while nothing does."""
        has_some = any(row.purpose == EvidencePurpose.ENTRY_OR_RESIDENCE for row in self.evidence())
        return EvidencePurpose.NATIONALITY if has_some else EvidencePurpose.ENTRY_OR_RESIDENCE

    def shown(
        self, form: EvidenceForm, *, removing: Evidence | None = None, file_was_sent: bool = False
    ) -> dict[str, Any]:
        """What the page shows beside the form."""
        agreement = self.case.agreement.short_title
        lines = str(form["mrz"].value() or "")
        kind = str(form["kind"].value() or "")
        purpose = str(form["purpose"].value() or "") if "purpose" in form.fields else ""
        return {
            "form": form,
            "kinds": self.kinds(),
            "rows": [(row, evidence_label(row.kind), worth_of_evidence(row, agreement)) for row in self.evidence()],
            "removing": removing,
            "removing_label": evidence_label(removing.kind) if removing else "",
            "reading": self.reading(lines, kind, purpose),
            "file_was_sent": file_was_sent,
        }

    def reading(self, lines: str, kind: str, purpose: str = "") -> Reading | None:
        """What the lines say, compared with the person's page; None without lines that can be read."""
        zone, _why = read_zone(lines)
        if zone is None:
            return None
        expiry = checked_values(zone, today()).get("expires_on")
        worth = None
        if kind:
            found = evidence_worth(self.case, kind, expiry, purpose=purpose or EvidencePurpose.NATIONALITY)
            worth = worth_of(
                found["worth"], found["worth_citation"], found["worth_certainty"], self.case.agreement.short_title
            )
        is_expired = expiry is not None and expiry < today()
        return Reading(
            is_valid=zone.is_valid,
            findings=tuple(Finding(str(MRZ_FIELDS.get(p.field, p.field)), str(p)) for p in zone.problems),
            particulars=_particulars(zone, person_of(self.case)),
            repairs=tuple((n, _changes(repair), repair.is_valid) for n, repair in enumerate(suggest_repairs(zone))),
            may_be_truncated=zone.may_be_truncated,
            expired=_("The document expired on %(date)s.") % {"date": date_long(expiry)} if is_expired else "",
            worth=worth,
        )

    def kinds(self) -> EvidenceKinds:
        """The agreement's lists, read once for the page."""
        if not hasattr(self, "_kinds"):
            self._kinds = evidence_kinds(self.case)
        return self._kinds

    def evidence(self) -> list[Evidence]:
        """The documents entered so far, read once for the page."""
        if not hasattr(self, "_evidence"):
            self._evidence = list(Evidence.objects.filter(case=self.case).select_related("file"))
        return self._evidence


def _particulars(zone: Mrz, person: Person | None) -> tuple[tuple[str, str, bool], ...]:
    """The person as the lines name him or her, and whether that differs from what the application says."""
    found = zone_particulars(zone)
    names = place_names({found.get("nationality", "")})
    shown = {
        "family_name": (_("Family name"), found.get("family_name", "")),
        "given_names": (_("Given names"), found.get("given_names", "")),
        "birth_date": (_("Date of birth"), partial_date(found["birth_date"]) if "birth_date" in found else ""),
        "sex": (_("Sex"), sex_label(found.get("sex", ""))),
        "nationality": (_("Nationality"), names.get(found.get("nationality", ""), zone.nationality)),
    }
    return tuple(
        (label, value, _differs(name, found.get(name, ""), person)) for name, (label, value) in shown.items() if value
    )


def _differs(name: str, found: str, person: Person | None) -> bool:
    written = str(getattr(person, name, "") or "") if person else ""
    if not written or not found:
        return False
    if name in {"family_name", "given_names"}:
        return not _same_name(written, found)
    return not (written.startswith(found) or found.startswith(written))


def _same_name(written: str, found: str) -> bool:
    """Whether the lines can be the machine-readable form of the name: letters by Doc 9303, or shortened."""
    try:
        letters = mrz_letters(written)
    except RomanisationError:
        return False
    read = mrz_letters(found)
    return letters == read or letters.startswith(read) or folded_key(written) == folded_key(found)


def _changes(repair: Repair) -> str:
    parts = [
        _("line %(line)s, position %(position)s: “%(found)s” becomes “%(proposed)s” (%(field)s)")
        % {
            "line": change.line,
            "position": change.position,
            "found": change.found,
            "proposed": change.proposed,
            "field": MRZ_FIELDS.get(change.field, change.field),
        }
        for change in repair.changes
    ]
    return "; ".join(str(part) for part in parts)
