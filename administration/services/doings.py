"""What each kind of change needs and does: a check and a doing per kind, called by `administration.services.changes`.

Checks raise Invalid (values), ActRefused (state) or NotVisible (gone). They run when the change is asked for and again
when it is approved, because the world moves while a change waits.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.roles import ROLES
from accounts.selectors.absences import day_of
from accounts.selectors.matrix import group_differences
from accounts.services.machine_clients import machine_client_create, machine_client_secret_change
from accounts.services.memberships import group_sync, membership_create, office_groups_sync
from administration import payloads
from administration.choices import ChangeKind, RegisterAct
from administration.models import ChangeRequest, RegisterEntry
from administration.selectors.letters import paper_languages
from administration.selectors.offices import dependents_of
from administration.selectors.people import (
    ADMINISTRATORS_AT_LEAST,
    administrators_of,
    client_of,
    holds_special_role,
)
from administration.services import doings_people, doings_providers, doings_time
from administration.services.doings_agreements import agreement_check, agreement_do
from administration.services.doings_moves import move_check, move_do
from administration.services.doings_new_agreement import add_check, add_do
from administration.services.setting import Setting, office_of
from administration.services.trail import trail
from core import clock
from core.errors import ActRefused, Invalid, NotVisible
from countries.models import Authority, Country
from countries.selectors.partners import partners_of
from countries.selectors.places import authorities_below
from countries.services import authorities
from documents.letters.texts import LETTERS_WITH_TEXTS, PLACEHOLDERS, TEXT_LIMIT, Block, wrong_placeholders
from documents.models import LetterText

# --- offices ----------------------------------------------------------------------------------------------------------


def _check_new_office(setting: Setting, payload: payloads.EnrolOffice) -> None:
    if Authority.objects.filter(code=payload.code).exists():
        raise Invalid({"code": [_("There is an office with this code already")]})
    if payload.parent and not office_of(setting, payload.parent, "parent").is_active:
        raise Invalid({"parent": [_("This office is not in use")]})


def _office_values(payload: payloads.EnrolOffice) -> dict[str, Any]:
    values = asdict(payload)
    values["languages"] = list(payload.languages)
    values["host_country_id"] = values.pop("host_country") or None
    return values


def _enrol_office(actor: Actor, change: ChangeRequest, payload: payloads.EnrolOffice) -> None:
    office = authorities.authority_create(
        code=payload.code,
        country=change.country_id,
        parent_id=UUID(payload.parent) if payload.parent else None,
        values=_office_values(payload),
    )
    _register(actor, change, office, RegisterAct.ENROLLED)
    trail(actor=actor, action="office.enrolled", subject=f"authority:{office.id}", office=office)


def _check_country(setting: Setting, payload: payloads.EnrolCountry) -> None:
    country = Country.objects.filter(code=payload.country, is_historical=False).first()
    if country is None:
        raise Invalid({"country": [_("There is no such country")]})
    if Authority.objects.filter(country=country, is_national_desk=True, is_active=True).exists():
        raise Invalid({"country": [_("This country takes part already")]})
    if country.code not in partners_of(setting.country, setting.today):
        raise Invalid({"country": [_("No agreement in force binds your country and this one")]})
    _check_new_office(Setting(payload.country, setting.today), payload.desk)


def _enrol_country(actor: Actor, change: ChangeRequest, payload: payloads.EnrolCountry) -> None:
    office = authorities.authority_create(
        code=payload.desk.code,
        country=payload.country,
        parent_id=None,
        values={**_office_values(payload.desk), "is_national_desk": True},
    )
    _register(actor, change, office, RegisterAct.ENROLLED, is_first=True)
    trail(
        actor=actor,
        action="country.enrolled",
        subject=f"authority:{office.id}",
        parameters={"country": payload.country},
        countries=[change.country_id],
    )


def _check_move(setting: Setting, payload: payloads.MoveOffice) -> None:
    office = office_of(setting, payload.authority)
    if payload.parent:
        if office.is_national_desk:
            raise Invalid({"parent": [_("The national desk stands below no other office")]})
        parent = office_of(setting, payload.parent, "parent")
        if not parent.is_active:
            raise Invalid({"parent": [_("This office is not in use")]})
        if parent.id in authorities_below({office.id}):
            raise Invalid({"parent": [_("An office cannot stand below itself")]})
    if (str(office.parent_id) if office.parent_id else "") == payload.parent:
        raise Invalid({"parent": [_("The office stands there already")]})


def _move(actor: Actor, change: ChangeRequest, payload: payloads.MoveOffice) -> None:
    office = authorities.authority_move(
        authority_id=UUID(payload.authority), parent_id=UUID(payload.parent) if payload.parent else None
    )
    trail(actor=actor, action="office.moved", subject=f"authority:{office.id}", office=office, changed=["parent"])


def _check_deactivation(setting: Setting, payload: payloads.AboutOffice) -> None:
    office = office_of(setting, payload.authority)
    if not office.is_active:
        raise Invalid({"authority": [_("The office is out of use already")]})
    reasons = dependents_of(office, setting.today).reasons()
    if reasons:
        raise ActRefused(
            "office_in_use",
            _("The office cannot be taken out of use yet: %(reasons)s.") % {"reasons": "; ".join(reasons)},
        )


def _deactivate(actor: Actor, change: ChangeRequest, payload: payloads.AboutOffice) -> None:
    _set_active(actor, change, payload, is_active=False)


def _check_reactivation(setting: Setting, payload: payloads.AboutOffice) -> None:
    if office_of(setting, payload.authority).is_active:
        raise Invalid({"authority": [_("The office is in use already")]})


def _reactivate(actor: Actor, change: ChangeRequest, payload: payloads.AboutOffice) -> None:
    _set_active(actor, change, payload, is_active=True)


def _set_active(actor: Actor, change: ChangeRequest, payload: payloads.AboutOffice, *, is_active: bool) -> None:
    office = authorities.authority_activate(authority_id=UUID(payload.authority), is_active=is_active)
    _register(actor, change, office, RegisterAct.REACTIVATED if is_active else RegisterAct.DEACTIVATED)
    action = "office.reactivated" if is_active else "office.deactivated"
    trail(actor=actor, action=action, subject=f"authority:{office.id}", office=office, changed=["is_active"])


def _check_desk(setting: Setting, payload: payloads.AboutOffice) -> None:
    office = office_of(setting, payload.authority)
    if office.is_national_desk:
        raise Invalid({"authority": [_("The office is the national desk already")]})
    if not office.is_active or office.parent_id is not None:
        raise Invalid({"authority": [_("The national desk is an office in use that stands below no other")]})
    if administrators_of(office.id, setting.today) < ADMINISTRATORS_AT_LEAST:
        raise ActRefused(
            "too_few_administrators",
            _("The office needs two administrators of its own first: otherwise nobody could administer the country."),
        )


def _change_desk(actor: Actor, change: ChangeRequest, payload: payloads.AboutOffice) -> None:
    changed = authorities.desk_change(authority_id=UUID(payload.authority))
    for office in changed:
        office_groups_sync(office)
    desk = next(office for office in changed if office.is_national_desk)
    _register(actor, change, desk, RegisterAct.DESK)
    trail(
        actor=actor,
        action="office.became_desk",
        subject=f"authority:{desk.id}",
        office=desk,
        changed=["is_national_desk"],
    )


def _register(
    actor: Actor, change: ChangeRequest, office: Authority, act: RegisterAct, *, is_first: bool = False
) -> None:
    RegisterEntry(
        at=clock.now(),
        act=act,
        country_id=office.country_id,
        authority=office,
        is_first_of_country=is_first,
        requested_office_id=change.requested_office_id,
        confirmed_office_id=actor.authority_id,
    ).save(force_insert=True)


# --- roles ------------------------------------------------------------------------------------------------------------


def _check_role(setting: Setting, payload: payloads.GiveRole) -> None:
    user = User.objects.filter(id=payload.user, country=setting.country, is_machine=False).first()
    if user is None:
        raise NotVisible(f"user:{payload.user}")
    office = office_of(setting, payload.authority)
    if payload.role not in ROLES or ROLES[payload.role].is_machine:
        raise Invalid({"role": [_("Choose one")]})
    if not user.is_active:
        raise Invalid({"user": [_("This person's account is not active")]})
    if not office.is_active:
        raise Invalid({"authority": [_("This office is not in use")]})
    if payload.valid_to is not None and payload.valid_to < payload.valid_from:
        raise Invalid({"valid_to": [_("The last day cannot be before the first one")]})
    held = Membership.objects.not_ended(payload.valid_from).filter(user=user, authority=office, role=payload.role)
    if payload.valid_to is not None:
        held = held.filter(valid_from__lte=payload.valid_to)
    if held.exists():
        raise Invalid({"role": [_("The person holds this role in this office in these days already")]})


def _give_role(actor: Actor, change: ChangeRequest, payload: payloads.GiveRole) -> str:
    """The role, and a new first password where one administrator alone may know the present one: nobody chose another
    since, or it was made while the person had no role, and used by whoever made it."""
    user = User.objects.get(id=payload.user)
    today = day_of(actor, clock.now())
    is_new = user.first_password_until is not None or not holds_special_role(user.id, today)
    office = Authority.objects.select_related("country").get(id=payload.authority)
    membership = membership_create(
        user=user,
        authority=office,
        role=payload.role,
        valid_from=payload.valid_from,
        valid_to=payload.valid_to,
    )
    trail(
        actor=actor,
        action="membership.given",
        subject=f"membership:{membership.id}",
        office=office,
        parameters={"user": payload.user, "role": payload.role},
    )
    return doings_people.password_reset(actor, user.id) if is_new else ""


def _check_client(setting: Setting, payload: payloads.EnrolClient) -> None:
    if not office_of(setting, payload.authority).is_active:
        raise Invalid({"authority": [_("This office is not in use")]})
    if not 1 <= len(payload.name) <= 100:
        raise Invalid({"name": [_("Give the system a name of at most 100 characters")]})


def _enrol_client(actor: Actor, change: ChangeRequest, payload: payloads.EnrolClient) -> str:
    office = Authority.objects.select_related("country").get(id=payload.authority)
    client, secret = machine_client_create(authority=office, name=payload.name)
    trail(
        actor=actor,
        action="client.enrolled",
        subject=f"user:{client.user_id}",
        office=office,
        parameters={"role": "machine_client"},
    )
    return f"{client.client_id}\n{secret}"


def _check_secret(setting: Setting, payload: payloads.ClientSecret) -> None:
    client = client_of(office_of(setting, payload.authority), payload.client)
    if client.revoked_at is not None:
        raise Invalid({"client": [_("This system is let in no more: enrol it anew")]})


def _change_secret(actor: Actor, change: ChangeRequest, payload: payloads.ClientSecret) -> str:
    client, secret = machine_client_secret_change(client_id=payload.client)
    office = Authority.objects.select_related("country").get(id=payload.authority)
    trail(actor=actor, action="client.secret_changed", subject=f"user:{client.user_id}", office=office)
    return f"{client.client_id}\n{secret}"


def _check_repair(setting: Setting, payload: payloads.RepairGrants) -> None:
    office = office_of(setting, payload.authority)
    if payload.role not in ROLES:
        raise Invalid({"role": [_("Choose one")]})
    if not group_differences(office, payload.role):
        raise Invalid({"role": [_("The rights of this role are as they should be")]})


def _repair(actor: Actor, change: ChangeRequest, payload: payloads.RepairGrants) -> None:
    office = Authority.objects.select_related("country").get(id=payload.authority)
    acts = group_differences(office, payload.role)
    group_sync(office, payload.role)
    trail(
        actor=actor,
        action="grants.repaired",
        subject=f"authority:{office.id}",
        office=office,
        parameters={"role": payload.role, "acts": sorted(acts)},
    )


# --- words of papers --------------------------------------------------------------------------------------------------


def check_letter_text(setting: Setting, payload: payloads.ChangeLetterText) -> None:
    """Whether the words fit the paper: known paper, block and language, known placeholders, newest version below."""
    if payload.letter not in LETTERS_WITH_TEXTS or payload.block not in Block.values:
        raise NotVisible(f"lettertext:{payload.letter}"[:100])
    if payload.language not in dict(paper_languages(setting.country, setting.today)):
        raise Invalid({"language": [_("Choose one")]})
    if len(payload.text) > TEXT_LIMIT:
        raise Invalid({"text": [_("At most %(count)d characters") % {"count": TEXT_LIMIT}]})
    wrong = wrong_placeholders(payload.text)
    if wrong:
        words = _("%(wrong)s is no placeholder. These can be used: %(known)s") % {
            "wrong": ", ".join(wrong),
            "known": ", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
        }
        raise Invalid({"text": [words]})
    if letter_text_version(setting.country, payload) != payload.based_on:
        raise authorities.stale()


def letter_text_version(country: str, payload: payloads.ChangeLetterText) -> int:
    """The number of the newest version of a block, 0 when there is none."""
    rows = LetterText.objects.filter(
        country=country, letter=payload.letter, block=payload.block, language=payload.language
    )
    return rows.aggregate(last=Max("version"))["last"] or 0


def _letter_text(actor: Actor, change: ChangeRequest, payload: payloads.ChangeLetterText) -> None:
    LetterText(
        country_id=change.country_id,
        letter=payload.letter,
        block=payload.block,
        language=payload.language,
        version=payload.based_on + 1,
        text=payload.text,
        approved_at=clock.now(),
    ).save(force_insert=True)
    trail(
        actor=actor,
        action="letter_text.changed",
        subject=f"lettertext:{change.country_id}:{payload.letter}:{payload.block}",
        parameters={"letter": payload.letter, "language": payload.language, "version": payload.based_on + 1},
        changed=["text"],
    )


# --- the list ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Doing:
    """check: raises when the change is not possible; do: carries it out, and returns what is shown once to the person
    who approved it; is_national: for the national desk alone."""

    check: Callable[[Setting, Any], None]
    do: Callable[[Actor, ChangeRequest, Any], str | None]
    is_national: bool = False


DOINGS: Final[Mapping[str, Doing]] = {
    ChangeKind.ENROL_OFFICE: Doing(_check_new_office, _enrol_office),
    ChangeKind.ENROL_COUNTRY: Doing(_check_country, _enrol_country, is_national=True),
    ChangeKind.MOVE_OFFICE: Doing(_check_move, _move),
    ChangeKind.DEACTIVATE_OFFICE: Doing(_check_deactivation, _deactivate),
    ChangeKind.REACTIVATE_OFFICE: Doing(_check_reactivation, _reactivate),
    ChangeKind.CHANGE_DESK: Doing(_check_desk, _change_desk, is_national=True),
    ChangeKind.GIVE_ROLE: Doing(_check_role, _give_role),
    ChangeKind.MOVE_PERSON: Doing(move_check, move_do),
    ChangeKind.ENROL_CLIENT: Doing(_check_client, _enrol_client),
    ChangeKind.CLIENT_SECRET: Doing(_check_secret, _change_secret),
    ChangeKind.REPAIR_GRANTS: Doing(_check_repair, _repair),
    ChangeKind.RESET_PASSWORD: Doing(doings_people.reset_check, doings_people.password_do),
    ChangeKind.RESET_FACTORS: Doing(doings_people.reset_check, doings_people.factors_do),
    ChangeKind.SET_PROVIDER: Doing(doings_providers.provider_check, doings_providers.provider_do),
    ChangeKind.LINK_ACCOUNT: Doing(doings_providers.link_check, doings_providers.link_do),
    ChangeKind.LETTER_TEXT: Doing(check_letter_text, _letter_text, is_national=True),
    ChangeKind.EDIT_AGREEMENT: Doing(agreement_check, agreement_do, is_national=True),
    ChangeKind.ADD_AGREEMENT: Doing(add_check, add_do, is_national=True),
    ChangeKind.EDIT_CALENDAR: Doing(doings_time.calendar_check, doings_time.calendar_do, is_national=True),
    ChangeKind.RECOMPUTE: Doing(doings_time.recompute_check, doings_time.recompute_do, is_national=True),
}
