"""What each kind of change consists of: typed, read back strictly, so that nothing unforeseen is carried out.

The dataclasses only hold values; what is possible is checked by `administration.services.doings`, when a change is
asked for and again when it is approved.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from administration.choices import ChangeKind
from countries.selectors.agreed import ITEM_VALUES, REMOVED
from countries.services.editing import RULE_CELL, RULE_VALUES
from documents.letters.serial import from_plain, to_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolOffice:
    """A new office; parent and ids as text, dates may be open."""

    code: str
    name: str
    kind: str
    parent: str = ""
    name_native: str = ""
    native_language: str = ""
    host_country: str = ""
    languages: tuple[str, ...] = ()
    address: str = ""
    email: str = ""
    phone: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolCountry:
    """A new country with its national desk; is_for_partners: another partner country confirms it."""

    country: str
    desk: EnrolOffice
    is_for_partners: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutOffice:
    """A change of one office that is said by its kind alone."""

    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOffice:
    """An office below another one; empty parent: below none."""

    authority: str
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRole:
    """A role for a person in an office, from a day to a day or for good."""

    user: str
    authority: str
    role: str
    valid_from: dt.date
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePerson:
    """A person from one office (`authority`, by this membership) to another one (`parent`), as `MoveOffice` names the
    old place and the new one; valid_from: the first day there."""

    user: str
    membership: str
    authority: str
    parent: str
    role: str
    valid_from: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolClient:
    """A national system that works for an office through the API."""

    authority: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSecret:
    """A new secret for a national system of an office; client: the id with which it signs in."""

    authority: str
    client: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairGrants:
    """The rights of a role in an office, brought back to what the role has everywhere."""

    authority: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLetterText:
    """New words for one block of one paper; based_on: the version that they replace, 0 for none."""

    letter: str
    block: str
    language: str
    text: str
    based_on: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPerson:
    """A change of one person that is said by its kind alone."""

    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedRole:
    """A value of the provider's claim, and the role that it gives."""

    value: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetProvider:
    """The identity provider of an office (`accounts.models.IdentityProvider`). secret: encrypted; based_on: the version
    that this replaces, 0 for none."""

    authority: str
    issuer: str
    client_id: str
    secret: str
    has_new_secret: bool
    scopes: str
    roles_claim: str
    roles: tuple[ClaimedRole, ...] = ()
    second_factor: tuple[str, ...] = ()
    based_on: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAccount:
    """A person is `subject` at the provider (of this issuer) of an office."""

    user: str
    authority: str
    issuer: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEdit:
    """One value of an agreement as it shall be; rule: its id, empty for a new one; based_on: the version that this
    replaces. Columns as in `countries.models.Rule`."""

    rule: str = ""
    based_on: int = 0
    kind: str
    track: str
    requesting_country: str = ""
    receiving_country: str = ""
    condition: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    value: int | None = None
    unit: str
    normal_value: int | None = None
    direction: str
    of_total: bool = False
    start_event: str
    acting_side: str
    working_days_of: str
    counting_convention: str
    first_day_counts: bool | None = None
    counting_citation: str = ""
    counting_certainty: str = ""
    effect_of_silence: str
    silence_citation: str = ""
    silence_certainty: str = ""
    inconclusive_answers: bool | None = None
    extension_basis: str = ""
    suspension_causes: tuple[str, ...] = ()
    fallback_document: str = ""
    receipt_proof: str = ""
    citation: str = ""
    source: str = ""
    certainty: str
    unit_certainty: str = ""
    wording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemValues:
    """What a row of an agreement that is no rule says. Which of the columns a part has says `ITEM_VALUES`; is_removed:
    there is no such row."""

    is_removed: bool = False
    citation: str = ""
    source: str = ""
    certainty: str
    note: str = ""
    legal_note: str = ""
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    to_date: dt.date | None = None
    annex: str = ""
    languages: tuple[str, ...] = ()
    one_per_person: bool | None = None
    worth: str = ""
    issued_before: dt.date | None = None
    expired_at_most_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEdit:
    """A row as it shall be between two countries: its part, its key (`countries.selectors.agreed.item_key`), the
    version that this replaces (0: the row of the reference files, or none) and what that says."""

    part: str
    key: str = ""
    based_on: int = 0
    before: ItemValues | None = None
    after: ItemValues


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAgreement:
    """Changes of an agreement that stand or fall together, between the requester's country and `partner`, a country of
    the other party; is_for_partners: that country decides."""

    agreement: str
    partner: str
    rules: tuple[RuleEdit, ...] = ()
    items: tuple[ItemEdit, ...] = ()
    is_for_partners: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAgreement:
    """A new agreement between the requester's country and `partner`, as the text of a file; short_title: as the file
    says it; is_for_partners: that country decides."""

    text: str
    short_title: str
    partner: str
    is_for_partners: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A public holiday; is_estimated: its date is fixed by sighting later."""

    date: dt.date
    name: str
    is_estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCalendar:
    """A changed calendar of the own country: days to remove, days to add or put right; weekend as Monday 1 to Sunday
    7; based_on: the version that was edited."""

    calendar: str
    based_on: int
    weekend_days: tuple[int, ...]
    covers_from: dt.date
    covers_to: dt.date
    removed: tuple[dt.date, ...] = ()
    days: tuple[CalendarDay, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecomputeClocks:
    """Running time limits, by their keys, that shall be computed anew with the rules and calendars of today."""

    clocks: tuple[str, ...]


Payload = (
    AboutPerson
    | EditAgreement
    | AddAgreement
    | EditCalendar
    | RecomputeClocks
    | EnrolOffice
    | EnrolCountry
    | AboutOffice
    | MoveOffice
    | GiveRole
    | MovePerson
    | EnrolClient
    | ClientSecret
    | RepairGrants
    | SetProvider
    | LinkAccount
    | ChangeLetterText
)

CLASSES: Final[Mapping[str, type[Any]]] = {
    ChangeKind.ENROL_OFFICE: EnrolOffice,
    ChangeKind.ENROL_COUNTRY: EnrolCountry,
    ChangeKind.MOVE_OFFICE: MoveOffice,
    ChangeKind.DEACTIVATE_OFFICE: AboutOffice,
    ChangeKind.REACTIVATE_OFFICE: AboutOffice,
    ChangeKind.CHANGE_DESK: AboutOffice,
    ChangeKind.GIVE_ROLE: GiveRole,
    ChangeKind.MOVE_PERSON: MovePerson,
    ChangeKind.ENROL_CLIENT: EnrolClient,
    ChangeKind.CLIENT_SECRET: ClientSecret,
    ChangeKind.REPAIR_GRANTS: RepairGrants,
    ChangeKind.RESET_PASSWORD: AboutPerson,
    ChangeKind.RESET_FACTORS: AboutPerson,
    ChangeKind.SET_PROVIDER: SetProvider,
    ChangeKind.LINK_ACCOUNT: LinkAccount,
    ChangeKind.LETTER_TEXT: ChangeLetterText,
    ChangeKind.EDIT_AGREEMENT: EditAgreement,
    ChangeKind.ADD_AGREEMENT: AddAgreement,
    ChangeKind.EDIT_CALENDAR: EditCalendar,
    ChangeKind.RECOMPUTE: RecomputeClocks,
}


def payload_plain(payload: Payload) -> dict[str, Any]:
    """As it is kept in the row."""
    plain: dict[str, Any] = to_plain(payload)
    return plain


def payload_of(kind: str, plain: Mapping[str, Any]) -> Any:
    """The payload of a row; raises documents.letters.serial.ContextBroken for what does not fit the kind."""
    return from_plain(CLASSES[kind], dict(plain))


def rule_columns(edit: RuleEdit) -> dict[str, Any]:
    """The columns of a rule as the edit says them."""
    columns = {name: getattr(edit, name) for name in (*RULE_CELL, *RULE_VALUES)}
    return {**columns, "suspension_causes": list(edit.suspension_causes)}


def item_plain(part: str, values: ItemValues) -> dict[str, Any]:
    """The columns of a part as JSON values, as `countries.selectors.agreed` keeps them."""
    plain = to_plain(values)
    return {name: plain[name] for name in ITEM_VALUES[part]} | ({REMOVED: True} if values.is_removed else {})


def item_values(plain: Mapping[str, Any]) -> ItemValues:
    """What `item_plain` wrote. Raises documents.letters.serial.ContextBroken."""
    return from_plain(ItemValues, dict(plain))
