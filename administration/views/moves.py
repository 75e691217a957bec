"""A person moves to another office."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors.absences import day_of
from administration import payloads
from administration.choices import ChangeKind
from administration.forms.people import PersonMoveForm
from administration.selectors import people as selectors
from administration.selectors.offices import offices_within
from administration.views.base import ActorRequest, AdministratorView, ask_for_change, form_page
from core import clock


class PersonMoveView(AdministratorView):
    """A person moves to another office, as a request to a second administrator."""

    tab = "person-list"

    def get(self, request: ActorRequest, membership_id: UUID) -> HttpResponse:
        return self._page(request, membership_id, self._form(request, membership_id, None))

    def post(self, request: ActorRequest, membership_id: UUID) -> HttpResponse:
        form = self._form(request, membership_id, request.POST)
        if form.is_valid():
            row = selectors.membership_get(request.actor, membership_id).membership
            values = form.cleaned_data
            payload = payloads.MovePerson(
                user=str(row.user_id),
                membership=str(row.id),
                authority=str(row.authority_id),
                parent=values["parent"],
                role=values["role"],
                valid_from=values["valid_from"],
            )
            answer = ask_for_change(request, form, ChangeKind.MOVE_PERSON, payload)
            if answer is not None:
                return answer
        return self._page(request, membership_id, form, 422)

    def _form(self, request: ActorRequest, membership_id: UUID, data: Any) -> PersonMoveForm:
        row = selectors.membership_get(request.actor, membership_id).membership
        offices = [
            (str(item.id), item.name)
            for item in offices_within(request.actor)
            if item.is_active and item.id != row.authority_id
        ]
        tomorrow = day_of(request.actor, clock.now()) + dt.timedelta(days=1)
        return PersonMoveForm(data, offices=offices, initial={"valid_from": tomorrow, "role": row.role})

    def _page(
        self, request: ActorRequest, membership_id: UUID, form: PersonMoveForm, status: int = 200
    ) -> HttpResponse:
        line = selectors.membership_get(request.actor, membership_id)
        row = line.membership
        context = form_page(
            _("Move %(name)s to another office") % {"name": row.user.full_name},
            form,
            button=_("Ask a second administrator"),
            back_url=reverse("administration:person-detail", args=[row.user_id]),
            back_text=row.user.full_name,
            text=f"{line.role}, {row.authority.name}",
            consequences=[
                _("The present role ends the day before the new one begins."),
                _("Cases do not move along: the head of the old office hands them over. The rest goes back to it."),
            ],
        )
        return self.page(request, "form.html", context, status)
