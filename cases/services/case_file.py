"""Asking for the case file: everything of a case that the actor's side may read, as one PDF."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.case_file import case_file_contents
from cases.log_proof import proof_of_case
from cases.models import Case
from cases.policies import reaches_own_side, side_of
from cases.selectors.case_documents import CASE_FILE, case_documents_for
from cases.selectors.case_head import case_head_for
from cases.selectors.case_page import case_page_for
from cases.selectors.timeline import told_events
from cases.services.working import refused_about
from cases.workflow.engine import readers_audience
from cases.workflow.types import Readers
from core import clock
from documents.models import GeneratedDocument
from documents.services import document_request

_IN_HAND: Final = timedelta(minutes=10)


def case_file_request(*, actor: Actor, case_id: UUID) -> GeneratedDocument:
    """Ask for the case file of the actor's side; while one is being made, that one is returned.

    What it holds is frozen now; the worker draws it. Only the actor's side can read it. Raises NotVisible, and
    ActRefused for delegates: they read single papers, and lose them when they are no delegates any more.
    """
    case = case_head_for(actor, case_id)
    if not reaches_own_side(actor, "view_case", case):
        raise refused_about(case, "not_granted", _("The case file is made for the offices that hold the case."))
    # Two requests at once would take the same version number.
    list(Case.objects.select_for_update(of=("self",)).filter(id=case.id).values_list("id", flat=True))
    side = side_of(actor, case)
    assert side is not None
    waiting = (
        GeneratedDocument.objects.filter(
            subject=case.subject,
            template=CASE_FILE,
            series=side.value,
            state=GeneratedDocument.State.REQUESTED,
            requested_by_id=actor.user_id,
            requested_at__gt=clock.now() - _IN_HAND,
        )
        .defer("context")
        .first()
    )
    if waiting is not None:
        return waiting
    page = case_page_for(actor, case, is_whole=True)
    readers = readers_audience(case, Readers(side.value))
    # What every reader of the file is told of the case: supervisors alone read who is kept out, a desk its own acts.
    told = told_events(actor, case).filter(
        audience_countries__contains=list(readers.countries), audience_authorities__contains=list(readers.authorities)
    )
    proof = proof_of_case(case.id, set(told.values_list("id", flat=True)))
    contents = case_file_contents(actor, page, case_documents_for(actor, case), proof)
    return document_request(
        actor=actor,
        context=contents,
        subject=case.subject,
        audience=readers,
        case_reference=case.reference or "",
        series=side.value,
        named_cases=[row.case_id for row in page.family if row.case_id is not None],
        steps=len(contents.files) + 1,
    )
