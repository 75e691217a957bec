"""The client's side of OpenID Connect: authorization code with PKCE, and the ID token that comes of it.

OpenID Connect Core 1.0 (3.1), RFC 7636 (PKCE), RFC 9207 (issuer in the answer), RFC 9700 (current practice). Keys and
signatures are joserfc's; nothing is taken from a token before its signature holds.
"""

import hashlib
import hmac
import logging
import secrets as random
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic, time
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

from cryptography.exceptions import UnsupportedAlgorithm
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, import_key

from accounts import secrets
from accounts.models import IdentityProvider
from accounts.outgoing import Denied, NoAnswer, fetch, is_same_place

log = logging.getLogger(__name__)

# Signatures by a key that the provider alone has: never `none`, never one made with what the client knows as well.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
_LEEWAY: Final = 60  # seconds between two clocks
_OLDEST: Final = 600  # seconds since the token was made: it comes straight from the provider
_KEPT: Final = 600  # seconds for which what a provider publishes is not asked again
_AWAY: Final = 15  # seconds for which a provider that did not answer is not asked again
_ANEW: Final = 3  # seconds, where it must be fresh: is it there at all, has it a new key
_SUBJECT_LENGTH: Final = 255


class Refused(Exception):
    """The answer is not one to the question, or not the provider's. The text is for the log, and names nobody."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the provider has before it. claims: values of the claim for roles; has_second_factor: as this provider is
    trusted to say; proved_at: when the person showed it there (seconds), None when it does not say."""

    subject: str
    claims: frozenset[str]
    has_second_factor: bool
    proved_at: int | None


# --- what a provider publishes ----------------------------------------------------------------------------------------

_published: dict[str, tuple[float, dict[str, Any]]] = {}
_away: dict[str, float] = {}


def _ask(issuer: str, address: str, *, is_anew: bool = False) -> dict[str, Any]:
    """A public document of a provider, from memory where it is fresh."""
    now = monotonic()
    asked_at, document = _published.get(address, (0.0, {}))
    if document and now - asked_at < (_ANEW if is_anew else _KEPT):
        return document
    if now < _away.get(issuer, 0):
        raise NoAnswer("it did not answer a moment ago")
    try:
        document = fetch(address)
    except NoAnswer:
        _away[issuer] = now + _AWAY
        raise
    _published[address] = (now, document)
    return document


def forget() -> None:
    """Ask everything anew (tests)."""
    _published.clear()
    _away.clear()


def configuration(issuer: str, *, is_anew: bool = False) -> dict[str, Any]:
    """The provider's description of itself. Raises NoAnswer, also for one that names another place than its own."""
    found = _ask(issuer, f"{issuer.rstrip('/')}/.well-known/openid-configuration", is_anew=is_anew)
    if found.get("issuer") != issuer:
        raise NoAnswer("it calls itself by another name")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not isinstance(found.get(name), str) or not is_same_place(found[name], issuer):
            raise NoAnswer(f"its {name} is elsewhere")
    return found


def _keys(issuer: str, address: str, *, is_anew: bool = False) -> KeySet:
    """The provider's public keys for signatures."""
    rows = _ask(issuer, address, is_anew=is_anew).get("keys")
    keys = []
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and row.get("kty") in ("RSA", "EC", "OKP") and row.get("use", "sig") == "sig":
            # A key of a kind that nobody here knows is in nobody's way.
            with suppress(JoseError, ValueError, KeyError, TypeError, UnsupportedAlgorithm):
                keys.append(import_key(row))
    return KeySet(keys)


# --- the question -----------------------------------------------------------------------------------------------------


def question(provider: IdentityProvider, redirect_uri: str, *, is_fresh: bool = False) -> tuple[str, dict[str, Any]]:
    """Where the browser is sent, and what the session keeps to know the answer by. is_fresh: the provider shall ask the
    person, whoever came to it before. Raises NoAnswer."""
    # Somebody who is sent to a provider that is away gets no word of ours any more.
    found = configuration(provider.issuer, is_anew=True)
    asked = {
        "provider": str(provider.id),
        "state": random.token_urlsafe(32),
        "nonce": random.token_urlsafe(32),
        "verifier": random.token_urlsafe(48),
        "at": int(time()),
    }
    challenge = urlsafe_b64encode(hashlib.sha256(str(asked["verifier"]).encode()).digest()).rstrip(b"=").decode()
    parameters = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(("openid", *provider.scopes.split())),
        "state": asked["state"],
        "nonce": asked["nonce"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        # Whoever came to the provider before this working day is asked there again.
        "max_age": str(settings.SESSION_ABSOLUTE_SECONDS),
    }
    if is_fresh:
        parameters |= {"max_age": "0", "prompt": "login"}
    address = found["authorization_endpoint"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}", asked


# --- the answer -------------------------------------------------------------------------------------------------------


