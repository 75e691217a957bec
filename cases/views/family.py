"""The page of a family: every case of it, where each stands, and what takes all along."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.services import access_record
from cases.models import Case
from cases.selectors.families import family_page
from cases.services.family_group import family_leave
from cases.services.family_transfer import MemberResult
from cases.views.base import ActorRequest, ActorView, about, case_get, refused, version_of
from core.ids import uuid_or_none


def family_shown(request: ActorRequest, case: Case, results: Sequence[MemberResult] = ()) -> HttpResponse:
    """The page of the family. results: what became of each person by an act just done."""
    asked = uuid_or_none(request.GET.get("leave", ""))
    page = family_page(request.actor, case)
    leaving = next((row for row in page.members if row.case.id == asked and row.may_leave), None)
    context = {
        "case": case,
        "page": page,
        "results": results,
        "leaving": leaving,
        "back_url": reverse("cases:case-detail", args=[case.id]),
        "back_text": _("Back to the case"),
        "family_url": reverse("cases:family", args=[case.id]),
        "add_url": reverse("cases:filing", args=[case.id, "family"]),
    }
    return render(request, "cases/case/family.html", context)


class FamilyView(ActorView):
    """GET shows the family; POST takes a draft out of it."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        """The page, for whoever sees the case."""
        case = case_get(request.actor, case_id)
        access_record(actor=request.actor, action="case.opened", subject=case.subject, about=about(case))
        return family_shown(request, case)

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        """The member leaves the family; whoever asked goes on with those who stay."""
        case = case_get(request.actor, case_id)
        member_id = uuid_or_none(request.POST.get("member", ""))
        member = case_get(request.actor, member_id) if member_id else case
        if member.group_id is None or member.group_id != case.group_id:
            raise refused(case, "no_family", _("This case belongs to no family."))
        family_leave(actor=request.actor, case_id=member.id, version=version_of(request))
        messages.success(request, _("The case was taken out of the family."))
        return redirect("cases:case-detail" if member.id == case.id else "cases:family", case_id=case.id)
