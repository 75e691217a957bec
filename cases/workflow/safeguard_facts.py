"""What guards know of children, vulnerable persons, families and health; loaded by `cases.selectors.safeguards`."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SafeguardFacts:
    """The facts of one case, as far as row security shows them.

    is_minor: by the date of birth, a tick, or an open doubt about the age; is_alone: a minor with whom no adult of the
    family returns; points / points_open: of the checklist for the step that is next; best_interests: the result, ""
    for none; reception: its status; is_status_check_old: the legal status was checked before the application came back,
    or longer ago than the country allows; consent: to passing on health information; is_separated: members of the
    family would stay and nobody has decided that they may, is_separable: some would stay at all. For a family whose
    announced transfers are changed one by one: is_adult_going: an adult has a transfer in hand; are_others_going: so
    has everybody who would stay and of whom nobody has decided that he or she may. decided_by: who took,
    alone, a decision that a guard rests on: that the family may be separated, or after the release that the person is
    an adult.
    """

    is_minor: bool = False
    is_alone: bool = False
    points: int = 0
    points_open: int = 0
    best_interests: str = ""
    reception: str = ""
    is_status_check_old: bool = False
    consent: str = ""
    is_separable: bool = False
    is_separated: bool = False
    is_adult_going: bool = False
    are_others_going: bool = False
    decided_by: frozenset[UUID] = frozenset()


def recorded_acts(known: SafeguardFacts) -> set[str]:
    """The names of acts whose record is there and holds: done again only when something has changed."""
    holds = {
        "assess_best_interests": bool(known.best_interests),
        "answer_safeguards": not known.points_open,
        "propose_reception": known.reception in {"proposed", "confirmed"},
        "record_reception": bool(known.reception),
        "allow_separation": not known.is_separated,
    }
    return {name for name, is_there in holds.items() if is_there}


NO_SAFEGUARDS = SafeguardFacts()
