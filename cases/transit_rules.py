"""What agreements say of a transit beside time limits: how long the person may stay, and that no visa is needed."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from cases.choices_transit import REVOCATION, RevocationGround
from cases.models import Decision
from countries.choices import AgreementKind, RuleKind, Unit
from countries.clocks import ResolvedRule


def longest_stay(rules: Mapping[str, ResolvedRule]) -> tuple[ResolvedRule, timedelta] | None:
    """The rule on the longest stay in the transit country, and the stay; None where the agreement has none in hours."""
    rule = rules.get(RuleKind.TRANSIT_STAY)
    if rule is None or not rule.has_limit or rule.unit != Unit.HOUR or rule.value is None:
        return None
    return rule, timedelta(hours=rule.value)


def stay_is_too_long(rules: Mapping[str, ResolvedRule], enters_at: datetime, leaves_at: datetime) -> bool:
    """Whether the stay is longer than a limit that was read; one that nobody has read forbids nothing."""
    found = longest_stay(rules)
    return found is not None and found[0].is_verified and leaves_at - enters_at > found[1]


def is_revocation(decision: Decision) -> bool:
    """Whether a decision takes a consent back: its grounds are those of a revocation."""
    return bool(decision.reason_codes) and set(decision.reason_codes) <= set(RevocationGround.values)


def outcome_proposed(proposal: Decision | None) -> str:
    """What is proposed: an outcome, REVOCATION, or nothing."""
    if proposal is None:
        return ""
    return REVOCATION if is_revocation(proposal) else proposal.outcome


def no_visa_words(kind: str) -> str:
    """That neither the person nor the escorts need an airport transit visa: by the transit clause that is usual in the
    agreements of the Union (domain facts 2.4; read in one clause, not in the text of each). Empty for other agreements.
    """
    if kind != AgreementKind.EU_AGREEMENT:
        return ""
    return _(
        "By the transit clause that is usual in these agreements no airport transit visa is needed for the person and "
        "the escorts (unverified: not read in the text of this agreement)."
    )
