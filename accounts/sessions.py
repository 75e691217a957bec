"""How a session begins, how long it lives, what was proved in it, and under which membership it acts."""

from dataclasses import asdict, dataclass
from time import time
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts.actor import Actor
from accounts.entrance import as_person, has_factor, user_by_key
from accounts.models import BrowserSession, Membership, ProviderLink, User
from accounts.selectors.actors import actor_for, memberships_of, works_beyond
from accounts.session_store import ADDRESS_KEY, DEVICE_KEY, LAST_SEEN_KEY, SIGNED_IN_AT_KEY, digest_of
from core import clock
from core.request_context import client_address
from core.scope import entrance

MEMBERSHIP_KEY = "membership"
MEMBERSHIPS_COUNT_KEY = "memberships_count"
SECOND_FACTOR_KEY = "second_factor"
PROVED_AT_KEY = "proved_at"
OWN_PROVED_AT_KEY = "own_proved_at"
PENDING_KEY = "pending"
VOUCHED_KEY = "vouched"
POLL_HEADER = "X-RCMS-Poll"
# A page within so many seconds after another one is not written down as use.
SEEN_SECONDS: Final = 30
_BACKEND: Final = "accounts.backends.PasswordBackend"
# In place of a second factor of ours.
BY_PROVIDER: Final = "provider"


@dataclass(frozen=True, slots=True)
class Vouched:
    """A provider says who this is (ADR 21). link: by which link; code: whose provider; authority: for which office it
    speaks; proved_at: when the person showed it there, 0 when it does not say."""

    link: str
    code: str
    authority: str
    proved_at: int = 0


# --- between the first and the second step ----------------------------------------------------------------------------


def pending_begin(request: HttpRequest, user: User, next_url: str, vouched: Vouched | None = None) -> None:
    """The password was right, or a provider said who it is. Nobody is signed in by that: the session says only who may
    go on to the second factor."""
    request.session.flush()
    request.session[PENDING_KEY] = {
        "user": str(user.id),
        "hash": user.get_session_auth_hash(),
        "at": int(time()),
        "next": next_url,
        "vouched": asdict(vouched) if vouched else None,
    }


def pending_user(request: HttpRequest) -> User | None:
    """Who gave the right password a short while ago and nothing more yet."""
    pending = request.session.get(PENDING_KEY)
    if pending is None or time() - pending["at"] > settings.SIGN_IN_SECONDS:
        return None
    user = user_by_key(pending["user"])
    if user is None or not constant_time_compare(user.get_session_auth_hash(), pending["hash"]):
        return None
    return user


def pending_next(request: HttpRequest) -> str:
    """Which page the person asked for before signing in."""
    return str((request.session.get(PENDING_KEY) or {}).get("next", ""))


def pending_vouched(request: HttpRequest) -> Vouched | None:
    """The provider that said who it is; None after a password."""
    said = (request.session.get(PENDING_KEY) or {}).get("vouched")
    return Vouched(**said) if said else None


# --- a session --------------------------------------------------------------------------------------------------------


def session_begin(request: HttpRequest, user: User, *, second_factor: str = "", vouched: Vouched | None = None) -> None:
    """Sign in, under a new key: start the session's clocks, and act under the only membership when there is one.

    vouched: a provider said who it is, and by itself that is as fresh as the provider says."""
    request.session.flush()
    login(request, user, _BACKEND)
    request.session[PROVED_AT_KEY] = request.session[OWN_PROVED_AT_KEY] = int(time())
    if vouched:
        request.session[VOUCHED_KEY] = asdict(vouched)
        if second_factor in ("", BY_PROVIDER):
            request.session[PROVED_AT_KEY], request.session[OWN_PROVED_AT_KEY] = vouched.proved_at, 0
    request.session[SIGNED_IN_AT_KEY] = request.session[LAST_SEEN_KEY] = int(time())
    request.session[DEVICE_KEY] = device_words(request.headers.get("User-Agent", ""))
    request.session[ADDRESS_KEY] = client_address.get() or ""
    if second_factor:
        request.session[SECOND_FACTOR_KEY] = second_factor
    memberships = list(offices_of(request, user))
    request.session[MEMBERSHIPS_COUNT_KEY] = len(memberships)
    if len(memberships) == 1:
        membership_choose(request, memberships[0])


def offices_of(request: HttpRequest, user: User) -> QuerySet[Membership]:
    """The memberships under which this session may act: a provider speaks for its own office alone."""
    rows = memberships_of(user, clock.now())
    office = office_of_session(request)
    return rows.filter(authority=UUID(office)) if office else rows


def office_of_session(request: HttpRequest | None) -> str:
    """For which office alone this session is, because its provider let the person in; empty where it is for all."""
    vouched = request.session.get(VOUCHED_KEY) if request else None
    return str(vouched["authority"]) if vouched else ""


def needs_own_password(request: HttpRequest, user: User) -> bool:
    """Whether the person signed in with a password that somebody else made, and must choose an own one first."""
    return user.first_password_until is not None and VOUCHED_KEY not in request.session


