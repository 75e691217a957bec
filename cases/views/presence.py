"""Who else of the own side has a case open: a part of the case's pages that renews itself."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from accounts.actor import Actor
from cases.models import Case
from cases.selectors.case_head import case_to_judge
from cases.selectors.presence import colleagues_present
from cases.services.presence import presence_sweep, presence_touch
from cases.views.base import ActorRequest, ActorView
from cases.workflow.table import BY_NAME


def present(actor: Actor, case: Case, act: str = "") -> dict[str, Any]:
    """What `cases/work/_presence.html` needs beside `case`; the actor counts as present from now on."""
    presence_touch(actor=actor, case=case, act=act)
    return {"colleagues_here": colleagues_present(actor, case), "presence_act": act}


class PresenceView(ActorView):
    """The part alone, asked for while a page of the case is open. The header that marks polling keeps this from
    keeping an idle session alive; it is no look of its own, so no access is recorded."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        case = case_to_judge(request.actor, case_id)
        presence_sweep(actor=request.actor, case=case)
        act = request.GET.get("act", "")
        context = {"case": case, **present(request.actor, case, act if act in BY_NAME else "")}
        return render(request, "cases/work/_presence.html", context)
