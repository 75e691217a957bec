"""Changes that wait or were decided, in words for the reader's country."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.dates import WEEKDAYS as DAYS_FROM_MONDAY
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from accounts.models import User
from accounts.policies import require_act
from accounts.roles import ROLES
from administration import payloads
from administration.choices import ChangeKind, ChangeState
from administration.models import ChangeRequest, Recomputation
from administration.policies import MOVES, administers_country, may_decide
from administration.selectors.files import new_agreement_lines
from administration.selectors.letters import language_name
from administration.selectors.provider_words import link_rows, provider_rows
from administration.selectors.rule_words import (
    cell_words,
    difference_lines,
    edit_plain,
    edits_kept,
    item_lines,
    items_kept,
    rules_before,
)
from cases.selectors.paging import Count, Cursor, bounded_counts, keyset_page
from core.errors import NotVisible
from core.ids import uuid_or_none
from core.jinja import date_long, date_words
from countries.choices import AuthorityKind
from countries.models import Agreement, Authority, Country
from documents.letters.registry import TITLES
from documents.letters.serial import ContextBroken
from documents.letters.texts import Block

_STATE_KINDS: Final[Mapping[str, str]] = {
    ChangeState.WAITING: "warn",
    ChangeState.APPROVED: "ok",
    ChangeState.REJECTED: "late",
    ChangeState.FAILED: "late",
    ChangeState.WITHDRAWN: "quiet",
}


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change for one reader. about: what it concerns in a few words; rows: everything it consists of; kept: what
    stays of the values that it changes; warnings: what whoever decides has to look at."""

    id: UUID
    kind: str
    about: str
    rows: list[tuple[str, str]]
    reason: str
    state: str
    state_label: str
    state_kind: str
    requested_at: dt.datetime
    requested_by: str
    requested_office: str
    decided_at: dt.datetime | None
    decided_by: str
    decided_office: str
    decision_note: str
    may_decide: bool
    may_withdraw: bool
    country: str
    kept: list[tuple[str, str]]
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """One page of changes and the places of its neighbours."""

    changes: list[ChangeView]
    after: Cursor | None
    before: Cursor | None


def visible_changes(actor: Actor) -> QuerySet[ChangeRequest]:
    """The changes put before the actor's group, or asked for by the actor; row security says the same."""
    return ChangeRequest.objects.filter(
        Q(audience_groups__contains=[actor.group_id]) | Q(requested_by=actor.user_id)
    ).select_related("requested_office", "decided_office", "country")


def undecided_count(actor: Actor) -> Count:
    """How many changes wait for the actor's decision, counted up to a bound. One statement.

    In SQL what `administration.policies.may_decide` says of one change.
    """
    waiting = visible_changes(actor).filter(state=ChangeState.WAITING).exclude(requested_by=actor.user_id)
    # One's own and those about oneself wait for others; those of a new country for partners alone.
    waiting = waiting.filter(~Q(payload__contains={"user": str(actor.user_id)}))
    waiting = waiting.exclude(payload__contains={"is_for_partners": True}, country=actor.country)
    if not administers_country(actor):
        within = actor.grants["administer"].authorities
        moved = Q(kind__in=MOVES) & ~Q(payload__authority__in=[str(key) for key in within])
        waiting = waiting.filter(authority__in=within).exclude(moved)
    return bounded_counts({"waiting": waiting})["waiting"]


def change_page(
    actor: Actor, *, is_waiting: bool, after: Cursor | None = None, before: Cursor | None = None
) -> ChangePage:
    """Waiting changes, or those that were decided, newest first. A fixed number of statements."""
    require_act(actor, "administer")
    rows = visible_changes(actor)
    rows = rows.filter(state=ChangeState.WAITING) if is_waiting else rows.exclude(state=ChangeState.WAITING)
    page = keyset_page(rows, "requested_at", is_descending=True, after=after, before=before, size=25)
    return ChangePage(_views(actor, page.rows), page.after, page.before)


def change_row(actor: Actor, change_id: UUID) -> ChangeRequest:
    """The row of one change; raises ActRefused, NotVisible."""
    require_act(actor, "administer")
    change = visible_changes(actor).filter(id=change_id).first()
    if change is None:
        raise NotVisible(f"changerequest:{change_id}")
    return change