def _is_vouched_no_more(request: HttpRequest, user: User) -> bool:
    """Whether a provider let the person in that is switched off, or does not stand for the person any more."""
    vouched = request.session.get(VOUCHED_KEY)
    if vouched is None:
        return False
    with entrance(user=user.pk, provider=vouched["code"]):
        links = ProviderLink.objects.filter(id=UUID(vouched["link"]), user=user, ended_at=None)
        return not links.filter(provider__is_active=True).exists()


def session_prove(request: HttpRequest, *, is_own: bool = True) -> None:
    """The person has just shown who is at the browser. is_own: by what opens the whole account (`is_own_proof_due`)."""
    request.session[PROVED_AT_KEY] = int(time())
    if is_own:
        request.session[OWN_PROVED_AT_KEY] = int(time())


def is_freshly_proved(request: HttpRequest, key: str = PROVED_AT_KEY) -> bool:
    """Whether that is not longer ago than dangerous acts allow."""
    return bool(time() - request.session.get(key, 0) <= settings.REAUTHENTICATION_SECONDS)


def is_own_proof_due(request: HttpRequest, user: User) -> bool:
    """Whether second factors may not change yet, because only a provider says who is at the browser (also before the
    session has begun). They open the whole account, and it speaks for one office: so the person shows a factor of the
    own, or without any the own password. Whoever has neither goes on where no other office is reached by that."""
    said = request.session.get(VOUCHED_KEY) or (request.session.get(PENDING_KEY) or {}).get("vouched")
    if said is None or is_freshly_proved(request, OWN_PROVED_AT_KEY):
        return False
    if has_factor(user) or user.has_own_password:
        return True
    with as_person(user):
        return works_beyond(user, UUID(said["authority"]), clock.now())


def membership_choose(request: HttpRequest, membership: Membership) -> None:
    """Act under `membership` from the next request on."""
    request.session[MEMBERSHIP_KEY] = str(membership.id)


def seconds_left(request: HttpRequest) -> int:
    """Until the session ends if nothing more is asked for; not above 0 when it has ended."""
    now, session = int(time()), request.session
    idle = session.get(LAST_SEEN_KEY, now) + settings.SESSION_IDLE_SECONDS
    absolute = session.get(SIGNED_IN_AT_KEY, now) + settings.SESSION_ABSOLUTE_SECONDS
    return int(min(idle, absolute) - now)


def session_has_ended(request: HttpRequest) -> bool:
    """After too long without a page or too long since signing in the person is signed in no more; polling does not
    count as a page. The row stays until it is swept: it is worth nothing but to keep a form that comes too late."""
    is_proved = request.session.get(SECOND_FACTOR_KEY) or not settings.SECOND_FACTOR_IS_REQUIRED
    if not is_proved or seconds_left(request) < 0:
        request.ended_user = request.user if is_proved else None  # type: ignore[attr-defined]
        request.user = AnonymousUser()
        return True
    now = int(time())
    if POLL_HEADER not in request.headers and now - request.session.get(LAST_SEEN_KEY, 0) > SEEN_SECONDS:
        request.session[LAST_SEEN_KEY] = now
    return False


def actor_of(request: HttpRequest) -> Actor | None:
    """The actor of this request: signed in, session alive, a membership chosen and still in force."""
    request.ended_user = None  # type: ignore[attr-defined]
    user = request.user
    if not isinstance(user, User) or session_has_ended(request):
        return None
    if _is_vouched_no_more(request, user):
        request.user = AnonymousUser()
        return None
    chosen = request.session.get(MEMBERSHIP_KEY)
    if chosen is None or needs_own_password(request, user):
        # With a password that somebody else made a person can choose an own one, and do nothing else.
        return None
    with entrance(user=user.pk):
        membership = offices_of(request, user).filter(id=UUID(chosen)).first()
    if membership is None:
        # It ended while the session lived: the person chooses another one, or has no office any more.
        del request.session[MEMBERSHIP_KEY]
        return None
    with entrance(group=membership.group_id):
        return actor_for(user, membership)


# --- all sessions of a person -----------------------------------------------------------------------------------------


def sessions_of(user: User) -> list[BrowserSession]:
    """Where the person is signed in, the last used first."""
    with as_person(user):
        rows = BrowserSession.objects.filter(user=user, signed_in_at__isnull=False).defer("session_data")
        return list(rows.order_by("-last_used_at", "id"))


def sessions_end(request: HttpRequest, user: User, *, only: UUID | None = None) -> int:
    """End the person's other sessions, or one of them; returns how many."""
    with as_person(user):
        rows = BrowserSession.objects.filter(user=user).exclude(session_key=digest_of(request.session.session_key))
        count, _rows = (rows.filter(id=only) if only else rows).delete()
    return count


_BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


def device_words(agent: str) -> str:
    """As coarse as a person needs to recognise the own device: "Firefox, Windows"; empty when nothing is known."""
    found = [next((name for sign, name in signs if sign in agent), "") for signs in (_BROWSERS, _SYSTEMS)]
    return ", ".join(word for word in found if word)
