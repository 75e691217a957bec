"""Second factors of a person: enrolled, proved, taken away. Everything happens in the scope of that person alone."""

import re
import secrets as random
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts import passkeys, secrets, totp
from accounts.entrance import as_person
from accounts.models import Authenticator, RecoveryCode, User
from accounts.signals import account_acted
from core.errors import Invalid, NotVisible
from core.outbox import wall_now

RECOVERY_CODES: Final = 10
MOST_FACTORS: Final = 10
NAME_LENGTH: Final = 60
# Without letters and digits that look alike.
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def _about(user: User) -> str:
    return f"app:{user.id}"


# --- enrolled ---------------------------------------------------------------------------------------------------------


def app_enrol(*, user: User, secret: str, code: str, name: str) -> Authenticator:
    """An app that shows the right code knows the secret. Raises Invalid otherwise."""
    step = totp.step_of(secret, _digits(code), at=wall_now().timestamp(), after=0)
    if step is None:
        raise Invalid({"code": [_("This is not the code of the app. Wait for the next one and try again")]})
    material = secrets.encrypt(secret, about=_about(user))
    return _enrol(user, Authenticator.Kind.APP, name or _("Authenticator app"), material, step)


def passkey_enrol(*, user: User, request: HttpRequest, state: dict[str, Any], answer: str, name: str) -> Authenticator:
    """A passkey that answered the question of `passkeys.registration_begin`. Raises Invalid for a wrong answer."""
    made = passkeys.registration_complete(request, state, answer)
    if made is None:
        raise Invalid({"answer": [_("The passkey could not be read. Try again")]})
    material, count = made
    return _enrol(user, Authenticator.Kind.PASSKEY, name or _("Passkey"), material, count)


def _enrol(user: User, kind: str, name: str, material: str, count: int) -> Authenticator:
    factor = Authenticator(
        user=user,
        kind=kind,
        name=name[:NAME_LENGTH],
        material=material,
        last_count=count,
        created_at=wall_now(),
        used_at=wall_now(),
    )
    with as_person(user):
        if Authenticator.objects.filter(user=user).count() >= MOST_FACTORS:
            raise Invalid({"name": [_("You have ten already: remove one first")]})
        factor.save(force_insert=True)
    account_acted.send(Authenticator, user=user, action=f"account.{kind}_enrolled")
    return factor


def recovery_codes_make(*, user: User) -> list[str]:
    """New codes; the old ones are worth nothing any more. They are returned, to be shown once."""
    codes = [f"{_group()}-{_group()}" for _number in range(RECOVERY_CODES)]
    with as_person(user):
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_code_digests(user, code)[0]) for code in codes)
    account_acted.send(RecoveryCode, user=user, action="account.recovery_codes_made")
    return codes


def _group() -> str:
    return "".join(random.choice(_ALPHABET) for _letter in range(6))


def _code_digests(user: User, code: str) -> list[str]:
    return secrets.digests(f"{user.id}:{code}", purpose="recovery")


# --- proved -----------------------------------------------------------------------------------------------------------


def app_prove(*, user: User, code: str) -> bool:
    """Whether this is the present code of one of the person's apps. Each code is taken once."""
    with as_person(user):
        # Locked: of two browsers with the same code one is right.
        apps = Authenticator.objects.select_for_update().filter(user=user, kind=Authenticator.Kind.APP).order_by("id")
        for app in apps:
            secret = secrets.decrypt(app.material, about=_about(user))
            step = (
                totp.step_of(secret, _digits(code), at=wall_now().timestamp(), after=app.last_count) if secret else None
            )
            if step is not None:
                _used(app, step)
                return True
    return False


def passkey_prove(*, user: User, request: HttpRequest, state: dict[str, Any], answer: str) -> bool:
    """Whether one of the person's passkeys answered the question. A count that goes back says: there is a copy."""
    with as_person(user):
        rows = Authenticator.objects.select_for_update().filter(user=user, kind=Authenticator.Kind.PASSKEY)
        found = passkeys.answered_with(request, state, list(rows.order_by("id")), answer)
        if found is None:
            return False
        key, count = found
        if count and count <= key.last_count:
            return False
        _used(key, count)
    return True


def recovery_code_use(*, user: User, code: str) -> bool:
    """Whether this is an unused recovery code; it is used by that."""
    letters = re.sub(r"[^a-z0-9]", "", code.lower())
    digests = _code_digests(user, f"{letters[:6]}-{letters[6:]}")
    with as_person(user):
        rows = RecoveryCode.objects.filter(user=user, used_at=None, digest__in=digests)
        is_right = rows.update(used_at=wall_now()) == 1
    if is_right:
        account_acted.send(RecoveryCode, user=user, action="account.recovery_code_used")
    return is_right


def _used(factor: Authenticator, count: int) -> None:
    factor.last_count, factor.used_at = count, wall_now()
    factor.save(update_fields=["last_count", "used_at"])


# --- taken away -------------------------------------------------------------------------------------------------------


def factor_remove(*, user: User, factor_id: UUID, keep_one: bool) -> Authenticator:
    """The person takes one of the own factors away. Raises NotVisible; Invalid for the last one where one is needed."""
    with as_person(user):
        factors = {factor.id: factor for factor in Authenticator.objects.select_for_update().filter(user=user)}
        if factor_id not in factors:
            raise NotVisible(f"factor:{factor_id}")
        if keep_one and len(factors) == 1:
            raise Invalid({"factor": [_("This is the only one: add another first")]})
        Authenticator.objects.filter(id=factor_id).delete()
    account_acted.send(Authenticator, user=user, action=f"account.{factors[factor_id].kind}_removed")
    return factors[factor_id]


def second_factors_forget(user_id: UUID) -> int:
    """An administrator takes all away; the person enrols anew after the next sign-in. Returns how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("select second_factors_forget(%s)", [user_id])
        return int(cursor.fetchone()[0])


def _digits(code: str) -> str:
    """As typed, without spaces; digits of any script."""
    return "".join(str(int(letter)) for letter in code if letter.isdecimal())