def change_get(actor: Actor, change_id: UUID) -> ChangeView:
    """One change; raises ActRefused, NotVisible. Of an agreement that is added, with all that its file says."""
    change = change_row(actor, change_id)
    view = _views(actor, [change])[0]
    if change.kind != ChangeKind.ADD_AGREEMENT:
        return view
    try:
        _about, lines = new_agreement_lines(str(change.payload.get("text", "")))
    except ContextBroken:
        return replace(view, about=_("This request cannot be read"), rows=[])
    return replace(view, rows=[*view.rows, *((label, new) for label, _old, new in lines)])


def recomputations_of(change_id: UUID) -> list[Recomputation]:
    """The time limits computed anew after a change, as far as row security shows them. One statement."""
    return list(Recomputation.objects.filter(change=change_id))


class _Names:
    """The names behind the ids of some changes, fetched in three statements. People of other countries have none."""

    def __init__(self, actor: Actor, changes: Iterable[ChangeRequest]) -> None:
        keys = [str(value) for change in changes for value in change.payload.values() if isinstance(value, str)]
        ids = {found for found in map(uuid_or_none, keys) if found}
        people = {person for change in changes for person in (change.requested_by, change.decided_by) if person}
        found = User.objects.filter(id__in=ids | people, country=actor.country).values_list("id", "full_name")
        self.people = dict(found)
        self.offices = dict(Authority.objects.filter(id__in=ids).values_list("id", "name"))
        codes = {key for key in keys if len(key) == 3}
        codes |= {change.payload["desk"]["host_country"] for change in changes if "desk" in change.payload}
        edits = [edit for change in changes for edit in change.payload.get("rules", ())]
        codes |= {edit.get(name) or "" for edit in edits for name in ("requesting_country", "receiving_country")}
        self.rules = rules_before({(edit["rule"], edit["based_on"]) for edit in edits})
        agreements = {change.payload["agreement"] for change in changes if "agreement" in change.payload}
        self.agreements = dict(Agreement.objects.filter(code__in=agreements).values_list("code", "short_title"))
        self.countries = {row.code: row.display_name for row in Country.objects.filter(code__in=codes)}

    def person(self, key: UUID | str | None) -> str:
        return self.people.get(UUID(str(key)), "") if key else ""

    def office(self, key: str) -> str:
        return self.offices.get(UUID(key), "") if key else ""


def _views(actor: Actor, changes: list[ChangeRequest]) -> list[ChangeView]:
    names = _Names(actor, changes)
    return [_view(actor, change, names) for change in changes]


def _view(actor: Actor, change: ChangeRequest, names: _Names) -> ChangeView:
    kept: list[tuple[str, str]] = []
    warnings: list[str] = []
    try:
        payload = payloads.payload_of(change.kind, change.payload)
        about, rows = _WORDS[change.kind](payload, names)
        if isinstance(payload, payloads.EditAgreement):
            kept, warnings = edits_kept(payload.rules, names.rules, names.countries)
            kept += items_kept(payload.items)
    except (ContextBroken, KeyError):
        about, rows = _("This request cannot be read"), []
    is_waiting = change.state == ChangeState.WAITING
    return ChangeView(
        id=change.id,
        kind=str(ChangeKind(change.kind).label),
        about=about,
        rows=rows,
        reason=change.reason,
        state=change.state,
        state_label=str(ChangeState(change.state).label),
        state_kind=_STATE_KINDS[change.state],
        requested_at=change.requested_at,
        requested_by=names.person(change.requested_by),
        requested_office=change.requested_office.name,
        decided_at=change.decided_at,
        decided_by=names.person(change.decided_by),
        decided_office=change.decided_office.name if change.decided_office else "",
        decision_note=change.decision_note,
        may_decide=is_waiting and may_decide(actor, change),
        may_withdraw=is_waiting and change.requested_by == actor.user_id,
        country=change.country.display_name,
        kept=kept,
        warnings=warnings,
    )


_Rows = tuple[str, list[tuple[str, str]]]


