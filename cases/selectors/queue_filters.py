"""What a queue can be narrowed to, and what the choices are called.

An address names filters by codes and ids; what it names wrongly counts as not named. A filter never shows more than the
view: each one is a further condition on the cases that the reader sees.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final
from uuid import UUID

from django.db.models import Case as Choose
from django.db.models import DateField, DateTimeField, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Left, Length
from django.db.models.lookups import Exact, GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import User
from accounts.selectors.absences import day_of
from accounts.selectors.colleagues import colleagues_seeing
from cases.choices import RECEIVING_ONLY_IN_TRANSIT, RECEIVING_ONLY_STATUSES, FlagKind, Side, Status, Track
from cases.choices_procedure import Procedure
from cases.models import Assignment, Case, CaseFlag, CasePrivate, Detention
from cases.querysets import CaseQuerySet
from cases.selectors.flags import OF_AGE, OWN_MARK
from cases.selectors.versions import birth_date_shown
from core import clock
from core.ids import uuid_or_none
from countries.models import AgreementMember, Authority, Country
from countries.selectors.places import country_name

NOBODY: Final = "nobody"
ME: Final = "me"


@dataclass(frozen=True, slots=True)
class Filters:
    """country: alpha-3 of the other side; status: as the reader knows it; assignee: id, "me" or "nobody"; agreement:
    its code; flag: a FlagKind; procedure: a Procedure; office: id of the own side's office. Empty: not narrowed."""

    country: str = ""
    status: str = ""
    assignee: str = ""
    agreement: str = ""
    flag: str = ""
    procedure: str = ""
    office: str = ""

    @classmethod
    def parse(cls, query: Mapping[str, Any]) -> "Filters":
        """The filters that an address or a saved filter names, as far as they have the form of one."""
        named = {item.name: str(query.get(item.name) or "") for item in fields(cls)}
        checks = {
            "country": lambda value: len(value) == 3 and value.isascii() and value.isupper(),
            "status": lambda value: value in Status.values,
            "assignee": lambda value: value in {ME, NOBODY} or _is_key(value),
            "agreement": lambda value: len(value) <= 60 and value.isascii() and value.replace("-", "").isalnum(),
            "flag": lambda value: value in FlagKind.values,
            "procedure": lambda value: value in Procedure.values,
            "office": _is_key,
        }
        return cls(**{name: value for name, value in named.items() if value and checks[name](value)})

    def to_query(self) -> dict[str, str]:
        """The filters that narrow anything, for an address."""
        return {name: value for name, value in asdict(self).items() if value}

    def without(self, name: str) -> "Filters":
        """The same without one of them."""
        return replace(self, **{name: ""})


ALL: Final = Filters()


def _is_key(value: str) -> bool:
    key = uuid_or_none(value)
    return key is not None and str(key) == value


def own_assignments(actor: Actor) -> QuerySet[Assignment]:
    """The assignments of the actor's side, of whatever case."""
    return Assignment.objects.filter(
        Q(own_side="requesting", requesting_country=actor.country)
        | Q(own_side="receiving", receiving_country=actor.country)
    )


def narrowed(cases: CaseQuerySet, actor: Actor, filters: Filters) -> CaseQuerySet:
    """The cases that the filters leave."""
    if filters.country:
        cases = cases.filter(
            Q(requesting_country=actor.country, receiving_country=filters.country)
            | Q(receiving_country=actor.country, requesting_country=filters.country)
        )
    if filters.status:
        cases = cases.filter(_status(actor, filters.status))
    if filters.assignee == NOBODY:
        cases = cases.exclude(Exists(own_assignments(actor).filter(case=OuterRef("pk"))))
    elif filters.assignee:
        key = actor.user_id if filters.assignee == ME else UUID(filters.assignee)
        cases = cases.filter(id__in=own_assignments(actor).filter(user_id=key).values("case_id"))
    if filters.agreement:
        cases = cases.filter(agreement=filters.agreement)
    if filters.flag:
        cases = cases.filter(_flagged(actor, filters.flag))
    if filters.procedure:
        cases = cases.filter(procedure=filters.procedure)
    if filters.office:
        cases = cases.filter(of_office(actor, UUID(filters.office)))
    return cases


