"""Mission visits: the list, the schedule, adding and moving persons, announcing, printing."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.policies import require_act
from audit.services import access_record
from cases.forms.visits import MoveForm, NewVisitForm, PersonsForm, VisitForm
from cases.models import MissionVisit, VisitSlot
from cases.selectors import visits as selectors
from cases.services import visits
from cases.views.base import ActorRequest, ActorView, add_errors, leading_back, version_of
from core.errors import ActRefused, Invalid, NotVisible
from core.jinja import date_words
from documents.views import polling
from notifications.services.notices import notices_mark_subject


class VisitListView(ActorView):
    """The visits of the own office, or those announced to the own mission."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """Newest first."""
        require_act(request.actor, "view_case")
        context = {"visits": selectors.visit_list(request.actor), "can_plan": request.actor.holds("plan_transfer")}
        return render(request, "cases/visits/list.html", context)


class VisitNewView(ActorView):
    """Plan a visit."""

    def get(self, request: ActorRequest) -> HttpResponseBase:
        """The form, for a usual day."""
        require_act(request.actor, "plan_transfer")
        initial = {"day_begins": "09:00", "day_ends": "16:00", "slot_minutes": 30, "rooms": _("Room 1")}
        return self._page(request, NewVisitForm(missions=_missions(request), initial=initial))

    def post(self, request: ActorRequest) -> HttpResponseBase:
        """Make it."""
        require_act(request.actor, "plan_transfer")
        form = NewVisitForm(request.POST, missions=_missions(request))
        if form.is_valid():
            try:
                visit = visits.visit_plan(
                    actor=request.actor, mission_id=UUID(form.cleaned_data["mission"]), values=form.values()
                )
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("The visit is planned. Only your side sees it until you announce it."))
                return redirect("cases:visit-detail", visit_id=visit.id)
        return self._page(request, form, status=422)

    def _page(self, request: ActorRequest, form: VisitForm, status: int = 200) -> HttpResponse:
        return render(request, "cases/visits/form.html", {"form": form, "visit": None}, status=status)


class VisitView(ActorView):
    """One visit with its schedule."""

    def get(self, request: ActorRequest, visit_id: UUID) -> HttpResponseBase:
        """The page; each look is recorded."""
        return _visit_page(request, selectors.visit_get(request.actor, visit_id))


class VisitChangeView(ActorView):
    """Other days, rooms, interpreters."""

    def get(self, request: ActorRequest, visit_id: UUID) -> HttpResponseBase:
        """What stands."""
        visit = _planned(request, visit_id)
        initial = {name: getattr(visit, name) for name in ("place", "starts_on", "ends_on", "slot_minutes", "team")}
        initial |= {"rooms": ", ".join(visit.rooms), "languages": ", ".join(visit.languages)}
        initial |= {"day_begins": f"{visit.day_begins:%H:%M}", "day_ends": f"{visit.day_ends:%H:%M}"}
        return self._page(request, visit, VisitForm(initial=initial), visit.version)

    def post(self, request: ActorRequest, visit_id: UUID) -> HttpResponseBase:
        """Change it."""
        visit = _planned(request, visit_id)
        form, version = VisitForm(request.POST), version_of(request)
        if form.is_valid():
            try:
                with leading_back(_home(visit)):
                    visits.visit_change(actor=request.actor, visit_id=visit.id, version=version, values=form.values())
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("The visit is changed."))
                return redirect(_home(visit))
        return self._page(request, visit, form, version, status=422)

    def _page(
        self, request: ActorRequest, visit: MissionVisit, form: VisitForm, version: int, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "visit": visit, "version": version}
        return render(request, "cases/visits/form.html", context, status=status)


class VisitPersonsView(ActorView):
    """Add persons: each gets the next free time."""

    def get(self, request: ActorRequest, visit_id: UUID) -> HttpResponseBase:
        """Who waits for an interview."""
        visit = _planned(request, visit_id)
        return self._page(request, visit, PersonsForm(people=_people(request, visit)))

    def post(self, request: ActorRequest, visit_id: UUID) -> HttpResponseBase:
        """Give them times."""
        visit = _planned(request, visit_id)
        form = PersonsForm(request.POST, people=_people(request, visit))
        if form.is_valid():
            try:
                with leading_back(_home(visit)):
                    keys = [UUID(key) for key in form.cleaned_data["cases"]]
                    made = visits.persons_add(actor=request.actor, visit_id=visit.id, case_ids=keys)
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                words = ngettext("%(n)d person has a time now.", "%(n)d persons have a time now.", len(made))
                messages.success(request, words % {"n": len(made)})
                return redirect(_home(visit))
        return self._page(request, visit, form, status=422)

    def _page(self, request: ActorRequest, visit: MissionVisit, form: PersonsForm, status: int = 200) -> HttpResponse:
        return render(request, "cases/visits/persons.html", {"visit": visit, "form": form}, status=status)


class VisitSlotView(ActorView):
    """Another time for one person, or two persons change places."""

    def get(self, request: ActorRequest, visit_id: UUID, slot_id: UUID) -> HttpResponseBase:
        """Every time and room, with who has it."""
        visit = _planned(request, visit_id)
        slots = selectors.slots_of(request.actor, visit)
        slot = _slot(slots, slot_id)
        key = selectors.Place(slot.starts_at.astimezone(ZoneInfo(visit.zone)), slot.room).key
        form = MoveForm(places=_places(visit, slots), initial={"slot": key})
        return self._page(request, visit, slot, form, visit.version)

    def post(self, request: ActorRequest, visit_id: UUID, slot_id: UUID) -> HttpResponseBase:
        """Move."""
        visit = _planned(request, visit_id)
        slots = selectors.slots_of(request.actor, visit)
        slot, version = _slot(slots, slot_id), version_of(request)
        form = MoveForm(request.POST, places=_places(visit, slots))
        if form.is_valid():
            at, _bar, room = form.cleaned_data["slot"].partition("|")
            try:
                with leading_back(_home(visit)):
                    visits.slot_move(
                        actor=request.actor,
                        visit_id=visit.id,
                        slot_id=slot.id,
                        version=version,
                        starts_at=datetime.fromisoformat(at),
                        room=room,
                    )
            except Invalid as invalid:
                add_errors(form, invalid)
            else:
                messages.success(request, _("The schedule is changed."))
                return redirect(_home(visit))
        return self._page(request, visit, slot, form, version, status=422)

    def _page(
        self,
        request: ActorRequest,
        visit: MissionVisit,
        slot: VisitSlot,
        form: MoveForm,
        version: int,
        status: int = 200,
    ) -> HttpResponse:
        context = {"visit": visit, "slot": slot, "form": form, "version": version}
        return render(request, "cases/visits/move.html", context, status=status)


class _VisitActView(ActorView):
    """A button of the visit's page."""

    told = ""

    def post(self, request: ActorRequest, visit_id: UUID) -> HttpResponseBase:
        """Do it; what is in the way stands on the visit's page."""
        visit = selectors.visit_get(request.actor, visit_id)
        try:
            with leading_back(_home(visit)):
                self.do(request, visit)
        except Invalid as invalid:
            return _visit_page(
                request, visit, [text for texts in invalid.errors.values() for text in texts], status=422
            )
        messages.success(request, self.words())
        return redirect(_home(visit))

    def do(self, request: ActorRequest, visit: MissionVisit) -> None:
        raise NotImplementedError

    def words(self) -> str:
        raise NotImplementedError


