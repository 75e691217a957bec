"""From a bearer token to an actor: the API's way in, as `accounts.sessions` is the pages'."""

import hashlib
from dataclasses import dataclass, replace

from django.http import HttpRequest
from oauth2_provider.models import AccessToken

from accounts.actor import Actor
from accounts.api_scopes import grants_within
from accounts.models import MachineClient, User
from accounts.roles import ROLES
from accounts.selectors.actors import actor_for, memberships_of
from core import clock
from core.outbox import wall_now
from core.scope import entrance

LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who comes with a token: the client, the actor it acts as, and what the token is limited to."""

    actor: Actor
    client: MachineClient
    scopes: frozenset[str]


def bearer_of(request: HttpRequest) -> Bearer | None:
    """The national system behind the request's token, or None: no token, one that ended or was taken back, a client
    whose technical user has no office any more. Tokens are taken from the Authorization header alone.
    """
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if kind.lower() != "bearer" or not 0 < len(token) <= LONGEST_TOKEN or not token.isascii():
        return None
    checksum = hashlib.sha256(token.encode()).hexdigest()
    with entrance(token=checksum):
        row = AccessToken.objects.filter(token_checksum=checksum, expires__gt=wall_now()).first()
    if row is None or row.application_id is None or row.user_id is None:
        return None
    with entrance(application=row.application_id, user=row.user_id):
        # None where the token is of another person than the client's technical user, whom this entrance does not show.
        client = MachineClient.objects.select_related("user__country").filter(pk=row.application_id).first()
        if client is None or not client.is_usable(request):
            return None
        user: User = client.user
        membership = memberships_of(user, clock.now()).first()
    if membership is None or not ROLES[membership.role].is_machine:
        return None
    with entrance(group=membership.group_id):
        actor = actor_for(user, membership)
    # What the client may have at most today, even if the token was given when it might have more.
    scopes = frozenset(row.scope.split()) & frozenset(client.scopes)
    return Bearer(replace(actor, grants=grants_within(actor.grants, scopes)), client, scopes)
