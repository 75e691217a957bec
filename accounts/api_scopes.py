"""What a token of a national system may be limited to. A scope is a bundle of acts, cut out of what the role holds."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actor import Reach

API_SCOPES: Final[dict[str, tuple[str | Promise, frozenset[str]]]] = {
    "audit:read": (
        _("Read the entries of the log that the own office reads, for its verifier"),
        frozenset({"verify_log"}),
    ),
    "cases:read": (_("Read cases, the feed of changes and papers"), frozenset({"view_case"})),
    "cases:write": (
        _("Write drafts, send them on, acknowledge, return, ask agencies, interview, plan transfers, settle costs"),
        frozenset(
            {
                *("draft_case", "acknowledge_case", "assign_verification", "hold_interview"),
                *("plan_transfer", "confirm_transfer", "settle_costs"),
            }
        ),
    ),
    "decisions:write": (_("Propose decisions; a named person countersigns"), frozenset({"propose_decision"})),
    "files:read": (_("Download files and papers"), frozenset()),
    "files:write": (_("Upload photographs and scans"), frozenset()),
    "messages:read": (_("Read messages and requests for information"), frozenset()),
    "messages:write": (_("Write messages and answer requests for information"), frozenset({"work_case"})),
    "monitoring:read": (_("Read the transfers that the own body monitors"), frozenset({"monitor_return"})),
    "monitoring:write": (_("Record observations and submit reports"), frozenset({"monitor_return"})),
    "notices:read": (_("Read notices"), frozenset()),
    "verification:read": (_("Read the questions put to the own agency"), frozenset({"answer_verification"})),
    "verification:write": (_("Answer the questions put to the own agency"), frozenset({"answer_verification"})),
}
SCOPE_LABELS: Final = {code: label for code, (label, _acts) in API_SCOPES.items()}


def grants_within(grants: Mapping[str, Reach], scopes: Iterable[str]) -> dict[str, Reach]:
    """The grants that a token with these scopes carries; unknown scopes carry nothing."""
    acts = {act for scope in scopes if scope in API_SCOPES for act in API_SCOPES[scope][1]}
    return {act: reach for act, reach in grants.items() if act in acts}
