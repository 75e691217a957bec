"""What the acts about travel documents say before they are done: which rule there is, and what has passed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from cases.clock_starts import start_of
from cases.clocks import due_of
from cases.models import Case, CaseClock
from cases.selectors.situation import fallback_row
from core.jinja import due_words
from countries.choices import FallbackDocument, RuleKind
from countries.clocks import ResolvedRule
from countries.clocks.wording import limit_in_words


def validity_words(rules: Mapping[str, ResolvedRule]) -> str:
    """How long a travel document must be valid under the agreement, with its source and whether that was read."""
    rule = rules.get(RuleKind.TRAVEL_DOCUMENT_VALIDITY)
    if rule is None or not rule.has_limit:
        return _("The agreement gives no number; 30 days are proposed.")
    source = ", ".join(filter(None, (rule.agreement_title, rule.citation)))
    words = _("Under the agreement: %(limit)s (%(source)s).") % {
        "limit": limit_in_words(rule.value, rule.unit),
        "source": source,
    }
    return words if rule.is_verified else f"{words} {_('Unverified.')}"


def fallback_words(clocks: Iterable[CaseClock], now: datetime) -> str:
    """Which limit has passed, and which document the agreement lets be used because of it."""
    row = fallback_row(clocks, now)
    if row is None:
        return ""
    rule = due_of(row).rule
    words = _("The travel document was due %(when)s. The agreement lets you use %(document)s (%(source)s).") % {
        "when": due_words(row.due_at, row.due["time_zone"]),
        "document": FallbackDocument(rule.fallback_document).label,
        "source": ", ".join(filter(None, (rule.agreement_title, rule.citation))),
    }
    return words if rule.is_verified else f"{words} {_('Unverified.')}"


def resubmission_words(case: Case, rules: Mapping[str, ResolvedRule]) -> str:
    """That this request is the short second application of the agreement, once two documents have expired."""
    rule = rules.get(RuleKind.RESUBMISSION_REPLY)
    if rule is None or not rule.has_limit or start_of(case, rule.start_event) is None:
        return ""
    return _(
        "Two documents have expired: this is the short second application, with name and date of birth only. "
        "It is answered within %(limit)s (%(source)s)."
    ) % {
        "limit": limit_in_words(rule.value, rule.unit),
        "source": ", ".join(filter(None, (rule.agreement_title, rule.citation))),
    }
