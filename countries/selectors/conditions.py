"""What a case fulfils of the conditions that rules have, and what proves its receipt."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from countries.choices import RuleKind, StartEvent
from countries.clocks.types import ResolvedRule
from countries.models.agreement import VERIFIED

# From what the application was received on: these limits begin with what the other side can prove.
_BEGINS_WITH_RECEIPT = (
    StartEvent.DELIVERY,
    StartEvent.CONFIRMED_RECEIPT,
    StartEvent.REGISTRATION,
    StartEvent.COMPLETE_FILE,
)


@dataclass(frozen=True)
class Held:
    """The conditions of rules that a case fulfils, codes of `RuleCondition`.

    readings: every condition of evidence that may be the right one, because nobody has read what the evidence is worth;
    empty where it was read. `evidence` is the one by which the case goes.
    """

    evidence: str = ""
    others: frozenset[str] = frozenset()
    readings: tuple[str, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        return self.others | {self.evidence}


# What a case fulfils, or how to learn it, asked only where a rule has a condition.
Conditions = Collection[str] | Held
ConditionsOrHow = Conditions | Callable[[], Conditions]


def with_proof_of_receipt(found: dict[str, ResolvedRule]) -> dict[str, ResolvedRule]:
    """What proves the receipt belongs to every limit that counts from it, once somebody has read it."""
    proof = found.get(RuleKind.RECEIPT)
    if proof is None or not proof.receipt_proof or proof.certainty not in VERIFIED:
        return found
    said, source = proof.receipt_proof, ", ".join(filter(None, (proof.agreement_title, proof.citation)))
    return {
        kind: replace(rule, receipt_proof=said, receipt_citation=source)
        if rule.start_event in _BEGINS_WITH_RECEIPT
        else rule
        for kind, rule in found.items()
    }
