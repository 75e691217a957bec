"""What every page of this app shares: an actor is needed, errors of services go back to the form."""

from uuid import UUID

from django import forms
from django.http import HttpRequest

from accounts.actor import Actor
from accounts.views.base import ActorRequest, ActorView
from cases.models import Case
from cases.selectors.case_head import case_head_for
from core.errors import Invalid

__all__ = ["ActorRequest", "ActorView", "add_errors", "case_get", "version_of"]


def case_get(actor: Actor, case_id: UUID) -> Case:
    """The case with what its head shows, or NotVisible (see `case_head_for`)."""
    return case_head_for(actor, case_id)


def add_errors(form: forms.BaseForm, invalid: Invalid) -> None:
    """Put a service's complaints beside the fields they are about; others on top of the form."""
    for name, messages in invalid.errors.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)


def version_of(request: HttpRequest) -> int:
    """The case version that the submitted form showed. A form without one is stale by definition: -1 never matches."""
    value = request.POST.get("version", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
