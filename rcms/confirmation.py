"""Which acts ask who is at the browser when nobody has shown it for ten minutes: the one table.

What the person had typed is kept and given back (`accounts.kept`).
"""

from typing import Any, Final

from django.http import HttpRequest

from accounts.sessions import is_freshly_proved

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
    # The own second factors.
    "accounts:app-enrol": None,
    "accounts:passkey-enrol": None,
    "accounts:factor-remove": None,
    "accounts:recovery-codes": None,
}


def asks_first(request: HttpRequest, route: str, parts: dict[str, Any]) -> bool:
    """Whether this request must wait until the person has shown who he is."""
    if request.method != "POST" or route not in ACTS or not request.user.is_authenticated:
        return False
    narrowed = ACTS[route]
    return (narrowed is None or parts.get(narrowed[0]) in narrowed[1]) and not is_freshly_proved(request)
