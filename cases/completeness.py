"""What an application must have before it may leave the country: what identifies a person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.choices import Track
from cases.completeness_tracks import TRACK_REQUIREMENTS, EntryFacts, entry_missing, nationality_missing
from cases.completeness_transit import TRANSIT_REQUIREMENTS, transit_missing
from cases.models import Case, Person

# code -> (words, the filing page on which it is mended)
REQUIREMENTS: dict[str, tuple[str | Promise, str]] = {
    "family_name": (_("Family name"), "person"),
    "birth_date": (_("Date of birth"), "person"),
    "sex": (_("Sex"), "person"),
    "nationality": (_("Nationality"), "person"),
    "photograph": (_("Photograph"), "evidence"),
    "evidence": (_("At least one means of evidence"), "documents"),
    "nationality_of_receiving": (
        _("The nationality must be that of the receiving country for an own national"),
        "person",
    ),
    "own_form": (_("A case of their own for those who return along"), "family"),
    **TRACK_REQUIREMENTS,
    **TRANSIT_REQUIREMENTS,
}


def missing_of(
    case: Case, person: Person | None, *, has_evidence: bool, entry: EntryFacts | None = None
) -> tuple[str, ...]:
    """The codes of what is missing, in the order of the form; empty when the application can go. entry: on the tracks
    that tell of entry and residence, whose evidence is what has to be there."""
    if case.track == Track.TRANSIT:
        return transit_missing(case, person)
    missing = [
        code
        for code in ("family_name", "birth_date", "sex", "nationality")
        if person is None or not getattr(person, code)
    ]
    if (
        case.track == Track.OWN_NATIONAL
        and person is not None
        and person.nationality
        and person.nationality != case.receiving_country_id
    ):
        missing.append("nationality_of_receiving")
    missing += nationality_missing(case, person)
    if person is None or person.photograph_id is None:
        missing.append("photograph")
    if entry is not None:
        missing += entry_missing(case, entry)
    elif not has_evidence:
        missing.append("evidence")
    return tuple(missing)
