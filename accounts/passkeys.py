"""Passkeys (Web Authentication): what the browser is asked, and whether its answer is right."""

import json
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.models import Authenticator, User

# What broken or forged answers raise in the library.
_WRONG: Final = (ValueError, KeyError, TypeError, AttributeError, IndexError, InvalidSignature)
LONGEST_ANSWER: Final = 20_000


def _server(request: HttpRequest) -> Fido2Server:
    """For the host of this request, which Django has compared with the hosts that are allowed."""
    host = request.get_host()
    origin = f"{request.scheme}://{host}"
    name = host if host.startswith("[") else host.partition(":")[0]
    return Fido2Server(PublicKeyCredentialRpEntity(id=name, name="RCMS"), verify_origin=lambda given: given == origin)


def _known(keys: list[Authenticator]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(websafe_decode(key.material)) for key in keys]


def registration_begin(request: HttpRequest, user: User, keys: list[Authenticator]) -> tuple[str, dict[str, Any]]:
    """The question to the browser (JSON), and what to remember until it answers."""
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(id=user.id.bytes, name=user.login_name, display_name=user.full_name),
        _known(keys),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return json.dumps(dict(options.public_key)), state


def registration_complete(request: HttpRequest, state: dict[str, Any], answer: str) -> tuple[str, int] | None:
    """The new key to keep and its count; None when the answer is wrong."""
    try:
        data = _server(request).register_complete(state, _read(answer))
        if data.credential_data is None:
            return None
        return websafe_encode(bytes(data.credential_data)), data.counter
    except _WRONG:
        return None


def question(request: HttpRequest, keys: list[Authenticator]) -> tuple[str, dict[str, Any]]:
    """Ask for one of these keys: the question to the browser (JSON), and what to remember."""
    options, state = _server(request).authenticate_begin(
        _known(keys), user_verification=UserVerificationRequirement.PREFERRED
    )
    return json.dumps(dict(options.public_key)), state


def answered_with(
    request: HttpRequest, state: dict[str, Any], keys: list[Authenticator], answer: str
) -> tuple[Authenticator, int] | None:
    """Which of these keys answered and its count; None when none did."""
    known = _known(keys)
    try:
        response = AuthenticationResponse.from_dict(_read(answer))
        used = _server(request).authenticate_complete(state, known, response)
        count = response.response.authenticator_data.counter
    except _WRONG:
        return None
    return next((key, count) for key, data in zip(keys, known, strict=True) if data is used)


def _read(answer: str) -> Any:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("too long")
    return json.loads(answer)
