"""Children, vulnerable persons, families and health: what a case's own rows and its family say of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from cases.choices import OPEN_STATUSES, Status, Vulnerability
from cases.choices_safeguards import AgeDispute, SafeguardPhase
from cases.identity.dates import DateFormError, PartialDate
from cases.models import (
    BestInterests,
    Case,
    CasePrivate,
    FamilySeparation,
    HealthConsent,
    Person,
    Reception,
    SafeguardPoint,
)
from cases.safeguard_items import STATUS_CHECK_AGES, SafeguardItem, items_for
from cases.selectors.companions import Relative, relatives_of
from cases.selectors.companions import staying as staying_of
from cases.selectors.family_forms import without_own_form
from cases.workflow.safeguard_facts import SafeguardFacts
from core import clock

OF_AGE: Final = 18
# The parts of a case that are read here; callers that join them already pass the case on.
OWN_PARTS: Final = ("caseprivate", "bestinterests", "reception", "familyseparation", "healthconsent")
_BEING_WRITTEN: Final = (Status.DRAFT, Status.IN_REVIEW, Status.RETURNED_INCOMPLETE)


@dataclass(frozen=True, slots=True)
class Safeguards:
    """What is known of one case, as far as row security shows it to the reader.

    kinds: of vulnerable person (`Vulnerability`), also those that follow from the date of birth and the family; items:
    the checklist for the step that is next, points: its answers by code; staying: the family's cases whose persons
    would not return with this one, going: those of them that have a transfer in hand; is_adult_going: so has an adult
    of the family; missing: what the application lacks of the family, as `cases.completeness` names it.
    """

    is_minor: bool = False
    is_alone: bool = False
    kinds: tuple[str, ...] = ()
    phase: str = SafeguardPhase.RELEASE
    items: Sequence[SafeguardItem] = ()
    points: dict[str, SafeguardPoint] = field(default_factory=dict)
    private: CasePrivate | None = None
    best_interests: BestInterests | None = None
    reception: Reception | None = None
    separation: FamilySeparation | None = None
    consent: HealthConsent | None = None
    staying: Sequence[Case] = ()
    going: Sequence[Case] = ()
    is_adult_going: bool = False
    is_status_check_old: bool = False
    missing: tuple[str, ...] = ()

    @property
    def open_items(self) -> list[SafeguardItem]:
        """The points that nobody has answered yet."""
        return [item for item in self.items if item.code not in self.points]

    @property
    def is_separated(self) -> bool:
        """Whether somebody would stay of whom nobody has decided that he or she may."""
        return bool(self._undecided)

    @property
    def _undecided(self) -> set[UUID]:
        decided = set(self.separation.apart_from) if self.separation else set()
        return {case.id for case in self.staying} - decided

    @property
    def _decided_by(self) -> frozenset[UUID]:
        found = [self.separation.decided_by] if self.separation and self.staying else []
        if self.private and self.private.age_decided_by:
            found.append(self.private.age_decided_by)
        return frozenset(found)

    @property
    def facts(self) -> SafeguardFacts:
        """The same for guards."""
        return SafeguardFacts(
            is_minor=self.is_minor,
            is_alone=self.is_alone,
            points=len(self.items),
            points_open=len(self.open_items),
            best_interests=self.best_interests.result if self.best_interests else "",
            reception=self.reception.status if self.reception else "",
            is_status_check_old=self.is_status_check_old,
            consent=self.consent.status if self.consent else "",
            is_separable=bool(self.staying),
            is_separated=self.is_separated,
            is_adult_going=self.is_adult_going,
            are_others_going=self._undecided <= {case.id for case in self.going},
            decided_by=self._decided_by,
        )


def safeguards_of(case: Case, own: Any = None) -> Safeguards:
    """The safeguards of a case that is open. own: the case with `OWN_PARTS` joined, asked for if none.

    One statement for the case, one for the answers where there is a checklist, one for the family where there is one.
    """
    if case.status not in OPEN_STATUSES:
        return Safeguards()
    if own is None:
        own = Case.objects.select_related("person", "requesting_country", *OWN_PARTS).get(id=case.id)
    person: Person | None = _joined(own, "person") or getattr(case, "person", None)
    private: CasePrivate | None = _joined(own, "caseprivate")
    country = _joined(own, "requesting_country") or case.requesting_country
    zone = ZoneInfo(country.time_zone)
    today = clock.now().astimezone(zone).date()
    ticked = set(private.vulnerabilities) if private else set()
    is_minor = _is_minor(person, private, ticked, today)
    is_accepted = case.status == Status.ACCEPTED
    family = relatives_of(case) if case.group_id and (is_minor or is_accepted) else []
    adults = [relative for relative in family if _is_adult(relative, today)]
    is_alone = is_minor and (
        Vulnerability.UNACCOMPANIED_MINOR in ticked or not any(adult.comes_along for adult in adults)
    )
    kinds = [kind for kind in Vulnerability if kind in ticked]
    if is_minor and Vulnerability.MINOR not in kinds:
        kinds.insert(0, Vulnerability.MINOR)
    if is_alone and Vulnerability.UNACCOMPANIED_MINOR not in kinds:
        kinds.append(Vulnerability.UNACCOMPANIED_MINOR)
    phase = SafeguardPhase.TRANSFER if is_accepted else SafeguardPhase.RELEASE
    # The checklist is the requesting side's: without its private data the reader is not of it.
    items = items_for(kinds, phase) if private is not None else []
    return Safeguards(
        is_minor=is_minor,
        is_alone=is_alone,
        kinds=tuple(kinds),
        phase=phase,
        items=items,
        points={row.item: row for row in SafeguardPoint.objects.filter(case=case, phase=phase)} if items else {},
        private=private,
        best_interests=_joined(own, "bestinterests"),
        reception=_joined(own, "reception"),
        separation=_joined(own, "familyseparation"),
        consent=_joined(own, "healthconsent"),
        staying=staying_of(family),
        going=[relative.case for relative in family if relative.is_going],
        # Whoever is ticked as unaccompanied comes with nobody, whatever the family plans.
        is_adult_going=Vulnerability.UNACCOMPANIED_MINOR not in ticked and any(adult.is_going for adult in adults),
        is_status_check_old=private is not None and _is_check_old(case, private, zone, today),
        missing=("own_form",) if case.status in _BEING_WRITTEN and without_own_form(case) else (),
    )


def _joined(own: Any, name: str) -> Any:
    """A part that was joined, None where it was not or where row security keeps it back: nothing is asked for here."""
    return own._state.fields_cache.get(name)


def _is_minor(person: Person | None, private: CasePrivate | None, ticked: set[str], today: date) -> bool:
    """By what is recorded of a doubt about the age, else by a tick or the date of birth. A date known in part counts as
    its last day: who may be a minor is treated as one. Nothing recorded outweighs a date that is surely a minor's."""
    dispute = private.age_dispute if private else ""
    if dispute:
        return dispute != AgeDispute.ADULT or is_surely_minor(person, today)
    if ticked & {Vulnerability.MINOR, Vulnerability.UNACCOMPANIED_MINOR}:
        return True
    born = _born(person)
    return born is not None and not _is_of_age(born.latest, today)