def identity(
    provider: IdentityProvider, asked: Mapping[str, Any], answer: Mapping[str, str], redirect_uri: str
) -> Identity:
    """Who it is, when the answer is one to this browser's question. Raises Refused, NoAnswer."""
    if asked.get("provider") != str(provider.id):
        raise Refused("another provider was asked")
    if time() - asked["at"] > settings.SIGN_IN_SECONDS:
        raise Refused("the question is too old")
    if not hmac.compare_digest(answer.get("state", "").encode(), asked["state"].encode()):
        raise Refused("another state")
    found = configuration(provider.issuer)
    # RFC 9207: an answer that another provider gave to this question.
    named = answer.get("iss")
    if named != provider.issuer and (named or found.get("authorization_response_iss_parameter_supported")):
        raise Refused("the answer names another issuer")
    if "error" in answer or not answer.get("code"):
        raise Refused("the provider refused")
    token = _exchange(provider, found, answer["code"], asked["verifier"], redirect_uri)
    return _identity(provider, _claims(provider, found["jwks_uri"], token, asked["nonce"]))


def _exchange(provider: IdentityProvider, found: Mapping[str, Any], code: str, verifier: str, redirect_uri: str) -> str:
    """The ID token for a code."""
    secret = secret_of(provider)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    basic = None
    ways = found.get("token_endpoint_auth_methods_supported")
    if not isinstance(ways, list) or "client_secret_basic" in ways:
        basic = (quote_plus(provider.client_id), quote_plus(secret))
    else:
        form |= {"client_id": provider.client_id, "client_secret": secret}
    try:
        token = fetch(found["token_endpoint"], form=form, basic=basic).get("id_token")
    except Denied as error:
        # The code is another browser's, was used before, or is too old; or the client's secret is wrong.
        raise Refused(f"the code is worth nothing: {error}") from error
    if not isinstance(token, str):
        raise Refused("no ID token")
    return token


def secret_about(authority_id: object) -> str:
    """What a provider's secret is bound to when it is encrypted."""
    return f"provider:{authority_id}"


def secret_of(provider: IdentityProvider) -> str:
    """The client's secret. Raises NoAnswer where no key opens it."""
    secret = secrets.decrypt(provider.client_secret, about=secret_about(provider.authority_id))
    if secret is None:
        raise NoAnswer("the client's secret cannot be read with the keys of this server")
    return secret


def _claims(provider: IdentityProvider, keys_at: str, token: str, nonce: str) -> dict[str, Any]:
    """What the token says, after everything about it was checked (OpenID Connect Core, 3.1.3.7). Raises Refused."""
    claims = _signed(provider.issuer, keys_at, token)
    now = int(time())
    rules = jwt.JWTClaimsRegistry(
        now=now,
        leeway=_LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        rules.validate(claims)
    except JoseError as error:
        raise Refused(f"{type(error).__name__}: {error.description}") from error
    # By ourselves: joserfc takes a list with the value in it for the value.
    if claims.get("nonce") != nonce:
        raise Refused("another nonce")
    audience = claims["aud"]
    if (isinstance(audience, list) and len(audience) > 1 and "azp" not in claims) or (
        claims.get("azp", provider.client_id) != provider.client_id
    ):
        raise Refused("made for another client")
    if not isinstance(claims["iat"], int | float) or now - claims["iat"] > _OLDEST + _LEEWAY:
        raise Refused("made too long ago")
    if not 1 <= len(claims["sub"]) <= _SUBJECT_LENGTH or not claims["sub"].isprintable():
        raise Refused("names nobody")
    return claims


def _signed(issuer: str, keys_at: str, token: str) -> dict[str, Any]:
    """The claims of a token that a key of the provider signed; after a failure with keys that are asked for anew."""
    error: Exception | None = None
    for is_anew in (False, True):
        try:
            return dict(jwt.decode(token, _keys(issuer, keys_at, is_anew=is_anew), algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError, KeyError, TypeError, RecursionError) as failed:
            error = failed
    raise Refused(f"no key of the provider signed it: {type(error).__name__}")


def _identity(provider: IdentityProvider, claims: Mapping[str, Any]) -> Identity:
    said = {f"acr:{value}" for value in _texts(claims.get("acr"))} | {
        f"amr:{value}" for value in _texts(claims.get("amr"))
    }
    proved_at = claims.get("auth_time")
    is_instant = isinstance(proved_at, int) and not isinstance(proved_at, bool) and proved_at <= time() + _LEEWAY
    if is_instant and time() - proved_at > settings.SESSION_ABSOLUTE_SECONDS + _LEEWAY:  # type: ignore[operator]
        raise Refused("the person came to the provider too long ago")
    return Identity(
        subject=claims["sub"],
        claims=frozenset(_texts(claims.get(provider.roles_claim))) if provider.roles_claim else frozenset(),
        has_second_factor=not said.isdisjoint(provider.second_factor),
        proved_at=proved_at if is_instant else None,
    )


def _texts(value: Any) -> Iterable[str]:
    """A claim that is a text, or a list of texts."""
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]
