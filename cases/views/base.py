"""What every page of this app shares: an actor is needed, errors of services go back to the form."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.urls import reverse

from accounts.actor import Actor
from accounts.views.base import ActorRequest, ActorView, add_errors, version_of
from audit.services import AboutCase
from cases.models import Case
from cases.selectors.case_head import case_head_for
from core.errors import ActRefused

__all__ = ["ActorRequest", "ActorView", "about", "add_errors", "case_get", "leading_back", "refused", "version_of"]


def case_get(actor: Actor, case_id: UUID) -> Case:
    """The case with what its head shows, or NotVisible (see `case_head_for`)."""
    return case_head_for(actor, case_id)


def about(case: Case) -> AboutCase:
    """The case as the audit trail names it."""
    return AboutCase(case.id, case.reference or "")


def refused(
    case: Case, code: str, message: str, *, kind: type[ActRefused] = ActRefused, next_url: str = ""
) -> ActRefused:
    """A refusal that names the case in the audit trail and leads to `next_url`, by default the case."""
    error = kind(code, message).about(case.subject, case.reference)
    error.next_url = next_url or reverse("cases:case-detail", args=[case.id])
    return error


@contextmanager
def leading_back(url: str) -> Iterator[None]:
    """The page of a refusal within leads to `url`: its own address may know no GET, or show a form without use."""
    try:
        yield
    except ActRefused as error:
        error.next_url = error.next_url or url
        raise