class VisitAnnounceView(_VisitActView):
    """Let the mission see the visit."""

    def do(self, request: ActorRequest, visit: MissionVisit) -> None:
        visits.visit_announce(actor=request.actor, visit_id=visit.id, version=version_of(request))

    def words(self) -> str:
        return _("The visit is announced to the mission.")


class VisitEndView(_VisitActView):
    """The visit is over."""

    def do(self, request: ActorRequest, visit: MissionVisit) -> None:
        visits.visit_end(actor=request.actor, visit_id=visit.id, version=version_of(request))

    def words(self) -> str:
        return _("The visit is ended.")


class VisitScheduleView(_VisitActView):
    """Print the schedule for the own side."""

    def do(self, request: ActorRequest, visit: MissionVisit) -> None:
        visits.schedule_print(actor=request.actor, visit_id=visit.id)

    def words(self) -> str:
        return _("The schedule is being drawn.")


class VisitCancelView(_VisitActView):
    """The visit does not take place; asked for once more before."""

    def get(self, request: ActorRequest, visit_id: UUID) -> HttpResponseBase:
        """What follows from it."""
        visit = _planned(request, visit_id)
        return render(request, "cases/visits/cancel.html", {"visit": visit, "version": visit.version})

    def do(self, request: ActorRequest, visit: MissionVisit) -> None:
        visits.visit_cancel(actor=request.actor, visit_id=visit.id, version=version_of(request))

    def words(self) -> str:
        return _("The visit is cancelled.")


