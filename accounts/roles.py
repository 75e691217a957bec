"""Roles: named bundles of acts. A membership gives one person one role in one office."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Role:
    """acts: what the role may do within its grants; is_delegate: it works on cases delegated to its office; is_machine:
    a national system holds it through the API, never a person: it drafts and answers, and neither releases nor
    countersigns."""

    code: str
    name: str | Promise
    acts: frozenset[str]
    is_delegate: bool = False
    is_machine: bool = False


_ALL = (
    Role(
        "return_officer",
        _("Return officer"),
        frozenset(
            {
                *("view_case", "work_case", "draft_case", "withdraw_case", "plan_transfer"),
                *("close_case", "settle_costs"),
            }
        ),
    ),
    Role(
        "reviewer",
        _("Reviewer"),
        frozenset(
            {
                *("view_case", "work_case", "draft_case", "release_case", "withdraw_case", "plan_transfer"),
                *("close_case", "settle_costs"),
            }
        ),
    ),
    Role(
        "registry_officer",
        _("Registry officer"),
        frozenset(
            {
                *("view_case", "work_case", "acknowledge_case", "assign_verification", "confirm_transfer"),
                *("hold_interview", "settle_costs"),
            }
        ),
    ),
    Role("verifier", _("Verifier"), frozenset({"answer_verification"})),
    Role(
        "consular_officer",
        _("Consular officer"),
        frozenset({"view_case", "issue_travel_document", "hold_interview"}),
        is_delegate=True,
    ),
    Role(
        "decision_maker",
        _("Decision maker"),
        frozenset(
            {
                *("view_case", "work_case", "propose_decision", "countersign_decision", "confirm_transfer"),
                "hold_interview",
            }
        ),
    ),
    Role("border_officer", _("Border officer"), frozenset({"view_arrivals", "record_handover"}), is_delegate=True),
    Role("monitor", _("Forced-return monitor"), frozenset({"monitor_return"})),
    Role("office_lead", _("Head of office"), frozenset({"view_case", "work_case", "assign_case", "view_statistics"})),
    Role(
        "supervisor",
        _("Supervisor"),
        frozenset(
            {
                *("view_case", "view_audit", "assign_case", "view_statistics", "export_data", "review_quality"),
                "protect_data",
            }
        ),
    ),
    Role(
        "data_protection_officer",
        _("Data protection officer"),
        frozenset({"view_case", "view_audit", "export_data", "protect_data"}),
    ),
    Role("administrator", _("Administrator"), frozenset({"administer"})),
    Role(
        "machine_client",
        _("National system"),
        frozenset(
            {
                "view_case",
                "work_case",
                "draft_case",
                "acknowledge_case",
                "assign_verification",
                "answer_verification",
                "propose_decision",
                "plan_transfer",
                "confirm_transfer",
                "hold_interview",
                "settle_costs",
                "monitor_return",
                "verify_log",
            }
        ),
        is_machine=True,
    ),
)
ROLES: Final[dict[str, Role]] = {role.code: role for role in _ALL}
ROLE_CHOICES: Final = [(role.code, role.name) for role in _ALL]
