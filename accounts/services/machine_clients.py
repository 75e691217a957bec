"""National systems: enrolled with a secret that is shown once, given a new one, taken back."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import DateField, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from oauth2_provider.generators import generate_client_secret

from accounts.api_scopes import API_SCOPES
from accounts.models import MachineClient, Membership, User
from accounts.services.memberships import membership_create
from core import clock
from core.errors import Invalid, NotVisible
from core.ids import uuid7
from countries.models import Authority

ROLE = "machine_client"


def machine_client_create(
    *, authority: Authority, name: str, scopes: Sequence[str] = tuple(API_SCOPES)
) -> tuple[MachineClient, str]:
    """Enrol a national system of an office: its technical user, one membership, the client. Returns client and secret.

    The secret is kept hashed: this is the only time that it can be read. Raises Invalid.
    """
    name = " ".join(name.split())
    errors: dict[str, list[str]] = {}
    if not 1 <= len(name) <= 100:
        errors["name"] = [_("Give the system a name of at most 100 characters")]
    if not scopes or not set(scopes) <= API_SCOPES.keys():
        errors["scopes"] = [_("Choose at least one scope of the list")]
    if errors:
        raise Invalid(errors)
    now = clock.now()
    user = User(login_name=f"system.{uuid7()}", full_name=name, country=authority.country, is_machine=True)
    user.set_unusable_password()
    user.save(force_insert=True)
    membership_create(user=user, authority=authority, role=ROLE, valid_from=_today(user))
    secret = generate_client_secret()
    client = MachineClient(
        user=user,
        name=name,
        scopes=sorted(set(scopes)),
        client_type=MachineClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=MachineClient.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
        secret_changed_at=now,
    )
    client.save(force_insert=True)
    return client, secret


def machine_client_secret_change(*, client_id: str) -> tuple[MachineClient, str]:
    """A new secret; the old one and every token given for it are worth nothing from now on. Raises NotVisible."""
    client = _locked(client_id)
    secret = generate_client_secret()
    client.client_secret, client.secret_changed_at = secret, clock.now()
    client.save(update_fields=["client_secret", "secret_changed_at"])
    _end_tokens(client)
    return client, secret


def machine_client_revoke(*, client_id: str) -> MachineClient:
    """The system is let in no more, and this is the last day of its membership: nothing of it stands against taking
    the office out of use then. A second call changes nothing. Raises NotVisible."""
    client = _locked(client_id)
    if client.revoked_at is None:
        client.revoked_at = clock.now()
        client.save(update_fields=["revoked_at"])
        _end_tokens(client)
        today = _today(client.user)
        last_day = Greatest("valid_from", Value(today, DateField()))
        Membership.objects.not_ended(today).filter(user=client.user).update(valid_to=last_day)
    return client


def _today(user: User) -> date:
    return clock.now().astimezone(ZoneInfo(user.country.time_zone)).date()


def _locked(client_id: str) -> MachineClient:
    client = MachineClient.objects.select_for_update(of=("self",)).filter(client_id=client_id).first()
    if client is None:
        raise NotVisible(f"machineclient:{client_id[:40]}")
    return client


def _end_tokens(client: MachineClient) -> None:
    # Whoever may end a token need not read it.
    with connection.cursor() as cursor:
        cursor.execute("select end_tokens_of_client(%s)", [client.pk])
