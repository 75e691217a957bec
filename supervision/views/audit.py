"""The audit trail across cases. Whoever searches it is recorded too."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from audit.services import access_record
from cases.selectors.audit_trail import KINDS, trail_page
from cases.selectors.paging import Cursor
from cases.services.trail_paper import MOST_LINES
from cases.views.audit import result_links, trail_asked
from cases.views.base import ActorRequest, ActorView
from cases.wording import zone_place
from core.exports import limit_words
from supervision.views.base import links_for, require_act


class AuditView(ActorView):
    """Who did and saw what, over all that the reader's side may read."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """One page, newest first; the look is recorded before, so that it stands in it."""
        actor = request.actor
        require_act(actor, "view_audit")
        access_record(actor=actor, action="audit.searched", subject="audit")
        form, filters = trail_asked(actor, request.GET)
        is_right = form.is_valid()
        after = Cursor.parse(request.GET.get("after", ""))
        trail = trail_page(actor, filters, after)
        address = reverse("supervision:audit")
        query = form.query() if is_right else {}
        context = {
            "links": links_for(actor, "audit"),
            "form": form,
            "trail": trail,
            "place": zone_place(actor.time_zone),
            "results": result_links(form, address) if is_right else [],
            "query": query,
            "kinds": KINDS,
            "next_url": f"{address}?{urlencode({**query, 'after': trail.next_cursor})}" if trail.next_cursor else "",
            "first_url": f"{address}?{urlencode(query)}" if after else "",
            "can_export": actor.holds("export_data"),
            "export_limit": limit_words(),
            "paper_limit": MOST_LINES,
        }
        return render(request, "supervision/audit.html", context, status=200 if is_right else 422)
