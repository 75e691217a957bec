"""People who sign in: made, edited, let in again, kept out. Whether somebody may is asked above."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import SignInFailure, User
from accounts.selectors.disuse import FIRST_PASSWORD_DAYS
from core.errors import Invalid, NotVisible, StaleVersion
from core.outbox import wall_now
from core.scope import entrance

EDITABLE: Final = ("full_name", "email", "language")
# Without letters and digits that look alike: it is read from a screen and typed by somebody else.
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def first_password() -> str:
    """Four groups of five, some 99 bits: read aloud or typed once, then replaced by the person's own."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _letter in range(5)) for _group in range(4))


def user_create(*, login_name: str, country: str, values: Mapping[str, Any]) -> tuple[User, str]:
    """A new person with a first password, which is returned and kept nowhere. Raises Invalid for a taken name."""
    password = first_password()
    try:
        # Names are unique over all countries, whose people are not seen here: the database says whether one is taken.
        with transaction.atomic():
            user = User.objects.create_user(
                login_name,
                password,
                country_id=country,
                first_password_until=_until(),
                **{name: values[name] for name in EDITABLE if name in values},
            )
    except IntegrityError as error:
        raise Invalid({"login_name": [_("Somebody has this user name already")]}) from error
    return user, password


def user_lock(user_id: UUID) -> User:
    """The person, locked until the end of the transaction; raises NotVisible."""
    user = User.objects.select_for_update(of=("self",)).select_related("country").filter(id=user_id).first()
    if user is None:
        raise NotVisible(f"user:{user_id}")
    return user


def user_save(*, user_id: UUID, version: int, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Edit a person; returns the names of the changed fields. Raises NotVisible, StaleVersion."""
    user = user_lock(user_id)
    if user.version != version:
        raise StaleVersion("stale", _("Somebody changed this person after you opened the page."))
    changed = tuple(name for name in EDITABLE if name in values and getattr(user, name) != values[name])
    for name in changed:
        setattr(user, name, values[name])
    if changed:
        _save(user, *changed)
    return changed


def user_deactivate(*, user_id: UUID) -> User:
    """Keep a person out from now on. The password is taken away, which ends every session for good."""
    user = user_lock(user_id)
    user.is_active = False
    user.set_unusable_password()
    _save(user, "is_active", "password")
    return user


def password_reset(*, user_id: UUID) -> tuple[User, str]:
    """A new first password, also for somebody who was kept out; every session ends. Returned and kept nowhere."""
    user = user_lock(user_id)
    password = first_password()
    user.set_password(password)
    user.is_active = True
    user.first_password_until = _until()
    _save(user, "password", "is_active", "first_password_until")
    sign_in_unlock(login_name=user.login_name)
    return user, password


def password_forget(*, user_id: UUID) -> User:
    """The person signs in by other ways: the present password, which somebody else may know, is worth nothing."""
    user = user_lock(user_id)
    user.set_unusable_password()
    user.first_password_until = None
    _save(user, "password", "first_password_until")
    return user


def sign_in_unlock(*, login_name: str) -> int:
    """Forget the wrong passwords of a user name, so that the pause ends; returns how many there were."""
    with entrance(login=login_name):
        count, _rows = SignInFailure.objects.filter(login_name=login_name).delete()
    return count


def _until() -> Any:
    return wall_now() + timedelta(days=FIRST_PASSWORD_DAYS)


def _save(user: User, *names: str) -> None:
    user.version += 1
    user.save(update_fields=[*names, "version"])