def of_office(actor: Actor, office: UUID) -> Q:
    """The condition that this office of the actor's country has the case on its side."""
    return Q(requesting_country=actor.country, requesting_authority=office) | Q(
        receiving_country=actor.country, receiving_authority=office
    )


def _status(actor: Actor, status: str) -> Q:
    """The status as the reader knows it: a proposal is what it is to the receiving side alone."""
    theirs = Q(status=status, receiving_country=actor.country)
    known = Q()
    for of_track, hidden in (
        (~Q(track=Track.TRANSIT), RECEIVING_ONLY_STATUSES),
        (Q(track=Track.TRANSIT), RECEIVING_ONLY_IN_TRANSIT),
    ):
        behind = [code for code, shown in hidden.items() if shown == status]
        own = [] if status in hidden else [status]
        if own or behind:
            known |= of_track & Q(status__in=[*own, *behind])
    return theirs | known & Q(requesting_country=actor.country) if known else theirs


def _flagged(actor: Actor, kind: str) -> Q:
    """Marked by an office, or known from the data of the case, as far as row security shows either: the marks of
    `cases.selectors.flags`, asked of the database."""
    own = OuterRef("pk")
    zone = Choose(
        When(side=Side.REQUESTING, then=OuterRef("requesting_country__time_zone")),
        default=OuterRef("receiving_country__time_zone"),
    )
    marked = CaseFlag.objects.filter(case=own, kind=kind, ended_at=None).exclude(until_on__lt=_today_in(zone))
    condition = Q(Exists(marked))
    private = CasePrivate.objects.filter(case=own)
    if kind == FlagKind.DETAINED:
        condition |= Q(Exists(Detention.objects.filter(case=own).exclude(place="", since=None)))
    elif kind == FlagKind.VULNERABLE:
        condition |= Q(Exists(private.exclude(vulnerabilities__contained_by=list(OWN_MARK))))
    elif kind == FlagKind.FAMILY:
        condition |= Q(Exists(Case.objects.filter(group=OuterRef("group")).exclude(pk=own)))
    for code in (code for code, marked_as in OWN_MARK.items() if marked_as == kind):
        condition |= Q(Exists(private.filter(vulnerabilities__contains=[code])))
    if kind == FlagKind.MINOR:
        condition |= _may_be_minor(actor)
    return condition


def _today_in(zone: Any) -> Cast:
    """The calendar day that it is now in a time zone that a row names."""
    return Cast(Func(zone, Value(clock.now()), function="timezone", output_field=DateTimeField()), DateField())


def _may_be_minor(actor: Actor) -> Q:
    """Born, and perhaps not of age yet. A birth date may end at the year or the month: of a day as much is compared."""
    born = birth_date_shown(actor)
    today = _today_in(F("requesting_country__time_zone"))

    def as_long(sql: str) -> Left:
        day = Func(today, template=f"to_char({sql}, 'YYYY-MM-DD')", output_field=TextField())
        return Left(day, Length(born))

    first_not_of_age = f"%(expressions)s - interval '{OF_AGE} years' + interval '1 day'"
    return (
        ~Q(Exact(born, Value("")))
        & Q(GreaterThanOrEqual(born, as_long(first_not_of_age)))
        & Q(LessThanOrEqual(born, as_long("%(expressions)s")))
    )


# --- choices in words -------------------------------------------------------------------------------------------------

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Options:
    """What each filter can be set to, as (code, words); offices are empty where there is but one."""

    country: Choices = field(default_factory=list)
    status: Choices = field(default_factory=list)
    assignee: Choices = field(default_factory=list)
    agreement: Choices = field(default_factory=list)
    flag: Choices = field(default_factory=list)
    procedure: Choices = field(default_factory=list)
    office: Choices = field(default_factory=list)