def _born(person: Person | None) -> PartialDate | None:
    try:
        return PartialDate.parse(person.birth_date) if person is not None and person.birth_date else None
    except DateFormError:
        return None


def _is_of_age(born: date, today: date) -> bool:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) >= OF_AGE


def is_surely_minor(person: Person | None, today: date) -> bool:
    """Whether on every day that the recorded date of birth can mean the person is a minor today."""
    born = _born(person)
    return born is not None and not _is_of_age(born.earliest, today)


def _is_adult(relative: Relative, today: date) -> bool:
    """Whether the date of birth makes this relative certainly an adult."""
    born = _born(getattr(relative.case, "person", None))
    return born is not None and _is_of_age(born.latest, today)


def _is_check_old(case: Case, private: CasePrivate, zone: ZoneInfo, today: date) -> bool:
    """Whether the legal status is to be checked again before the application leaves the country."""
    checked = private.legal_status_checked_on
    if case.status not in _BEING_WRITTEN or checked is None:
        return False
    came_back = case.returned_at if case.status == Status.RETURNED_INCOMPLETE else None
    if came_back is not None and checked < came_back.astimezone(zone).date():
        return True
    limit = STATUS_CHECK_AGES.get(case.requesting_country_id)
    return limit is not None and (today - checked).days > limit.days
