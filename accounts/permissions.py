"""Every permission code, once.

An act is granted on a Country (national desk), an Authority (that office and those below) or a Case (delegation). One
codename on two models breaks guardian's look-ups, so the target is part of the name: `country_view_case`,
`authority_view_case`, `case_view_case`.
"""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: Final[dict[str, str | Promise]] = {
    "view_case": _("See cases"),
    "draft_case": _("Draft cases and send them to review"),
    "work_case": _("Write messages, notes, flags and links; take and hand over cases"),
    "assign_case": _("Assign cases to colleagues"),
    "release_case": _("Release reviewed cases to the other side"),
    "withdraw_case": _("Withdraw cases"),
    "acknowledge_case": _("Acknowledge and return cases"),
    "assign_verification": _("Ask agencies to verify identity"),
    "answer_verification": _("Answer verification tasks"),
    "propose_decision": _("Propose decisions"),
    "countersign_decision": _("Countersign decisions"),
    "hold_interview": _("Arrange and record interviews"),
    "issue_travel_document": _("Issue travel documents"),
    "plan_transfer": _("Plan transfers and give notice"),
    "confirm_transfer": _("Confirm or counter-propose transfers"),
    "view_arrivals": _("See expected arrivals"),
    "record_handover": _("Record handovers"),
    "close_case": _("Close completed cases"),
    "settle_costs": _("Record costs, claim and settle them"),
    "monitor_return": _("Monitor forced returns and report"),
    "view_audit": _("See the audit trail of cases"),
    "verify_log": _("Read the entries of the log for a verifier"),
    "view_statistics": _("See workload and time keeping"),
    "export_data": _("Export lists, statistics and the audit trail"),
    "review_quality": _("Review a sample of closed cases"),
    "protect_data": _("Answer for data protection: disclosures, requests of persons, retention"),
    "administer": _("Administer offices and users"),
}
TARGETS: Final = ("country", "authority", "case")


def codename(target: str, act: str) -> str:
    """The guardian codename of `act` on a `target` (country, authority, case)."""
    if target not in TARGETS or act not in ACTS:
        raise ValueError(f"no permission {act!r} on {target!r}")
    return f"{target}_{act}"


def model_permissions(target: str) -> Any:
    """The `Meta.permissions` of a target's model: a list of (codename, English name)."""
    return [(codename(target, act), f"{act} ({target})") for act in ACTS]
