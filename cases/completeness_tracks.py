"""What an application for a third-country national or a stateless person must have besides what identifies them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.choices import Track
from cases.choices_tracks import ENTRY_TRACKS, NO_NATIONALITY, STATELESS, EntryBasis
from cases.models import Case, EntryCheck, EntryRecord, Person

# code -> (words, the filing page on which it is mended)
TRACK_REQUIREMENTS: dict[str, tuple[str | Promise, str]] = {
    "nationality_of_third_country": (
        _("The nationality must be that of a third country: of neither of the two, and of one"),
        "person",
    ),
    "nationality_stateless": (_("A stateless person has no nationality: choose “stateless person”"), "person"),
    "entry_basis": (_("The ground of the readmission"), "entry"),
    "entry_facts": (_("Day and place of the entry"), "entry"),
    "entry_permit": (_("Kind and number of the visa or residence permit of the receiving country"), "entry"),
    "known_on": (_("The day from which the time limit for the application runs"), "entry"),
    "evidence_of_entry": (_("At least one means of evidence of entry or residence"), "documents"),
}


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What a case tells of entry and residence. has_evidence: a means of evidence shows it; is_day_wanted: the
    agreement counts a time limit for the application from a day that the application names."""

    record: EntryRecord | None = None
    check: EntryCheck | None = None
    has_evidence: bool = False
    is_day_wanted: bool = False

    @property
    def exception_stands(self) -> bool:
        """Whether an exception from the obligation applies, and nobody recorded why it does not (domain facts 1)."""
        if self.check is None:
            return False
        return self.check.is_airside_only or (self.check.has_own_permit and not self.check.exception_answer)


def nationality_missing(case: Case, person: Person | None) -> list[str]:
    """What is wrong with the nationality for the track; a nationality that is not given is missing anyway."""
    if person is None or not person.nationality or case.track not in ENTRY_TRACKS:
        return []
    code = person.nationality
    if case.track == Track.STATELESS:
        return [] if code == STATELESS else ["nationality_stateless"]
    wrong = (case.requesting_country_id, case.receiving_country_id, *NO_NATIONALITY)
    return ["nationality_of_third_country"] if code in wrong else []


def entry_missing(case: Case, facts: EntryFacts) -> list[str]:
    """The codes of what is missing about entry and residence, in the order of the form."""
    row = facts.record or EntryRecord()
    missing = []
    if not row.basis:
        missing.append("entry_basis")
    if row.basis == EntryBasis.DIRECT_ENTRY and not (row.entered_on and row.entry_place):
        missing.append("entry_facts")
    if row.basis == EntryBasis.DOCUMENT and not (row.permit_kind and row.permit_number):
        missing.append("entry_permit")
    if facts.is_day_wanted and case.known_on is None:
        missing.append("known_on")
    if not facts.has_evidence:
        missing.append("evidence_of_entry")
    return missing
