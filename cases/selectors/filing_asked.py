"""What is asked of an application beside what identifies the person: the time limit for submitting it, and the form and
the attachments that the receiving country wants."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases.choices import ClockKind, Track
from cases.clocks import rules_of
from cases.models import Case, CaseClock
from cases.selectors.application import Application
from cases.selectors.case_clocks import ClockView, clock_views
from core import clock
from countries.choices import AttachmentKind, EvidenceKind, FormKind, RuleKind, StartEvent
from countries.clocks import ResolvedRule
from countries.clocks.wording import limit_in_words
from countries.models import AgreementForm, AttachmentRequirement
from countries.models.agreement import VERIFIED
from countries.selectors.lists import attachments_for, forms_for
from countries.selectors.rules import agreements_between

# --- the time limit for the application -------------------------------------------------------------------------------

_DAYS_ASKED: Final = {
    StartEvent.KNOWLEDGE: gettext_lazy("Unlawful entry or stay known since"),
    StartEvent.UNLAWFUL_ENTRY: gettext_lazy("Day of the unlawful entry"),
    StartEvent.UNLAWFUL_STAY: gettext_lazy("Unlawful stay since"),
}


@dataclass(frozen=True, slots=True)
class SubmissionLimit:
    """The time limit that the agreement gives for the application. label, hint: of the day from which it runs; clock:
    as it runs for a case; wording: what the agreement says of it."""

    label: str
    hint: str
    wording: str
    clock: ClockView | None = None

    @property
    def is_over(self) -> bool:
        """Whether an application submitted now is late."""
        return self.clock is not None and self.clock.state == "ended"


def submission_rule(case: Case) -> ResolvedRule | None:
    """The rule, where the agreement has one for the case's track that runs from a day that the application names."""
    rule = rules_of(case).get(RuleKind.SUBMISSION)
    return rule if rule is not None and rule.has_limit and rule.start_event in _DAYS_ASKED else None


def submission_limit(case: Case, *, with_clock: bool = False) -> SubmissionLimit | None:
    """The time limit for the application in words, or None where the agreement has none for this track."""
    rule = submission_rule(case) if case.track != Track.TRANSIT else None
    if rule is None:
        return None
    words = {
        "limit": limit_in_words(rule.value, rule.unit),
        "event": StartEvent(rule.start_event).label,
        "source": ", ".join(filter(None, (rule.agreement_title, rule.citation))),
    }
    hint = _("The application can be submitted within %(limit)s of %(event)s (%(source)s).") % words
    if not rule.is_verified:
        hint = f"{hint} {_('Unverified: not read in the text of the agreement.')}"
    running = None
    if with_clock and case.known_on is not None:
        rows = CaseClock.objects.live().filter(case=case, kind=ClockKind.SUBMISSION).with_working()
        running = next(iter(clock_views(case, list(rows), {})), None)
    return SubmissionLimit(str(_DAYS_ASKED[StartEvent(rule.start_event)]), hint, rule.wording, running)


# --- form and attachments ---------------------------------------------------------------------------------------------

_STATES: Final = {
    "there": (gettext_lazy("there"), "ok"),
    "missing": (gettext_lazy("missing"), "warn"),
    "made": (gettext_lazy("made by RCMS"), "ok"),
    "later": (gettext_lazy("later"), "quiet"),
    "look": (gettext_lazy("see to it yourself"), "quiet"),
}


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One thing that is asked for. state: there | missing | made (RCMS makes it) | later | look (RCMS cannot tell)."""

    label: str
    note: str
    source: str
    is_verified: bool
    state: str

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(_STATES[self.state][0])

    @property
    def state_kind(self) -> str:
        """The kind of tag in which the state is shown."""
        return _STATES[self.state][1]


def asked_items(application: Application) -> list[AskedItem]:
    """The form of the agreement, then the attachments that the receiving country asks for. Three queries, two for a
    transit: the attachments are those of a readmission application."""
    case = application.case
    on = (case.delivered_at or clock.now()).date()
    pair = case.requesting_country_id, case.receiving_country_id
    binding = agreements_between(*pair, on, track=case.track)
    forms = forms_for(*pair, on, agreement=case.agreement_id, track=case.track, binding=binding)
    is_transit = case.track == Track.TRANSIT
    rows = [] if is_transit else attachments_for(*pair, agreement=case.agreement_id, binding=binding)
    form = forms.get(FormKind.TRANSIT if is_transit else FormKind.APPLICATION)
    items = [_form_item(form, case.agreement.short_title)] if form is not None else []
    # Of two lines about the form the agreement's own is shown.
    rows = [row for row in rows if form is None or row.kind != AttachmentKind.APPLICATION_FORM]
    return items + [_attachment_item(row, application) for row in rows]


def _form_item(form: AgreementForm, agreement: str) -> AskedItem:
    label = ", ".join(filter(None, (str(form.get_kind_display()), form.annex)))
    said = [_languages(form.languages)]
    if form.one_per_person is not None and not form.note:
        said.append(_("One form for each person.") if form.one_per_person else _("Children may stand on one form."))
    source = "; ".join(filter(None, (", ".join(filter(None, (agreement, form.citation))), form.source)))
    return AskedItem(label, _sentences(*said, form.note), source, form.certainty in VERIFIED, _form(form.languages))


def _attachment_item(row: AttachmentRequirement, application: Application) -> AskedItem:
    find = _FOUND.get(AttachmentKind(row.kind), lambda application: "look")
    state = _form(row.languages) if row.kind == AttachmentKind.APPLICATION_FORM else find(application)
    note = _sentences(_languages(row.languages), row.note)
    return AskedItem(str(row.get_kind_display()), note, row.source, row.certainty in VERIFIED, state)


def _sentences(*texts: str) -> str:
    return " ".join(filter(None, texts))


def _languages(tags: list[str]) -> str:
    if not tags:
        return ""
    return _("In %(languages)s.") % {"languages": _(" or ").join(map(_language, tags))}


def _language(tag: str) -> str:
    """The name of a language in the reader's language."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(get_language() or "en") or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _form(languages: list[str]) -> str:
    """RCMS draws the form in English; where that is not asked for, people see to it."""
    return "made" if not languages or "en" in languages else "look"


def _copies(application: Application) -> str:
    if not application.evidence:
        return "missing"
    return "there" if all(row.file_id for row in application.evidence) else "missing"


def _of_kind(kind: EvidenceKind) -> Callable[[Application], str]:
    """There with a scan; without one RCMS cannot tell whether it is wanted in this case."""

    def find(application: Application) -> str:
        is_there = any(row.kind == kind and row.file_id for row in application.evidence)
        return "there" if is_there else "look"

    return find


_FOUND: Final[dict[AttachmentKind, Callable[[Application], str]]] = {
    AttachmentKind.PHOTOGRAPH: lambda it: "there" if it.person and it.person.photograph_id else "missing",
    AttachmentKind.EVIDENCE_COPIES: _copies,
    AttachmentKind.LAST_ADDRESS: lambda it: "there" if it.person and it.person.last_address else "missing",
    AttachmentKind.FINGERPRINTS: _of_kind(EvidenceKind.FINGERPRINTS),
    AttachmentKind.BIRTH_CERTIFICATE: _of_kind(EvidenceKind.BIRTH_CERTIFICATE),
    AttachmentKind.FLIGHT_DETAILS: lambda it: "later",
}
