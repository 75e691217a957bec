"""Notices of the client's office."""

from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation as docs
from api.selectors.paging import parsed_cursor
from api.serializers.lists import NoticeSerializer
from api.views.base import ApiView, refuse_unknown_codes
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
        refuse_unknown_codes("kind", [values["kind"]], NoticeKind.values)
        page = notice_page(self.actor, is_unread=False, kind=values["kind"], after=cursor)
        rows = NoticeSerializer(page.rows, many=True).data
        return Response({"results": rows, "next": str(page.after) if page.after else None})
