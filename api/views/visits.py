"""Mission visits of the client's office, or announced to it: planned, filled, announced, ended."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.forms import Form
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actor import Actor
from api import documentation as docs
from api.payloads import form_data, refuse_invalid
from api.preconditions import etag_of, refuse_unless_matching
from api.selectors.paging import slice_of
from api.serializers.interviews import VisitDetailSerializer, VisitSerializer
from api.views.base import ApiView
from audit.services import access_record
from cases.forms.visits import PersonForm, SlotForm, SystemVisitForm, VisitForm
from cases.models import MissionVisit
from cases.selectors.visits import may_plan, slots_of, visit_get, visits_of
from cases.services import visits
from core.errors import ActRefused, Invalid

_WRITE: Final[dict[str, str]] = {"POST": "cases:write"}


class _VisitsView(ApiView):
    def told(self, visit_id: UUID, *, is_repeated: bool = True, status: int = 200) -> Response:
        """The visit as the client may know it; a look is recorded unless it follows from an act."""
        visit = visit_get(self.actor, visit_id)
        if is_repeated:
            access_record(actor=self.actor, action="visit.opened", subject=visit.subject)
        headers = {"Location": f"/api/v1/visits/{visit_id}"} if status == 201 else None
        return self.tagged(_represented(self.actor, visit), status=status, headers=headers)

    def matched(self, visit_id: UUID) -> MissionVisit:
        """The visit, locked, as the client saw it. Raises NotVisible, ActRefused; Problem 428, 412."""
        if not may_plan(self.actor, visit_get(self.actor, visit_id)):
            # The other side reads a visit that was announced, and cannot even lock it.
            raise ActRefused("not_granted", _("Your office and role do not include this."))
        list(visits_of(self.actor).select_for_update().filter(id=visit_id))
        visit = visit_get(self.actor, visit_id)
        refuse_unless_matching(self.request.headers, etag_of(_represented(self.actor, visit)))
        return visit

    def filled(self, kind: type[Form]) -> Form:
        """The body as a form that is in order, or 422."""
        form = kind(form_data(kind.base_fields, self.request.data))
        refuse_invalid(form)
        return form


def _represented(actor: Actor, visit: MissionVisit) -> dict[str, Any]:
    return {**VisitDetailSerializer(visit, context={"slots": slots_of(actor, visit)}).data}


@docs.visits
class VisitListView(_VisitsView):
    """The visits that the client may see; a new one."""

    scopes: ClassVar[dict[str, str]] = {"GET": "cases:read", **_WRITE}

    def get(self, request: Request) -> Response:
        """One page, in the order in which they were planned."""
        _values, cursor, limit = self.paged()
        page = slice_of(visits_of(self.actor), cursor, limit)
        return Response({"results": VisitSerializer(page.rows, many=True).data, "next": page.next_cursor})

    def post(self, request: Request) -> Response:
        """Plan a visit, once. Only the own side sees it until it is announced."""

        def tell(visit_id: UUID, *, is_repeated: bool) -> Response:
            return self.told(visit_id, is_repeated=is_repeated, status=201)

        return self.once(self._plan, tell)

    def _plan(self) -> UUID:
        form = self.filled(SystemVisitForm)
        assert isinstance(form, VisitForm)
        mission = form.cleaned_data["mission"]
        return visits.visit_plan(actor=self.actor, mission_id=mission, values=form.values()).id


@docs.visit
class VisitView(_VisitsView):
    """One visit with its schedule."""

    scopes: ClassVar[dict[str, str]] = {"GET": "cases:read"}

    def get(self, request: Request, visit_id: UUID) -> Response:
        """The visit; the look is recorded."""
        self.known()
        return self.told(visit_id)


@docs.visit_persons
class VisitPersonsView(_VisitsView):
    """Persons of the visit."""

    scopes: ClassVar[dict[str, str]] = _WRITE

    def post(self, request: Request, visit_id: UUID) -> Response:
        """Give a person the next free time, once."""
        return self.once(lambda: self._add(visit_id), self.told)

    def _add(self, visit_id: UUID) -> UUID:
        self.matched(visit_id)
        case_id = self.filled(PersonForm).cleaned_data["case_id"]
        try:
            visits.persons_add(actor=self.actor, visit_id=visit_id, case_ids=[case_id])
        except Invalid as invalid:
            raise Invalid({"case_id": invalid.errors["cases"]}) from invalid
        return visit_id


@docs.visit_slot
class VisitSlotView(_VisitsView):
    """The time of one person."""

    scopes: ClassVar[dict[str, str]] = _WRITE

    def post(self, request: Request, visit_id: UUID, slot_id: UUID) -> Response:
        """Move the person, or let two change places, once."""
        return self.once(lambda: self._move(visit_id, slot_id), self.told)

    def _move(self, visit_id: UUID, slot_id: UUID) -> UUID:
        visit = self.matched(visit_id)
        values = self.filled(SlotForm).cleaned_data
        at = datetime.combine(values["day"], values["time"], ZoneInfo(visit.zone))
        try:
            visits.slot_move(
                actor=self.actor,
                visit_id=visit_id,
                slot_id=slot_id,
                version=visit.version,
                starts_at=at,
                room=values["room"],
            )
        except Invalid as invalid:
            raise Invalid({"time": invalid.errors["slot"]}) from invalid
        return visit_id


class _VisitActView(_VisitsView):
    """A step of the whole visit, without a body."""

    scopes: ClassVar[dict[str, str]] = _WRITE
    service: ClassVar[Callable[..., Any]]

    def post(self, request: Request, visit_id: UUID) -> Response:
        """Do it, once."""
        return self.once(lambda: self._do(visit_id), self.told)

    def _do(self, visit_id: UUID) -> UUID:
        visit = self.matched(visit_id)
        form_data({}, self.request.data)
        type(self).service(actor=self.actor, visit_id=visit_id, version=visit.version)
        return visit_id


@docs.visit_act("Announce a mission visit to the mission")
class VisitAnnounceView(_VisitActView):
    service = visits.visit_announce


@docs.visit_act("End a mission visit")
class VisitEndView(_VisitActView):
    service = visits.visit_end


@docs.visit_act("Cancel a mission visit")
class VisitCancelView(_VisitActView):
    service = visits.visit_cancel
