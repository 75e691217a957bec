"""Restriction of processing: the cases whose data is restricted here, placing and lifting."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.policies import require_act
from accounts.views.base import tried
from audit.services import access_record
from cases.selectors.paging import Cursor
from cases.views.base import ActorRequest, ActorView, about, leading_back, version_of
from protection.forms.restriction import LiftForm, PlaceForm
from protection.selectors.restriction import case_answered_for, restriction_page, restrictions_of
from protection.services.restriction import restriction_lift, restriction_place
from protection.views.base import links_for


class RestrictionListView(ActorView):
    """The restrictions that last, or those that were lifted."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """One page."""
        actor = request.actor
        require_act(actor, "protect_data")
        access_record(actor=actor, action="privacy.restrictions_opened", subject="restrictions")
        is_lifted = request.GET.get("view") == "lifted"
        after, before = (Cursor.parse(request.GET.get(name, "")) for name in ("after", "before"))
        page = restriction_page(actor, is_lifted=is_lifted, after=after, before=before)
        address = reverse("protection:restriction-list")
        query = {"view": "lifted"} if is_lifted else {}
        context = {
            "links": links_for(actor, "restriction-list"),
            "views": [
                {"label": _("In force"), "url": address, "current": not is_lifted},
                {"label": _("Lifted"), "url": f"{address}?view=lifted", "current": is_lifted},
            ],
            "page": page,
            "next_url": f"{address}?{urlencode({**query, 'after': str(page.after)})}" if page.after else "",
            "previous_url": f"{address}?{urlencode({**query, 'before': str(page.before)})}" if page.before else "",
        }
        return render(request, "protection/restriction_list.html", context)


class RestrictionView(ActorView):
    """The restriction of one case: to place, to lift, and those before."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        """The page."""
        require_act(request.actor, "protect_data")
        case = case_answered_for(request.actor, case_id)
        access_record(actor=request.actor, action="privacy.restriction_opened", subject=case.subject, about=about(case))
        return self._page(request, case_id, None)

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        """Places one where none is in force, else lifts it."""
        actor = request.actor
        require_act(actor, "protect_data")
        case = case_answered_for(actor, case_id)
        live = next((row for row in restrictions_of(actor, case) if row.lifted_at is None), None)
        is_lifting = request.POST.get("act") == "lift" and live is not None
        form = LiftForm(request.POST) if is_lifting else PlaceForm(request.POST)
        if form.is_valid():
            with leading_back(reverse("protection:restriction", args=[case_id])):
                if is_lifting and live is not None:
                    done = tried(
                        form,
                        lambda: restriction_lift(
                            actor=actor, restriction_id=live.id, version=version_of(request), **form.cleaned_data
                        ),
                    )
                else:
                    done = tried(form, lambda: restriction_place(actor=actor, case_id=case_id, **form.cleaned_data))
            if done is not None:
                lifted, placed = _("The data may be used again."), _("The use of the data is restricted.")
                messages.success(request, lifted if is_lifting else placed)
                return redirect("protection:restriction", case_id=case_id)
        return self._page(request, case_id, form, status=422)

    def _page(
        self, request: ActorRequest, case_id: UUID, form: PlaceForm | LiftForm | None, status: int = 200
    ) -> HttpResponse:
        actor = request.actor
        case = case_answered_for(actor, case_id)
        rows = restrictions_of(actor, case)
        live = next((row for row in rows if row.lifted_at is None), None)
        context = {
            "case": case,
            "live": live,
            "earlier": [row for row in rows if row.lifted_at is not None],
            "form": form or (LiftForm() if live else PlaceForm()),
            "is_mine": live is not None and live.placed_by == actor.user_id,
            "back_url": reverse("protection:restriction-list"),
        }
        return render(request, "protection/restriction.html", context, status=status)