def partners_and_agreements(actor: Actor) -> tuple[Choices, Choices]:
    """The countries that an agreement ties to the actor's, and these agreements. One statement."""
    rows = (
        AgreementMember.objects.filter(agreement__members__country=actor.country, country__is_historical=False)
        .exclude(country=actor.country)
        .select_related("country", "agreement")
    )
    countries: dict[str, str] = {}
    agreements: dict[str, str] = {}
    for row in rows:
        countries[row.country_id] = country_name(row.country)
        agreements[row.agreement_id] = row.agreement.short_title
    return _sorted(countries), _sorted(agreements)


def offices_of(actor: Actor) -> Choices:
    """The offices whose cases the actor sees by right: the own one and those below, or all of the country."""
    reach = actor.grants.get("view_case")
    if reach is None:
        return []
    rows = Authority.objects.filter(Q(country__in=reach.countries) | Q(id__in=reach.authorities), is_active=True)
    return [(str(key), name) for key, name in rows.order_by("name", "id").values_list("id", "name")]


def options_of(actor: Actor) -> Options:
    """All choices. Three statements, for the page (or the part of a page) where filters are chosen."""
    countries, agreements = partners_and_agreements(actor)
    offices = offices_of(actor)
    people = colleagues_seeing([UUID(key) for key, _name in offices], day_of(actor, clock.now()))
    return Options(
        country=countries,
        status=[(code, str(label)) for code, label in Status.choices if code != Status.TIME_BARRED],
        assignee=[(ME, _("Me")), (NOBODY, _("Nobody"))]
        + [(str(person.user_id), person.name) for person in people if person.user_id != actor.user_id],
        agreement=agreements,
        flag=[(code, str(label)) for code, label in FlagKind.choices],
        procedure=[(code, str(label)) for code, label in Procedure.choices],
        office=offices if len(offices) > 1 else [],
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in force: name: of the filter; label: what is narrowed; value: to what."""

    name: str
    label: str
    value: str


def chosen(actor: Actor, filters: Filters, options: Options | None = None) -> list[Chosen]:
    """The filters in force, in words; a code or an id that names nothing (any more) stands for itself. At most a
    statement for each that is set and not among the options, where these are loaded."""
    labels = {
        "country": _("Other country"),
        "status": _("Status"),
        "assignee": _("Assigned to"),
        "agreement": _("Agreement"),
        "flag": _("Flag"),
        "procedure": _("Procedure"),
        "office": _("Office"),
    }
    known = options or Options()
    return [
        Chosen(name, labels[name], dict(getattr(known, name)).get(value) or _value(actor, name, value))
        for name, value in filters.to_query().items()
    ]


def _value(actor: Actor, name: str, value: str) -> str:
    if name == "country":
        country = Country.objects.filter(code=value).first()
        return country_name(country) if country else value
    if name == "status":
        return str(Status(value).label)
    if name == "flag":
        return str(FlagKind(value).label)
    if name == "procedure":
        return str(Procedure(value).label)
    if name == "agreement":
        found = AgreementMember.objects.filter(agreement=value).values_list("agreement__short_title", flat=True)
        return found.first() or value
    if name == "office":
        office = Authority.objects.filter(id=value, country=actor.country).values_list("name", flat=True).first()
        return office or _("an office that is not yours")
    if value in {ME, NOBODY}:
        return _("Me") if value == ME else _("Nobody")
    person = User.objects.filter(id=value, country=actor.country).values_list("full_name", flat=True).first()
    return person or _("nobody whom you know")


def _sorted(names: Mapping[str, str]) -> Choices:
    return sorted(names.items(), key=lambda pair: pair[1])
