"""Builds the contents of the claim of costs (see `cases.letters`)."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import ClockKind, Side
from cases.choices_costs import CostBasis, CostKind
from cases.clocks import clock_running, due_of
from cases.letters import _head, _signature, covered, offices_of
from cases.models import Case, CostClaim, Person
from core.jinja import due_words
from documents.letters import costs


def cost_claim_request(case: Case, claim: CostClaim, actor: Actor) -> costs.CostClaim:
    """The claim with its amounts, and until when it is to be paid."""
    requesting, receiving = offices_of(case)
    writing, addressed = (requesting, receiving) if claim.claimed_side == Side.REQUESTING else (receiving, requesting)
    row = clock_running(case, ClockKind.COSTS)
    with translation.override("en"):
        due = ""
        if row is not None:
            found = due_of(row)
            due = _("%(end)s (%(source)s)") % {
                "end": due_words(row.due_at, found.time_zone),
                "source": ", ".join(filter(None, (found.rule.agreement_title, found.rule.citation))),
            }
        kinds = dict(CostKind.choices)
        return costs.CostClaim(
            **_head(case, actor),  # type: ignore[arg-type]
            writing=writing,
            addressed=addressed,
            place=actor.country_name,
            person=covered(case, Person.objects.get(case=case)),
            basis=str(CostBasis(claim.basis).label),
            statement=claim.statement,
            lines=tuple(
                costs.CostLine(
                    what=str(kinds.get(line["kind"], line["kind"])),
                    spent_on=date.fromisoformat(line["spent_on"]),
                    amount=line["amount"],
                )
                for line in claim.lines
            ),
            total=f"{claim.total:.2f}",
            currency=claim.currency,
            account=claim.account,
            due=due,
            enclosure=claim.file.original_name if claim.file is not None else "",
            signature=_signature(actor),
        )
