"""Asking for lines of the audit trail as a paper. A table for spreadsheets is written while its reader waits; a paper
is drawn by the worker, as all papers are."""

from collections.abc import Sequence
from itertools import islice
from typing import Final
from uuid import UUID

from accounts.actor import Actor
from cases.models import AccessRequest, Case
from cases.selectors.audit_trail import KINDS, Record, TrailFilters, trail_all
from cases.wording import zone_place
from core import clock
from core.audience import Audience
from core.ids import uuid7
from documents.letters.audit_trail import AuditTrail, TrailLine
from documents.models import GeneratedDocument
from documents.services import document_request

MOST_LINES: Final = 500
"""Lines in one paper: some twenty sheets, drawn in half a minute. More is for a spreadsheet."""


def trail_paper_request(
    *, actor: Actor, filters: TrailFilters, asked: Sequence[str], reference: str = ""
) -> tuple[GeneratedDocument, int]:
    """The latest lines that the filters meet, as a paper for the actor's office and role alone, and their number.

    asked: the filters in words; reference: of the case whose page asked. Whoever is kept out of a case that a line
    names does not see the paper (row security).
    """
    found = list(islice(trail_all(actor, filters, MOST_LINES + 1), MOST_LINES + 1))
    lines = found[:MOST_LINES]
    made_at = clock.now().astimezone(actor.zone)
    document = document_request(
        actor=actor,
        context=AuditTrail(
            reference=reference,
            issued_on=made_at.date(),
            made_by=actor.name,
            office=actor.authority_name,
            made_at=made_at,
            place=zone_place(actor.time_zone),
            asked=tuple(asked),
            lines=tuple(_line(actor, row) for row in lines),
            left_out=len(found) > len(lines),
        ),
        subject=f"trail:{uuid7()}",
        audience=Audience(groups=(actor.group_id,)),
        language=actor.language,
        named_cases=_named({row.case_key for row in lines if row.case_key is not None}),
    )
    return document, len(lines)


def _named(keys: set[UUID]) -> set[UUID]:
    """The cases that lines name, also those that somebody asked to see."""
    asked_for = AccessRequest.objects.filter(id__in=keys).values("reference")
    return keys | set(Case.objects.filter(reference__in=asked_for).values_list("id", flat=True))


def _line(actor: Actor, row: Record) -> TrailLine:
    what = ": ".join(filter(None, (row.words, row.thing)))
    return TrailLine(
        at=row.at.astimezone(actor.zone),
        kind=str(KINDS[row.kind][0]),
        what=". ".join(filter(None, (what, row.reason, ", ".join(row.changed)))),
        about=row.case_reference,
        who=", ".join(filter(None, (row.actor, row.role))),
        office=row.office,
        address=row.address,
    )
