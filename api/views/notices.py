"""Notices of the client's office."""

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation as docs
from api.errors import Problem
from api.selectors.paging import parsed_cursor
from api.serializers.lists import NoticeSerializer
from api.views.base import ApiView
from notifications.choices import NoticeKind
from notifications.selectors.notices import notice_page


@docs.notices
class NoticeListView(ApiView):
    """What the office should know. For keeping up with cases the feed of changes is surer."""

    scopes = {"GET": "notices:read"}

    def get(self, request: Request) -> Response:
        """One page, the newest first."""
        values = self.known("cursor", "kind")
        cursor = parsed_cursor(values["cursor"])
        if values["kind"] and values["kind"] not in NoticeKind.values:
            words = _("A parameter of the address cannot be used.")
            raise Problem(400, "bad_parameter", words, fields={"kind": [_("There is no such code")]})
        page = notice_page(self.actor, is_unread=False, kind=values["kind"], after=cursor)
        rows = NoticeSerializer(page.rows, many=True).data
        return Response({"results": rows, "next": str(page.after) if page.after else None})