def _office_rows(payload: payloads.EnrolOffice, names: _Names) -> list[tuple[str, str]]:
    rows = [
        (_("Name"), payload.name),
        (_("Name in the own language"), payload.name_native),
        (_("Code"), payload.code),
        (_("Kind"), str(dict(AuthorityKind.choices).get(payload.kind, payload.kind))),
        (_("Stands below"), names.office(payload.parent) or (_("none") if not payload.parent else "")),
        (_("Posted in"), names.countries.get(payload.host_country, payload.host_country)),
        (_("Languages of correspondence"), ", ".join(language_name(tag) for tag in payload.languages)),
        (_("Address"), payload.address),
        (_("E-mail"), payload.email),
        (_("Telephone"), payload.phone),
        (_("In use from"), date_long(payload.valid_from) if payload.valid_from else ""),
        (_("In use until"), date_long(payload.valid_to) if payload.valid_to else ""),
    ]
    return [(label, value) for label, value in rows if value]


def _enrol_office(payload: payloads.EnrolOffice, names: _Names) -> _Rows:
    return payload.name, _office_rows(payload, names)


def _enrol_country(payload: payloads.EnrolCountry, names: _Names) -> _Rows:
    country = names.countries.get(payload.country, payload.country)
    confirmed = _("another partner country") if payload.is_for_partners else _("a second administrator of the country")
    rows = [(_("Country"), country), (_("To be confirmed by"), confirmed), *_office_rows(payload.desk, names)]
    return country, rows


def _about_office(payload: payloads.AboutOffice, names: _Names) -> _Rows:
    name = names.office(payload.authority)
    return name, [(_("Office"), name)]


def _move_office(payload: payloads.MoveOffice, names: _Names) -> _Rows:
    name = names.office(payload.authority)
    return name, [
        (_("Office"), name),
        (_("To stand below"), names.office(payload.parent) or _("none: directly below the country")),
    ]


def _give_role(payload: payloads.GiveRole, names: _Names) -> _Rows:
    role = str(ROLES[payload.role].name)
    person = names.person(payload.user)
    rows = [
        (_("Person"), person),
        (_("Role"), role),
        (_("Office"), names.office(payload.authority)),
        (_("From"), date_long(payload.valid_from)),
        (_("Until"), date_long(payload.valid_to) if payload.valid_to else _("further notice")),
    ]
    return f"{person}: {role}", rows


def _move_person(payload: payloads.MovePerson, names: _Names) -> _Rows:
    role = str(ROLES[payload.role].name)
    person = names.person(payload.user)
    rows = [
        (_("Person"), person),
        (_("Leaves"), names.office(payload.authority)),
        (_("Last day there"), date_long(payload.valid_from - dt.timedelta(days=1))),
        (_("Goes to"), names.office(payload.parent)),
        (_("Role"), role),
        (_("First day there"), date_long(payload.valid_from)),
        (_("Cases"), _("stay with the old office")),
    ]
    return f"{person}: {names.office(payload.parent)}", rows


def _enrol_client(payload: payloads.EnrolClient, names: _Names) -> _Rows:
    return payload.name, [(_("System"), payload.name), (_("Office"), names.office(payload.authority))]


def _client_secret(payload: payloads.ClientSecret, names: _Names) -> _Rows:
    return payload.client, [(_("System"), payload.client), (_("Office"), names.office(payload.authority))]


def _about_person(payload: payloads.AboutPerson, names: _Names) -> _Rows:
    name = names.person(payload.user)
    return name, [(_("Person"), name)]


def _repair(payload: payloads.RepairGrants, names: _Names) -> _Rows:
    role, office = str(ROLES[payload.role].name), names.office(payload.authority)
    return f"{role}, {office}", [(_("Office"), office), (_("Role"), role)]


def _set_provider(payload: payloads.SetProvider, names: _Names) -> _Rows:
    return names.office(payload.authority), provider_rows(payload, names.office(payload.authority))


def _link_account(payload: payloads.LinkAccount, names: _Names) -> _Rows:
    person = names.person(payload.user)
    return person, link_rows(payload, person, names.office(payload.authority))


