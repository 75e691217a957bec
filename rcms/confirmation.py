"""Which acts ask who is at the browser when nobody has shown it for ten minutes: the one table.

What the person had typed is kept and given back (`accounts.kept`).
"""

from typing import Any, Final

from django.http import HttpRequest

from accounts.models import User
from accounts.sessions import is_freshly_proved, is_own_proof_due

# They change the whole account, for which no provider speaks (ADR 21).
OWN_FACTORS: Final = frozenset(
    {"accounts:app-enrol", "accounts:passkey-enrol", "accounts:factor-remove", "accounts:recovery-codes"}
)
# Route -> for which value of which part of the address; None: always. Only what is sent (POST) is an act.
ACTS: Final[dict[str, tuple[str, frozenset[str]] | None]] = {
    # Countersignatures.
    "cases:act": (
        "name",
        frozenset(
            {
                *("countersign_acceptance", "countersign_refusal", "countersign_inconclusive"),
                *("countersign_transit_consent", "countersign_transit_refusal", "revoke_transit"),
            }
        ),
    ),
    # Exports.
    "cases:case-audit-export": None,
    "cases:cost-export": None,
    "cases:register-export": None,
    "supervision:export": None,
    "administration:review-export": None,
    # Changes of grants, and of what opens a door.
    "administration:change-detail": None,
    "administration:role-give": None,
    "administration:role-end": None,
    "administration:grants-repair": None,
    "administration:client-enrol": None,
    "administration:client-secret": None,
    "administration:provider": None,
    "administration:account-link": None,
    "administration:account-unlink": None,
    "administration:person-create": None,
    "administration:person-move": None,
    "administration:password-reset": None,
    "administration:factors-reset": None,
    # Single cases: an administrator's look, somebody let in, somebody kept out no longer.
    "administration:elevate": None,
    "supervision:request-answer": None,
    "supervision:access-end": None,
    # What is erased does not come back.
    "protection:retention-run": None,
    "protection:retention-hold": None,
    **dict.fromkeys(OWN_FACTORS),
}


def asks_first(request: HttpRequest, route: str, parts: dict[str, Any]) -> dict[str, str] | None:
    """Whether this request must wait until the person has shown who he is; and what the page that asks is told."""
    if request.method != "POST" or route not in ACTS or not isinstance(request.user, User):
        return None
    narrowed = ACTS[route]
    if narrowed is not None and parts.get(narrowed[0]) not in narrowed[1]:
        return None
    if route in OWN_FACTORS and is_own_proof_due(request, request.user):
        return {"own": "1"}
    return None if is_freshly_proved(request) else {}
