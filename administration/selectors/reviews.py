"""Who has access to the work of an office, to be gone through each quarter. No case is read for it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Membership
from accounts.policies import require_act
from accounts.roles import ROLES
from accounts.selectors.absences import day_of
from accounts.selectors.disuse import made_at, used_at
from administration.choices import AccessDecision
from administration.models import AccessReview
from administration.policies import administers
from administration.selectors.offices import offices_within
from core import clock
from core.errors import NotVisible
from core.exports import Sheet
from core.jinja import date_long
from core.outbox import wall_now
from countries.models import Authority

# The decision on the line of whoever goes through the list: somebody else's to take.
SELF: Final = "self"
# So many days before its day a list that is not signed calls for attention.
SOON: Final = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months of the calendar; a list is due on the last day."""

    code: str
    first: dt.date
    last: dt.date

    @property
    def words(self) -> str:
        """As people say it."""
        year, _mark, number = self.code.partition("-Q")
        return _("quarter %(number)s of %(year)s") % {"number": number, "year": year}


def quarter_of(day: dt.date) -> Quarter:
    """The quarter that a day is in."""
    number = (day.month - 1) // 3
    first = day.replace(month=number * 3 + 1, day=1)
    last = (first + dt.timedelta(days=100)).replace(day=1) - dt.timedelta(days=1)
    return Quarter(f"{first.year}-Q{number + 1}", first, last)


@dataclass(frozen=True, slots=True)
class Line:
    """One membership as it is shown and kept; dates as ISO 8601, empty for none. covers: for whom the person stands in;
    is_machine: a national system."""

    membership: str
    user: str
    name: str
    login_name: str
    role: str
    since: str
    until: str
    last_used: str
    is_unused: bool
    is_active: bool
    covers: str
    is_machine: bool
    decision: str = ""
    remark: str = ""

    @property
    def role_words(self) -> str:
        """The role in words, and that it works on what is delegated to the office."""
        role = ROLES.get(self.role)
        words = str(role.name) if role else self.role
        return _("%(role)s: cases delegated to the office") % {"role": words} if role and role.is_delegate else words

    @property
    def decision_words(self) -> str:
        """What was decided."""
        if self.decision == SELF:
            return _("not judged: this person signed the list")
        return str(dict(AccessDecision.choices).get(self.decision, ""))

    @property
    def since_on(self) -> dt.date:
        return dt.date.fromisoformat(self.since)

    @property
    def until_on(self) -> dt.date | None:
        return dt.date.fromisoformat(self.until) if self.until else None

    @property
    def used_at(self) -> dt.datetime | None:
        return dt.datetime.fromisoformat(self.last_used) if self.last_used else None

    def plain(self) -> dict[str, Any]:
        """As it is kept in the row."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """An office and its list of this quarter. state: signed | late | soon | open."""

    office: Authority
    people: int
    due_on: dt.date
    state: str
    review: AccessReview | None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One list for the page. todo: what was decided and still stands as it was, by membership."""

    office: Authority
    quarter: Quarter
    lines: Sequence[Line]
    review: AccessReview | None
    todo: frozenset[str]

    @property
    def is_signed(self) -> bool:
        """Whether it stays as it is."""
        return self.review is not None and self.review.signed_at is not None


