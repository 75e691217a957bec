"""Sign-in by user name and password, with a pause after too many wrong ones."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from accounts.models import SignInFailure, User
from core.outbox import wall_now


def is_paused(login_name: str) -> bool:
    """Whether this user name has had too many wrong passwords lately (whoever typed them)."""
    since = wall_now() - timedelta(seconds=settings.SIGN_IN_WINDOW_SECONDS)
    return SignInFailure.objects.filter(login_name=login_name, at__gte=since).count() >= settings.SIGN_IN_ATTEMPTS


def first_password_has_ended(user: User) -> bool:
    """Whether somebody else made this password and the person did not use it in time."""
    return user.first_password_until is not None and user.first_password_until < wall_now()


class PasswordBackend(BaseBackend):
    """Looks the user up by login name; an unknown name costs as much time as a wrong password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        if not username or not password or "\0" in username or is_paused(username.lower()):
            return None
        user = User.objects.filter(login_name=username.lower()).first()
        if user is None:
            User().set_password(password)
            return None
        has_right_password = user.check_password(password) and user.is_active and not user.is_machine
        return user if has_right_password and not first_password_has_ended(user) else None

    def get_user(self, user_id: UUID) -> User | None:
        return User.objects.select_related("country").filter(pk=user_id, is_active=True, is_machine=False).first()
