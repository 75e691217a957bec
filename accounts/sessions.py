"""How long a session lives, and under which membership it acts."""

from time import time
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.selectors.actors import actor_for, memberships_of
from core import clock

MEMBERSHIP_KEY = "membership"
MEMBERSHIPS_COUNT_KEY = "memberships_count"
SIGNED_IN_AT_KEY = "signed_in_at"
LAST_SEEN_KEY = "last_seen"
POLL_HEADER = "X-RCMS-Poll"


def session_begin(request: HttpRequest, user: User) -> None:
    """After sign-in: start the session's clocks, and act under the only membership when there is just one."""
    request.session[SIGNED_IN_AT_KEY] = request.session[LAST_SEEN_KEY] = int(time())
    memberships = list(memberships_of(user, clock.now()))
    request.session[MEMBERSHIPS_COUNT_KEY] = len(memberships)
    if len(memberships) == 1:
        membership_choose(request, memberships[0])


def membership_choose(request: HttpRequest, membership: Membership) -> None:
    """Act under `membership` from the next request on."""
    request.session[MEMBERSHIP_KEY] = str(membership.id)


def session_has_ended(request: HttpRequest) -> bool:
    """Sign out after too long without a page or too long since signing in; polling does not count as a page."""
    now = int(time())
    session = request.session
    is_idle = now - session.get(LAST_SEEN_KEY, now) > settings.SESSION_IDLE_SECONDS
    is_old = now - session.get(SIGNED_IN_AT_KEY, now) > settings.SESSION_ABSOLUTE_SECONDS
    if is_idle or is_old:
        logout(request)
        return True
    if POLL_HEADER not in request.headers and now - session.get(LAST_SEEN_KEY, 0) > 30:
        session[LAST_SEEN_KEY] = now
    return False


def actor_of(request: HttpRequest) -> Actor | None:
    """The actor of this request: signed in, session alive, a membership chosen and still in force."""
    user = request.user
    if not isinstance(user, User) or session_has_ended(request):
        return None
    chosen = request.session.get(MEMBERSHIP_KEY)
    if chosen is None or user.first_password_until is not None:
        # With a password that somebody else made a person can choose an own one, and do nothing else.
        return None
    membership = memberships_of(user, clock.now()).filter(id=UUID(chosen)).first()
    if membership is None:
        # It ended while the session lived: the person chooses another one, or has no office any more.
        del request.session[MEMBERSHIP_KEY]
        return None
    return actor_for(user, membership)