def access_lines(actor: Actor, office: Authority, review: AccessReview | None = None) -> list[Line]:
    """Everybody with access to an office today or later, by name, with what `review` says so far. Two statements."""
    today = day_of(actor, clock.now())
    rows = Membership.objects.not_ended(today).filter(authority=office).select_related("user")
    covers: defaultdict[UUID, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute("select person, for_name, until from covers_of_office(%s, %s)", [office.id, today])
        for person, name, until in cursor.fetchall():
            covers[person].append(_("%(name)s until %(day)s") % {"name": name, "day": date_long(until)})
    said = {line["membership"]: line for line in review.lines} if review else {}
    limit = wall_now() - dt.timedelta(days=settings.ACCOUNT_UNUSED_DAYS or 36500)
    found = []
    for row in rows.order_by("user__full_name", "user_id", "role", "id"):
        user, before = row.user, said.get(str(row.id), {})
        found.append(
            Line(
                membership=str(row.id),
                user=str(user.id),
                name=user.full_name,
                login_name="" if user.is_machine else user.login_name,
                role=row.role,
                since=row.valid_from.isoformat(),
                until=row.valid_to.isoformat() if row.valid_to else "",
                last_used=user.last_login.isoformat() if user.last_login else "",
                is_unused=used_at(user) < limit,
                is_active=user.is_active,
                covers=", ".join(covers[user.id]),
                is_machine=user.is_machine,
                decision=SELF if user.id == actor.user_id else before.get("decision", "").replace(SELF, ""),
                remark=before.get("remark", ""),
            )
        )
    return found


def reviews_due(actor: Actor) -> list[ReviewLine]:
    """Every office within reach in which anybody has access, those that call for attention first. Three statements."""
    require_act(actor, "administer")
    return _reviews_of(offices_within(actor), day_of(actor, clock.now()))


def reviews_seen(actor: Actor) -> list[ReviewLine]:
    """The same for a supervisor: the offices whose trail the actor reads. Three statements."""
    require_act(actor, "view_audit")
    offices = [
        office
        for office in Authority.objects.filter(country=actor.country).order_by("name")
        if actor.reaches("view_audit", country=office.country_id, authority_id=office.id)
    ]
    return _reviews_of(offices, day_of(actor, clock.now()))


def reviews_of_country(country: str, today: dt.date) -> list[ReviewLine]:
    """The same for RCMS, which reminds."""
    return _reviews_of(list(Authority.objects.filter(country=country).order_by("name")), today)


def _reviews_of(offices: Sequence[Authority], today: dt.date) -> list[ReviewLine]:
    now = quarter_of(today)
    before = quarter_of(now.first - dt.timedelta(days=1))
    people: defaultdict[UUID, set[UUID]] = defaultdict(set)
    owed: set[UUID] = set()
    rows = Membership.objects.not_ended(before.last).filter(authority__in=offices)
    for place, user, first, last in rows.values_list("authority_id", "user_id", "valid_from", "valid_to"):
        if last is None or last >= today:
            people[place].add(user)
        # Who was there, and known here, when the list before this one was due.
        if first <= before.last and made_at(user).date() <= before.last:
            owed.add(place)
    kept = {
        (row.authority_id, row.quarter): row
        for row in AccessReview.objects.filter(authority__in=offices, quarter__in=[now.code, before.code])
    }
    found = []
    for office in offices:
        if not people[office.id]:
            continue
        review, earlier = kept.get((office.id, now.code)), kept.get((office.id, before.code))
        if review is not None and review.signed_at:
            state = "signed"
        elif office.id in owed and (earlier is None or not earlier.signed_at):
            state = "late"
        else:
            state = "soon" if now.last - today <= SOON else "open"
        found.append(ReviewLine(office, len(people[office.id]), now.last, state, review))
    order = ("late", "soon", "open", "signed")
    return sorted(found, key=lambda line: order.index(line.state))


def review_current(actor: Actor, office: Authority) -> ReviewView:
    """The list of this quarter: as it stands now, or as it was signed. Raises ActRefused, NotVisible."""
    require_act(actor, "administer")
    if not administers(actor, office):
        raise NotVisible(f"authority:{office.id}")
    quarter = quarter_of(day_of(actor, clock.now()))
    review = AccessReview.objects.filter(authority=office, quarter=quarter.code).first()
    if review is not None and review.signed_at is not None:
        return _signed(actor, review, office)
    return ReviewView(office, quarter, access_lines(actor, office, review), review, frozenset())


def review_signed(actor: Actor, review_id: UUID) -> ReviewView:
    """A list that was signed, for administrators of its office. Raises ActRefused, NotVisible."""
    require_act(actor, "administer")
    review = AccessReview.objects.select_related("authority").filter(id=review_id, signed_at__isnull=False).first()
    if review is None or not administers(actor, review.authority):
        raise NotVisible(f"accessreview:{review_id}")
    return _signed(actor, review, review.authority)


def _signed(actor: Actor, review: AccessReview, office: Authority) -> ReviewView:
    lines = [Line(**line) for line in review.lines]
    today = day_of(actor, clock.now())
    still = Membership.objects.filter(id__in=[line.membership for line in lines], valid_to__isnull=True)
    still = still | Membership.objects.not_ended(today).filter(id__in=[line.membership for line in lines])
    stands = {(str(key), last.isoformat() if last else "") for key, last in still.values_list("id", "valid_to")}
    asked = (AccessDecision.CHANGE, AccessDecision.END)
    todo = {line.membership for line in lines if line.decision in asked and (line.membership, line.until) in stands}
    return ReviewView(office, quarter_of(review.due_on), lines, review, frozenset(todo))


def reviews_before(actor: Actor) -> list[AccessReview]:
    """The lists that were signed for the offices within reach, the latest first; at most a hundred. One statement."""
    rows = AccessReview.objects.filter(signed_at__isnull=False).select_related("authority")
    reach = actor.grants["administer"]
    if actor.country not in reach.countries:
        rows = rows.filter(authority__in=sorted(reach.authorities))
    return list(rows.filter(country=actor.country).order_by("-signed_at", "-id")[:100])


def review_sheet(view: ReviewView) -> Sheet:
    """A signed list as a table."""
    headers = [
        *(_("Office"), _("Quarter"), _("Name"), _("User name"), _("Role"), _("From"), _("Until"), _("Last used")),
        *(_("Unused"), _("Stands in for"), _("Decision"), _("Remark"), _("Signed by"), _("Signed at")),
    ]
    review = view.review
    assert review is not None
    rows = [
        [
            *(view.office.name, review.quarter, line.name, line.login_name, line.role_words),
            *(line.since_on, line.until_on, line.used_at),
            *(_("yes") if line.is_unused else _("no"), line.covers, line.decision_words, line.remark),
            *(review.signed_by_name, review.signed_at),
        ]
        for line in view.lines
    ]
    return Sheet(title=review.quarter, headers=headers, rows=rows)


def decided(lines: Sequence[Line], said: Mapping[str, tuple[str, str]]) -> list[Line]:
    """The lines with what was said of them, by membership; of one's own nothing can be said."""
    return [
        replace(line, decision=said[line.membership][0], remark=said[line.membership][1])
        if line.membership in said and line.decision != SELF
        else line
        for line in lines
    ]