def _letter_text(payload: payloads.ChangeLetterText, names: _Names) -> _Rows:
    title, block = str(TITLES[payload.letter]), str(Block(payload.block).label)
    rows = [
        (_("Paper"), title),
        (_("Place"), block),
        (_("Language"), language_name(payload.language)),
        (_("Words"), payload.text or _("none: nothing is printed there")),
    ]
    return f"{title}: {block}", rows


def _edit_agreement(payload: payloads.EditAgreement, names: _Names) -> _Rows:
    partner = names.countries.get(payload.partner, payload.partner)
    decides = partner if payload.is_for_partners else _("a second administrator of the country that asks")
    rows = [(_("Agreed with"), partner), (_("To be confirmed by"), decides)]
    for edit in payload.rules:
        before = names.rules.get((edit.rule, edit.based_on), {})
        after = edit_plain(edit)
        what = cell_words(after, names.countries)
        lines = difference_lines(before, after)
        rows += [(f"{what}: {label}", _until_now(old, new, bool(before))) for label, old, new in lines]
    for item in payload.items:
        rows += [(label, _until_now(old, new, item.before is not None)) for label, old, new in item_lines(item)]
    return names.agreements.get(payload.agreement, payload.agreement), rows


def _add_agreement(payload: payloads.AddAgreement, names: _Names) -> _Rows:
    partner = names.countries.get(payload.partner, payload.partner)
    rows = [(_("Agreed with"), partner), (_("To be confirmed by"), partner)]
    return payload.short_title, rows


def _until_now(old: str, new: str, was_there: bool) -> str:
    return _("%(new)s (until now: %(old)s)") % {"new": new, "old": old} if was_there else new


def _edit_calendar(payload: payloads.EditCalendar, names: _Names) -> _Rows:
    country = names.countries.get(payload.calendar, payload.calendar)
    rows = [(_("Country"), country)]
    rows += [(_("No holiday any more"), date_words(day)) for day in payload.removed]
    for day in payload.days:
        mark = _("estimated: fixed by sighting") if day.is_estimated else _("fixed")
        rows.append((_("Holiday, new or put right"), f"{date_words(day.date)}: {day.name} ({mark})"))
    weekend = ", ".join(str(DAYS_FROM_MONDAY[number - 1]) for number in payload.weekend_days) or _("none")
    rows += [
        (_("Weekend"), weekend),
        (_("Holidays are known until"), date_long(payload.covers_to)),
        (_("Source"), payload.source),
    ]
    return country, rows


def _recompute(payload: payloads.RecomputeClocks, names: _Names) -> _Rows:
    count = len(payload.clocks)
    words = ngettext("%(count)d running time limit", "%(count)d running time limits", count) % {"count": count}
    return words, [(_("To be computed anew"), words)]


_WORDS: Final[Mapping[str, Callable[[Any, _Names], _Rows]]] = {
    ChangeKind.ENROL_OFFICE: _enrol_office,
    ChangeKind.ENROL_COUNTRY: _enrol_country,
    ChangeKind.MOVE_OFFICE: _move_office,
    ChangeKind.DEACTIVATE_OFFICE: _about_office,
    ChangeKind.REACTIVATE_OFFICE: _about_office,
    ChangeKind.CHANGE_DESK: _about_office,
    ChangeKind.GIVE_ROLE: _give_role,
    ChangeKind.MOVE_PERSON: _move_person,
    ChangeKind.ENROL_CLIENT: _enrol_client,
    ChangeKind.CLIENT_SECRET: _client_secret,
    ChangeKind.REPAIR_GRANTS: _repair,
    ChangeKind.RESET_PASSWORD: _about_person,
    ChangeKind.RESET_FACTORS: _about_person,
    ChangeKind.SET_PROVIDER: _set_provider,
    ChangeKind.LINK_ACCOUNT: _link_account,
    ChangeKind.LETTER_TEXT: _letter_text,
    ChangeKind.EDIT_AGREEMENT: _edit_agreement,
    ChangeKind.ADD_AGREEMENT: _add_agreement,
    ChangeKind.EDIT_CALENDAR: _edit_calendar,
    ChangeKind.RECOMPUTE: _recompute,
}