def _visit_page(
    request: ActorRequest, visit: MissionVisit, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    access_record(actor=actor, action="visit.opened", subject=visit.subject)
    notices_mark_subject(actor=actor, subject=visit.subject)
    slots = selectors.slots_of(actor, visit)
    organiser, mission = selectors.offices_of(visit)
    is_open = visit.status in selectors.OPEN_VISITS
    context: dict[str, Any] = {
        "visit": visit,
        "organiser": organiser,
        "mission": mission,
        "rows": selectors.schedule_rows(visit, slots),
        "free": max(0, len(selectors.places_of(visit)) - len(slots)),
        "can_plan": is_open and selectors.may_plan(actor, visit),
        "can_hold": actor.holds("hold_interview") and actor.country == visit.receiving_country,
        "is_organiser": actor.country == visit.requesting_country,
        "paper": selectors.schedule_paper(actor, visit),
        "problems": problems or [],
        **polling(0),
    }
    return render(request, "cases/visits/detail.html", context, status=status)


def _planned(request: ActorRequest, visit_id: UUID) -> MissionVisit:
    """A visit that the actor may change now; refused as the service would."""
    visit = selectors.visit_get(request.actor, visit_id)
    if not selectors.may_plan(request.actor, visit):
        error = ActRefused("not_granted", _("Your office and role do not include this."))
    elif visit.status not in selectors.OPEN_VISITS:
        error = ActRefused("visit_not_planned", _("The visit is over or cancelled."))
    else:
        return visit
    error.next_url = _home(visit)
    raise error


def _home(visit: MissionVisit) -> str:
    return reverse("cases:visit-detail", args=[visit.id])


def _missions(request: ActorRequest) -> list[tuple[str, str]]:
    return [(str(row.id), f"{row.country}: {row.name}") for row in selectors.missions_for(request.actor.country)]


def _people(request: ActorRequest, visit: MissionVisit) -> list[tuple[str, str]]:
    rows = selectors.candidates(request.actor, visit)
    return [
        (
            str(row.case_id),
            ", ".join(filter(None, (row.case.person.full_name, row.case.reference, row.language))),
        )
        for row in rows
    ]


def _slot(slots: list[VisitSlot], slot_id: UUID) -> VisitSlot:
    slot = next((row for row in slots if row.id == slot_id), None)
    if slot is None:
        raise NotVisible(f"slot:{slot_id}")
    return slot


def _places(visit: MissionVisit, slots: list[VisitSlot]) -> list[tuple[str, str]]:
    names = {(slot.starts_at, slot.room): slot.interview.case.person.full_name for slot in slots}
    found = []
    for place in selectors.places_of(visit):
        who = names.get((place.starts_at, place.room), "")
        when = f"{date_words(place.starts_at, visit.zone)}, {place.starts_at:%H:%M}, {place.room}"
        found.append((place.key, f"{when} ({_('changes places with %(name)s') % {'name': who}})" if who else when))
    return found
