"""An application in words: the parts of the form as headed lists of label and value, for reading and for checking."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from cases.choices import Sex, Track, Vulnerability
from cases.forms.filing_fields import language_label
from cases.models import FamilyMember, Person
from cases.selectors.application import Application
from cases.selectors.entry import check_rows, entry_rows
from cases.selectors.procedure import apprehension_rows
from core.jinja import bdi, date_long, partial_date
from countries.choices import EvidenceKind

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the application: heading, rows (label, value), and the step on which it is written."""

    title: str
    rows: tuple[Row, ...]
    step: str


def evidence_label(kind: str) -> str:
    """The name of a kind of evidence; an unknown code stands for itself."""
    return str(EvidenceKind(kind).label) if kind in EvidenceKind.values else kind


def sex_label(code: str) -> str:
    """Male, Female, Unspecified; "" for none."""
    return str(Sex(code).label) if code in Sex.values else ""


def lines(text: str) -> Markup | str:
    """Text of several lines, its line ends kept."""
    return Markup("<br>").join(escape(line) for line in text.splitlines()) if "\n" in text else text


def person_section(application: Application) -> Section:
    """Part A: personal details."""
    person = application.person or Person()
    language = person.native_language or None
    rows: list[Row] = [
        (_("Family name"), _both(person.family_name, person.family_name_native, language)),
        (_("Given names"), _both(person.given_names, person.given_names_native, language)),
    ]
    if person.native_name and language:
        rows.append((_("Language of the native script"), language_label(language)))
    rows += [
        (_("Maiden name"), person.maiden_name),
        (_("Also known as"), person.other_names),
        (_("Date of birth"), partial_date(person.birth_date)),
        (_("Place of birth"), _place(person, application.places)),
        (_("Sex"), sex_label(person.sex)),
        (_("Height"), _("%(number)s cm") % {"number": person.height_cm} if person.height_cm else ""),
        (_("Colour of eyes"), person.eye_colour),
        (_("Distinguishing marks"), person.distinguishing_marks),
        (_("Nationality"), application.places.get(person.nationality, person.nationality)),
        (_("Earlier nationalities"), person.former_nationalities),
        (_("Languages spoken"), person.languages),
        (_("Civil status"), str(person.get_civil_status_display()) if person.civil_status else ""),
        (_("Father’s name"), person.father_name),
        (_("Mother’s name"), person.mother_name),
        (_("Last address in the receiving country"), person.last_address),
    ]
    return Section(_("Personal details"), tuple(rows), "person")


def entry_section(application: Application) -> Section | None:
    """Entry and residence, on the tracks that tell of them. The day from which the time limit runs stands with them."""
    if application.entry is None:
        return None
    known_on = application.case.known_on
    known = [(_("Unlawful entry or stay known since"), date_long(known_on))] if known_on else []
    return Section(_("Entry and residence"), (*known, *entry_rows(application.entry)), "entry")


def member_rows(member: FamilyMember, places: dict[str, str]) -> tuple[Row, ...]:
    """Parts B and C: one spouse or child."""
    rows: list[Row] = [
        (_("Name"), Markup("<bdi>{}, {}</bdi>").format(member.family_name, member.given_names)),
        (_("Date of birth"), partial_date(member.birth_date)),
        (_("Place of birth"), member.birth_place),
        (_("Sex"), sex_label(member.sex)),
        (_("Nationality"), places.get(member.nationality, member.nationality)),
    ]
    if member.maiden_name:
        rows.insert(1, (_("Maiden name"), member.maiden_name))
    rows.append((_("Returns together with the person"), _("Yes") if member.is_accompanying else _("No")))
    return tuple(rows)


def circumstances_section(application: Application) -> Section:
    """Parts D and F. Health as far as the reader may know of it; for the own side with the state of the consent."""
    case, health = application.case, application.health
    is_day_here = case.known_on is not None and application.entry is None
    rows: list[Row] = [(_("State of health"), lines(health.statement) if health else "")]
    if application.is_own_side and health is not None and health.statement:
        sent = _("Given: sent to the other side") if health.has_consent else _("Not given: stays with your side")
        rows.append((_("Consent to send it"), sent))
    rows += [
        *([(_("Unlawful entry or stay known since"), date_long(case.known_on))] if is_day_here else []),
        (_("Protective or security measures"), lines(case.protective_measures)),
        (_("Interview requested"), _("Yes") if case.is_interview_requested else _("No")),
        (_("Observations"), lines(case.observations)),
    ]
    return Section(_("Special circumstances"), tuple(rows), "circumstances")


def safeguards_section(application: Application) -> Section | None:
    """What the requesting side records for itself; None for everybody else."""
    private, detention = application.private, application.detention
    if private is None:
        return None
    labels = dict(Vulnerability.choices)
    rows: list[Row] = [
        (_("Own file number"), private.file_number),
        (_("Return decision"), _decision(private.return_decision_on, private.return_decision_number)),
        (_("Final and enforceable"), _("Yes") if private.is_decision_final else _("No")),
        (_("Legal status checked on"), date_long(private.legal_status_checked_on)),
        (_("Vulnerable person"), ", ".join(str(labels.get(code, code)) for code in private.vulnerabilities)),
        (_("Place of detention"), detention.place if detention else ""),
        (_("Detained since"), date_long(detention.since) if detention else ""),
        *check_rows(application.entry_check),
    ]
    return Section(_("Safeguards"), tuple(rows), "safeguards")


def agreement_section(application: Application) -> Section:
    """Between whom, under what. No consulate takes part in a transit."""
    case = application.case
    rows: list[Row] = [
        (_("Agreement"), case.agreement.title),
        (_("Track"), capfirst(str(case.get_track_display()))),
        (_("Requesting authority"), case.requesting_authority.name),
        (_("Receiving authority"), case.receiving_authority.name),
        (_("Embassy or consulate"), application.consulate),
    ]
    if case.track == Track.TRANSIT:
        del rows[4]
    return Section(_("Agreement and track"), tuple(rows), "")


def procedure_section(application: Application) -> Section | None:
    """Normal or accelerated, with the apprehension; None for a transit, which has one procedure."""
    case = application.case
    if case.track == Track.TRANSIT:
        return None
    rows = [(_("Procedure"), str(case.get_procedure_display())), *apprehension_rows(case, application.apprehension)]
    return Section(_("Procedure"), tuple(rows), "procedure")


def _both(latin: str, native: str, language: str | None) -> Markup | str:
    if not native:
        return Markup("<bdi>{}</bdi>").format(latin) if latin else ""
    return Markup("<bdi>{}</bdi> {}").format(latin, bdi(native, language))


def _place(person: Person, places: dict[str, str]) -> str:
    return ", ".join(part for part in (person.birth_place, places.get(person.birth_country, "")) if part)


def _decision(on: Any, number: str) -> str:
    if on is None:
        return number
    return _("%(number)s of %(date)s") % {"number": number, "date": date_long(on)} if number else date_long(on)
