"""Unusual access: what was found day by day, and signing it off. Whoever reads it is recorded too."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.roles import ROLES
from accounts.views.base import ActorRequest, ActorView, tried
from audit.services import access_record
from cases.selectors.audit_trail import KINDS, people_audited
from cases.selectors.paging import Cursor
from cases.wording import zone_place
from supervision.choices import FindingState
from supervision.forms import SignForm, UnusualForm
from supervision.models import UnusualAccess
from supervision.selectors.unusual import evidence_of, unusual_counts, unusual_get, unusual_page, watched_until
from supervision.services.watching import unusual_sign
from supervision.views.base import links_for, require_act
from supervision.watching import RULES


class UnusualListView(ActorView):
    """What waits and what was signed off, the latest first; and by which rules and values things are found."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """One page; the look at it is recorded."""
        actor = request.actor
        require_act(actor, "view_audit")
        access_record(actor=actor, action="unusual.listed", subject="unusual")
        form = UnusualForm(request.GET.dict(), people_audited(actor))
        is_right = form.is_valid()
        state = FindingState.SIGNED if request.GET.get("state") == FindingState.SIGNED else FindingState.OPEN
        filters = form.filters(actor, state)
        after, before = (Cursor.parse(request.GET.get(name, "")) for name in ("after", "before"))
        page = unusual_page(actor, filters, after=after, before=before)
        counts = unusual_counts(actor, filters)
        address, query = reverse("supervision:unusual-list"), form.query() if is_right else {}

        def url(**more: str) -> str:
            return f"{address}?{urlencode({**query, **more})}"

        context = {
            "links": links_for(actor, "unusual-list"),
            "form": form,
            "state": state,
            "states": [
                {
                    "label": one.label,
                    "url": url(state=one.value),
                    "current": one == state,
                    "count": counts[one.value],
                }
                for one in FindingState
            ],
            "rows": [(row, RULES[row.kind]) for row in page.rows],
            "rules": RULES.values(),
            "watched_until": watched_until(actor),
            "me": actor.user_id,
            "is_narrowed": form.is_narrowed,
            "next_url": url(state=state, after=str(page.after)) if page.after else None,
            "previous_url": url(state=state, before=str(page.before)) if page.before else None,
        }
        return render(request, "supervision/unusual_list.html", context, status=200 if is_right else 422)


class UnusualView(ActorView):
    """One finding: who, where, when, by which rule, the looks behind it; and the form that signs it off."""

    def get(self, request: ActorRequest, finding_id: UUID) -> HttpResponse:
        """The page; the look at it is recorded."""
        return self._page(request, self._row(request, finding_id), SignForm())

    def post(self, request: ActorRequest, finding_id: UUID) -> HttpResponse:
        """Signs it off."""
        row, form = self._row(request, finding_id), SignForm(request.POST)
        if form.is_valid():
            signed = tried(form, lambda: unusual_sign(actor=request.actor, finding_id=row.id, **form.cleaned_data))
            if signed is not None:
                messages.success(request, _("It is signed off."))
                return redirect("supervision:unusual-list")
        return self._page(request, row, form, status=422)

    def _row(self, request: ActorRequest, finding_id: UUID) -> UnusualAccess:
        require_act(request.actor, "view_audit")
        return unusual_get(request.actor, finding_id)

    def _page(self, request: ActorRequest, row: UnusualAccess, form: SignForm, status: int = 200) -> HttpResponse:
        actor = request.actor
        access_record(actor=actor, action="unusual.opened", subject=row.subject)
        day = {f"first_{part}": getattr(row.day, part) for part in ("day", "month", "year")}
        day |= {f"last_{part}": getattr(row.day, part) for part in ("day", "month", "year")}
        asked = {"span": "custom", "who": str(row.user_id), **day}
        context: dict[str, Any] = {
            "row": row,
            "rule": RULES[row.kind],
            "role": ROLES[row.role].name if row.role in ROLES else "",
            "records": evidence_of(actor, row),
            "kinds": KINDS,
            "form": form,
            "is_own": row.user_id == actor.user_id,
            "place": zone_place(actor.time_zone),
            "back_url": reverse("supervision:unusual-list"),
            "trail_url": f"{reverse('supervision:audit')}?{urlencode(asked)}",
        }
        return render(request, "supervision/unusual.html", context, status=status)
