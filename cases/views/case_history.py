"""The history of a case, and two versions of its application beside each other."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.services import access_record
from cases.forms.case_file import ComparisonForm
from cases.forms.history import HistoryFilterForm
from cases.models import Case
from cases.selectors.case_tabs import tabs_for
from cases.selectors.comparison import choices_for, comparison_for
from cases.selectors.history import KINDS, Filter, HistoryPage, history_page, may_see_reads, milestones_of
from cases.selectors.standing import Reader, reader_of
from cases.selectors.versions import versions_of
from cases.views.base import ActorRequest, ActorView, about, case_get, refused


def head_context(actor: Actor, case: Case, current: str) -> dict[str, Any]:
    """What the head of every page of a case file shows: the case and its tabs."""
    return {"case": case, "tabs": tabs_for(actor, case, current)}


class CaseHistoryView(ActorView):
    """What happened to a case, for every reader; who looked, for supervisors, who leave a trace of their own."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        actor = request.actor
        case = case_get(actor, case_id)
        sees_reads = may_see_reads(actor, case)
        kind = request.GET.get("kind", "")
        if kind == "reads" and not sees_reads:
            words = _("Who looked at a case is for supervisors to see.")
            raise refused(case, "not_granted", words, next_url=reverse("cases:case-history", args=[case.id]))
        kind = kind if kind in KINDS else ""
        action = "audit.viewed" if kind == "reads" else "case.opened"
        access_record(actor=actor, action=action, subject=case.subject, about=about(case))
        context = head_context(actor, case, "history")
        context["audit_url"] = reverse("cases:case-audit", args=[case.id]) if sees_reads else ""
        if reader_of(actor, case) is Reader.DELEGATE:
            context["page"] = HistoryPage(milestones_of(actor, case), "")
            context |= {"form": None, "kinds": [], "next_url": "", "first_url": "", "is_filtered": False}
            return render(request, "cases/history/history.html", context)
        form = HistoryFilterForm(request.GET)
        wanted = form.wanted(kind) if form.is_valid() else Filter(kind)
        cursor = request.GET.get("after", "")
        page = history_page(actor, case, wanted, cursor=cursor)
        address = reverse("cases:case-history", args=[case.id])
        context |= {
            "form": form,
            "page": page,
            "kinds": _kinds(address, request.GET, kind, sees_reads=sees_reads),
            "kind": kind,
            "clear_url": address,
            "is_filtered": wanted.is_set,
            "next_url": _with(address, request.GET, after=page.next_cursor) if page.next_cursor else "",
            "first_url": _with(address, request.GET, after="") if cursor else "",
        }
        return render(request, "cases/history/history.html", context, status=200 if form.is_valid() else 422)


def _with(address: str, query: QueryDict, **values: str) -> str:
    """The address with the query as it is, some of it replaced, and what is empty left out."""
    kept = {name: query.get(name, "") for name in query} | values
    text = urlencode({name: value for name, value in kept.items() if value})
    return f"{address}?{text}" if text else address


def _kinds(address: str, query: QueryDict, kind: str, *, sees_reads: bool) -> list[dict[str, Any]]:
    codes = {"": _("All"), **{code: str(words) for code, words in KINDS.items() if code != "reads" or sees_reads}}
    return [
        {"label": label, "url": _with(address, query, kind=code, after=""), "current": code == kind}
        for code, label in codes.items()
    ]


class CaseVersionsView(ActorView):
    """Two submitted versions of the application; for the own side also the copy that is being mended."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        actor = request.actor
        case = case_get(actor, case_id)
        access_record(actor=actor, action="application.opened", subject=case.subject, about=about(case))
        versions = versions_of(case)
        choices = choices_for(actor, case, versions)
        context: dict[str, Any] = {**head_context(actor, case, "application"), "choices": choices}
        status = 200
        if len(choices) > 1:
            initial = {"old": choices[1].code, "new": choices[0].code}
            form = ComparisonForm({**initial, **request.GET.dict()}, choices=choices)
            context["form"] = form
            context["comparison"] = None
            if form.is_valid():
                values = form.cleaned_data
                old, new = (next(row for row in choices if row.code == values[name]) for name in ("old", "new"))
                context["comparison"] = comparison_for(actor, case, versions, old, new, is_whole=values["whole"])
            else:
                status = 422
        return render(request, "cases/history/versions.html", context, status=status)
