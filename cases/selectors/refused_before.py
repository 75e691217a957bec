"""Whether the person of a draft was asked for before, without a yes: who files that again says what is new."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.actor import Actor
from cases.choices import Outcome, Side, Status
from cases.choices_exits import ErrorClaimState
from cases.identity.search_keys import asked_words
from cases.identity.search_numbers import birth_patterns
from cases.identity.search_terms import Asked
from cases.models import Case, ErrorClaim, Person, Refiling
from cases.policies import side_of
from cases.selectors.search import key_matches
from cases.wording import status_for

_WRITTEN: Final = (Status.DRAFT, Status.IN_REVIEW)
_NO_YES: Final = (Outcome.REFUSED, Outcome.INCONCLUSIVE)
# The mean of the words of the name and of the day of birth: another spelling of one word still counts, another day not.
_LIKELY: Final = 0.85
_AT_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class EarlierRefusal:
    """An application that was answered with no yes, or whose person was taken back. status: in words."""

    reference: str
    status: str
    url: str


def refused_before(actor: Actor, case: Case, person: Person | None) -> list[EarlierRefusal]:
    """Applications of the own country to the same country for a person of such a name born on such a day, the latest
    answer first, as far as the actor sees them.

    None for what is not being written, for an application that is filed again as such, and for a person whose name or
    day of birth is not known. Three statements.
    """
    is_written = case.status in _WRITTEN and side_of(actor, case) is Side.REQUESTING
    if not is_written or person is None or not person.birth_date:
        return []
    names = asked_words(f"{person.given_names} {person.family_name}".strip())
    if not names or Refiling.objects.filter(case=case).exists():
        return []
    asked = Asked(names=names, births=birth_patterns(person.birth_date))
    found = [key for key, score in key_matches(asked).items() if score >= _LIKELY and key != case.id]
    is_taken_back = ErrorClaim.objects.filter(case=OuterRef("pk"), state=ErrorClaimState.TAKEN_BACK)
    rows = (
        Case.objects.visible_to(actor)
        .filter(
            Q(outcome__in=_NO_YES) | Exists(is_taken_back),
            id__in=found,
            requesting_country=case.requesting_country_id,
            receiving_country=case.receiving_country_id,
        )
        .order_by("-decided_at", "id")[:_AT_MOST]
    )
    return [
        EarlierRefusal(
            row.reference or "",
            str(status_for(row, Side.REQUESTING)[1]),
            reverse("cases:case-detail", args=[row.id]),
        )
        for row in rows
    ]
