"""Looking people up before anybody is known: the only place that does.

Sessions come in by `accounts.session_store`. Here are users by name or by the key in a session, and what a person has
to prove who he is: read in the scope of that person, once the password was right.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from accounts.models import Authenticator, IdentityProvider, ProviderLink, RecoveryCode, User
from core.scope import Scope, entrance, use_scope


def user_by_name(login_name: str) -> User | None:
    """Who has this user name, in whatever case it was written."""
    with entrance(login=login_name.lower()):
        return User.objects.filter(login_name=login_name.lower()).first()


def user_by_key(user_id: UUID | str) -> User | None:
    """The person of a session; None for whoever is kept out, and for national systems."""
    with entrance(user=user_id):
        return User.objects.select_related("country").filter(pk=user_id, is_active=True, is_machine=False).first()


@contextmanager
def as_person(user: User) -> Iterator[None]:
    """A transaction in which the database shows what is this person's own, and nothing of any office."""
    with use_scope(Scope(user_id=user.id)):
        yield


def provider_by_code(code: str) -> IdentityProvider | None:
    """The provider of the office with this code, when it is in use."""
    with entrance(provider=code.lower()):
        return IdentityProvider.objects.filter(code=code.lower(), is_active=True, authority__is_active=True).first()


def link_by_subject(provider: IdentityProvider, subject: str) -> ProviderLink | None:
    """Whose account the provider's person opens. Ask only with a subject that the provider itself has named."""
    with entrance(subject=f"{provider.id}:{subject}"):
        return ProviderLink.objects.filter(provider=provider, subject=subject, ended_at=None).first()


def factors_of(user: User) -> list[Authenticator]:
    """The person's second factors, the oldest first."""
    with as_person(user):
        return list(Authenticator.objects.filter(user=user).order_by("created_at", "id"))


def has_factor(user: User) -> bool:
    """Whether the person has enrolled a second factor."""
    with as_person(user):
        return Authenticator.objects.filter(user=user).exists()


def recovery_codes_left(user: User) -> int:
    """How many recovery codes are not used yet."""
    with as_person(user):
        return RecoveryCode.objects.filter(user=user, used_at=None).count()
