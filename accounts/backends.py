"""Sign-in by user name and password, with a pause after too many wrong ones."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from accounts.devices import is_paused
from accounts.entrance import user_by_key, user_by_name
from accounts.models import User
from core.outbox import wall_now
from core.scope import entrance


def first_password_has_ended(user: User) -> bool:
    """Whether somebody else made this password and the person did not use it in time."""
    return user.first_password_until is not None and user.first_password_until < wall_now()


class PasswordBackend(BaseBackend):
    """Looks the user up by login name; an unknown name costs as much time as a wrong password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        if not username or not password or "\0" in username or is_paused(request, username.lower()):
            return None
        user = user_by_name(username)
        with entrance(login=user.login_name if user else username):  # a right password may be hashed anew
            if user is None:
                User().set_password(password)
                return None
            has_right_password = user.check_password(password) and user.is_active and not user.is_machine
        return user if has_right_password and not first_password_has_ended(user) else None

    def get_user(self, user_id: UUID) -> User | None:
        return user_by_key(user_id)
