"""Exceptions to who sees a case, where the reader supervises it: requests to answer, who is kept out and let in,
administrators' looks."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.views.base import tried
from audit.services import access_record
from cases.choices_access import AccessKind, RequestState
from cases.forms.access import AccessEndForm, AccessGrantForm, AccessRefuseForm
from cases.models import AccessRequest
from cases.policies import SUPERVISING
from cases.selectors.case_access import (
    AccessRow,
    access_get,
    access_of_cases,
    case_named,
    exclusion_of,
    request_for,
    requests_waiting,
)
from cases.services.case_access import access_end, exclusion_lift, request_grant, request_refuse
from cases.services.elevation import elevation_end
from cases.views.base import ActorRequest, ActorView
from core.errors import ActRefused, NotVisible
from supervision.views.base import links_for, require_act


class AccessView(ActorView):
    """Who asks, who is kept out, who was let in, which administrators looked. The look at it is recorded."""

    def get(self, request: ActorRequest) -> HttpResponse:
        actor = request.actor
        require_act(actor, "view_audit")
        access_record(actor=actor, action="access.opened", subject="access")
        rows = access_of_cases(actor)
        context = {
            "links": links_for(actor, "access"),
            "requests": requests_waiting(actor),
            "elevations": [row for row in rows if row.kind == AccessKind.ELEVATION],
            "exclusions": [row for row in rows if row.kind == AccessKind.EXCLUSION],
            "may_answer": all(actor.holds(act) for act in SUPERVISING),
            "given": [row for row in rows if row.kind == AccessKind.ACCESS],
        }
        return render(request, "supervision/access.html", context)


class RequestAnswerView(ActorView):
    """Somebody asks to see a case: let in for a time, or refused with words."""

    def get(self, request: ActorRequest, access_request_id: UUID) -> HttpResponse:
        asked = self._asked(request, access_request_id)
        return self._page(request, asked, AccessGrantForm(initial={"days": asked.days}), AccessRefuseForm())

    def post(self, request: ActorRequest, access_request_id: UUID) -> HttpResponse:
        asked = self._asked(request, access_request_id)
        is_refused = request.POST.get("act") == "refuse"
        grant = AccessGrantForm(None if is_refused else request.POST, initial={"days": asked.days})
        refuse = AccessRefuseForm(request.POST if is_refused else None)
        form: forms.Form = refuse if is_refused else grant
        if form.is_valid():
            doing = request_refuse if is_refused else request_grant
            done = tried(form, lambda: doing(actor=request.actor, request_id=asked.id, **form.cleaned_data) or True)
            if done:
                words = _("The request is refused. The person is told.")
                messages.success(request, words if is_refused else _("The person is let in, and is told."))
                return redirect("supervision:access")
        return self._page(request, asked, grant, refuse, status=422)

    def _asked(self, request: ActorRequest, request_id: UUID) -> AccessRequest:
        for act in SUPERVISING:
            require_act(request.actor, act)
        return request_for(request.actor, AccessRequest.objects.all(), request_id)

    def _page(
        self,
        request: ActorRequest,
        asked: AccessRequest,
        grant: AccessGrantForm,
        refuse: AccessRefuseForm,
        status: int = 200,
    ) -> HttpResponse:
        is_waiting = asked.state == RequestState.WAITING and asked.user_id != request.actor.user_id
        case = case_named(request.actor, asked.reference)
        context: dict[str, Any] = {
            "asked": asked,
            "grant": grant,
            "refuse": refuse,
            "is_waiting": is_waiting,
            "case": case,
            "exclusion": exclusion_of(request.actor, case, asked.user_id) if case and is_waiting else None,
            "back_url": reverse("supervision:access"),
        }
        return render(request, "supervision/access_request.html", context, status=status)


class AccessEndView(ActorView):
    """Lift an exclusion, or end access or an administrator's look of the own side before its time."""

    def get(self, request: ActorRequest, access_id: UUID) -> HttpResponse:
        return self._page(request, self._row(request, access_id), AccessEndForm())

    def post(self, request: ActorRequest, access_id: UUID) -> HttpResponse:
        row = self._row(request, access_id)
        form = AccessEndForm(request.POST)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            if tried(form, lambda: self._end(request, row, reason)):
                messages.success(request, _("It is ended."))
                return redirect("supervision:access")
        return self._page(request, row, form, status=422)

    def _end(self, request: ActorRequest, row: AccessRow, reason: str) -> bool:
        if row.kind == AccessKind.ELEVATION:
            elevation_end(actor=request.actor, access_id=row.id, reason=reason)
        elif row.kind == AccessKind.ACCESS:
            access_end(actor=request.actor, access_id=row.id, reason=reason)
        else:
            exclusion_lift(actor=request.actor, access_id=row.id, reason=reason)
        return True

    def _row(self, request: ActorRequest, access_id: UUID) -> AccessRow:
        require_act(request.actor, "view_audit")
        row = access_get(request.actor, access_id)
        if not row.is_own_side:
            raise NotVisible(f"caseaccess:{access_id}")
        if not row.can_end:
            error = ActRefused("ended_already", _("It has ended already."))
            error.next_url = reverse("supervision:access")
            raise error
        return row

    def _page(self, request: ActorRequest, row: AccessRow, form: AccessEndForm, status: int = 200) -> HttpResponse:
        context = {"row": row, "form": form, "back_url": reverse("supervision:access")}
        return render(request, "supervision/access_end.html", context, status=status)
