"""The overview, and changes that wait for a second person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from administration.choices import ChangeKind, ChangeState
from administration.forms.time import TimeDecisionForm
from administration.policies import administers_country
from administration.selectors.changes import ChangePage, change_get, change_page, change_row, recomputations_of
from administration.selectors.history import history_of
from administration.selectors.offices import offices_within
from administration.selectors.people import administrators_note, people_count, rights_for
from administration.selectors.reviews import reviews_due
from administration.selectors.touched import TouchedClock
from administration.services.changes import change_approve, change_reject, change_withdraw
from administration.services.recomputations import change_touches
from administration.views.base import ActorRequest, AdministratorView, tried
from cases.selectors.paging import Cursor
from documents.views import polling
from notifications.services.notices import notices_mark_subject


class OverviewView(AdministratorView):
    """Where an administrator begins: what waits, what there is, what happened lately."""

    def get(self, request: ActorRequest) -> HttpResponse:
        actor = request.actor
        waiting = change_page(actor, is_waiting=True)
        offices = offices_within(actor)
        wrong = [item for item in rights_for(actor, offices) if not all(column.is_right for column in item.columns)]
        context = {
            "waiting": waiting.changes[:5],
            "offices_count": len(offices),
            "people_count": people_count(actor),
            "wrong_offices": wrong,
            "note": administrators_note(actor) if administers_country(actor) else "",
            "history": history_of(actor),
            "is_national": administers_country(actor),
            "reviews": [line for line in reviews_due(actor) if line.state != "signed"],
        }
        return self.page(request, "overview.html", context)


class ChangeListView(AdministratorView):
    """Changes that wait, or those that were decided."""

    tab = "change-list"

    def get(self, request: ActorRequest) -> HttpResponse:
        is_waiting = request.GET.get("view") != "decided"
        page = change_page(
            request.actor,
            is_waiting=is_waiting,
            after=Cursor.parse(request.GET.get("after", "")),
            before=Cursor.parse(request.GET.get("before", "")),
        )
        address = reverse("administration:change-list")
        context = {
            "changes": page.changes,
            "is_waiting": is_waiting,
            "views": [
                {"label": _("Waiting"), "url": address, "current": is_waiting},
                {"label": _("Decided"), "url": f"{address}?view=decided", "current": not is_waiting},
            ],
            "note": administrators_note(request.actor) if administers_country(request.actor) else "",
            **_neighbours(address, page, is_waiting=is_waiting),
        }
        return self.page(request, "changes.html", context)


def _neighbours(address: str, page: ChangePage, *, is_waiting: bool) -> dict[str, str]:
    view = {} if is_waiting else {"view": "decided"}
    return {
        "next_url": f"{address}?{urlencode({**view, 'after': str(page.after)})}" if page.after else "",
        "previous_url": f"{address}?{urlencode({**view, 'before': str(page.before)})}" if page.before else "",
    }


class ChangeDetailView(AdministratorView):
    """One change: what it consists of, who asked, and the decision for whoever may take it."""

    tab = "change-list"

    def get(self, request: ActorRequest, change_id: UUID) -> HttpResponse:
        """Whoever looks has read what the notices say. While time limits are computed anew, a part of the page asks
        again."""
        if getattr(request, "htmx", False):
            change_row(request.actor, change_id)
            return self.page(request, "_recomputed.html", self._recomputed(request, change_id))
        answer = self._page(request, change_id, None)
        notices_mark_subject(actor=request.actor, subject=f"changerequest:{change_id}")
        return answer

    def post(self, request: ActorRequest, change_id: UUID) -> HttpResponse:
        touched = self._touched(request, change_id)
        form = TimeDecisionForm(request.POST, keys=[str(row.clock) for row in touched])
        if not form.is_valid():
            return self._page(request, change_id, form, status=422)
        note = form.cleaned_data["note"]
        if request.POST.get("decision") == "approve":
            return self._approve(request, change_id, note, form.recompute())
        if tried(form, lambda: change_reject(actor=request.actor, change_id=change_id, note=note)) is None:
            return self._page(request, change_id, form, status=422)
        messages.success(request, _("The request is rejected. The person who asked reads why."))
        return redirect("administration:change-detail", change_id=change_id)

    def _touched(self, request: ActorRequest, change_id: UUID) -> list[TouchedClock]:
        """What an undecided change of rules or calendars would do to running time limits of the reader's country."""
        return change_touches(actor=request.actor, change=change_row(request.actor, change_id))

    def _approve(self, request: ActorRequest, change_id: UUID, note: str, recompute: list[str]) -> HttpResponse:
        change, shown_once = change_approve(actor=request.actor, change_id=change_id, note=note, recompute=recompute)
        if change.state == ChangeState.FAILED:
            messages.warning(request, _("The change is no longer possible: %(why)s") % {"why": change.decision_note})
        elif shown_once:
            context = {
                "change": change_get(request.actor, change_id),
                "is_password": change.kind in (ChangeKind.RESET_PASSWORD, ChangeKind.GIVE_ROLE),
                "lines": shown_once.split("\n"),
            }
            return self.page(request, "shown_once.html", context)
        else:
            messages.success(request, _("The change is approved and done."))
        return redirect("administration:change-detail", change_id=change_id)

    def _page(
        self, request: ActorRequest, change_id: UUID, form: TimeDecisionForm | None, status: int = 200
    ) -> HttpResponse:
        touched = self._touched(request, change_id)
        context = {
            "change": change_get(request.actor, change_id),
            "form": form or TimeDecisionForm(keys=[str(row.clock) for row in touched]),
            "touched": touched,
            "left_running": self._left_running(request, change_id),
            **self._recomputed(request, change_id),
        }
        return self.page(request, "change.html", context, status=status)

    def _left_running(self, request: ActorRequest, change_id: UUID) -> bool:
        """Whether the reader's country approved a change that may touch running time limits."""
        row = change_row(request.actor, change_id)
        is_of_time = row.kind in (ChangeKind.EDIT_AGREEMENT, ChangeKind.EDIT_CALENDAR)
        is_own = row.decided_office is not None and row.decided_office.country_id == request.actor.country
        return row.state == ChangeState.APPROVED and is_of_time and is_own

    def _recomputed(self, request: ActorRequest, change_id: UUID) -> dict[str, Any]:
        """What came of each time limit, and when to ask again."""
        text = request.GET.get("step", "")
        step = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        return {"recomputed": recomputations_of(change_id), "change_id": change_id, **polling(step)}


class ChangeWithdrawView(AdministratorView):
    """The requester takes a change back."""

    def post(self, request: ActorRequest, change_id: UUID) -> HttpResponse:
        change_withdraw(actor=request.actor, change_id=change_id)
        messages.success(request, _("Your request is withdrawn."))
        return redirect("administration:change-list")
