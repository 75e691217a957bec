"""A real OpenID Connect provider for the tests: a Django process of its own with django-oauth-toolkit.

`tests.provider.running` starts it and tells it who its people are, and which untruth it tells with the next token.
"""

from typing import Any

# Of an office that nobody asks anything.
PROVIDER: dict[str, Any] = {
    "issuer": "https://login.example.org",
    "client_id": "rcms",
    "client_secret": "sealed",
    "scopes": "groups",
    "roles_claim": "groups",
    "roles": [["officers", "return_officer"]],
    "second_factor": ["amr:mfa"],
}
