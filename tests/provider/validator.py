"""What the provider says of its people; and the untruths it was told to tell with the next token."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from django.conf import settings
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from oauth2_provider.oauth2_validators import OAuth2Validator

# User name -> claims besides the name; and of the next token what is changed.
PEOPLE: dict[str, dict[str, Any]] = {}
TRICK: dict[str, Any] = {}
STRANGE_KEY = RSAKey.generate_key(2048)


class Validator(OAuth2Validator):
    """As delivered, but for claims and tricks."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        name = request.user.username
        return {"sub": f"subject-of-{name}", **PEOPLE.get(name, {})}

    def finalize_id_token(self, id_token: Any, token: Any, token_handler: Any, request: Any) -> str:
        true = super().finalize_id_token(id_token, token, token_handler, request)
        trick = dict(TRICK)
        TRICK.clear()
        return twisted(true, trick, request.client.jwk_key) if trick else true


def twisted(true: str, trick: dict[str, Any], public: Any) -> str:
    """The token with other claims (`claims`; None takes one away; `later` moves the times), or another signature (`sign`:
    none, shared: with the public key as if it were a secret, strange: by another key of the same name)."""
    header, payload, _signature = (urlsafe_b64decode(part + "==") for part in true.split("."))
    said, claims = json.loads(header), json.loads(payload)
    for name in ("exp", "iat"):
        claims[name] += trick.get("later", 0)
    claims = {name: value for name, value in {**claims, **trick.get("claims", {})}.items() if value is not None}
    sign = trick.get("sign")
    if sign == "none":
        parts = (json.dumps(part).encode() for part in ({**said, "alg": "none"}, claims))
        return ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
    if sign == "shared":
        pem = public.export_to_pem(private_key=False)
        return jwt.encode({**said, "alg": "HS256"}, claims, OctKey.import_key(pem), algorithms=["HS256"])
    own = RSAKey.import_key(settings.OAUTH2_PROVIDER["OIDC_RSA_PRIVATE_KEY"])
    return jwt.encode(said, claims, STRANGE_KEY if sign == "strange" else own)
