"""Crossing points, mailboxes and national systems of an office."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from administration import payloads
from administration.choices import ChangeKind
from administration.forms.changes import ReasonForm
from administration.forms.offices import CrossingPointForm, MailboxForm
from administration.selectors import offices as selectors
from administration.selectors.mailboxes import mailbox_get
from administration.selectors.people import client_of
from administration.services.offices import client_revoke, crossing_point_save, mailbox_save
from administration.views.base import ActorRequest, AdministratorView, ask_for_change, form_page, tried, version_of
from administration.views.offices import office_url
from core.errors import NotVisible
from core.forms import PageForm
from countries.choices import AuthorityKind
from countries.models import Authority, CrossingPoint
from notifications.choices import NoticeKind

_CROSSING_FIELDS = ("name", "kind", "iata_code", "un_locode", "is_active")


class CrossingPointView(AdministratorView):
    """Add (point "new") or edit a crossing point of an office."""

    tab = "office-list"

    def get(self, request: ActorRequest, code: str, point: str) -> HttpResponse:
        office, row = self._find(request, code, point)
        return self._page(request, office, row, self._form(request, office, row, None))

    def post(self, request: ActorRequest, code: str, point: str) -> HttpResponse:
        office, row = self._find(request, code, point)
        form = self._form(request, office, row, request.POST)
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in _CROSSING_FIELDS}
            values["authority_id"] = UUID(form.cleaned_data["authority"])
            saved = tried(
                form,
                lambda: crossing_point_save(
                    actor=request.actor,
                    code=row.code if row else form.cleaned_data["code"],
                    version=version_of(request) if row else None,
                    values=values,
                ),
            )
            if saved is not None:
                messages.success(request, _("The crossing point is saved."))
                return redirect(office_url(office))
        return self._page(request, office, row, form, 422)

    def _find(self, request: ActorRequest, code: str, point: str) -> tuple[Authority, CrossingPoint | None]:
        office = selectors.office_get(request.actor, code)
        if point == "new":
            return office, None
        row = next((item for item in selectors.crossing_points_of(office) if item.code == point), None)
        if row is None:
            raise NotVisible(f"crossing:{point}"[:100])
        return office, row

    def _form(
        self, request: ActorRequest, office: Authority, row: CrossingPoint | None, data: Any
    ) -> CrossingPointForm:
        within = selectors.offices_within(request.actor)
        posts = [
            (str(item.id), item.name)
            for item in within
            if item.id == office.id or (item.kind == AuthorityKind.BORDER_POST and item.is_active)
        ]
        initial = {name: getattr(row, name) for name in _CROSSING_FIELDS} if row else {}
        return CrossingPointForm(
            data,
            initial={**initial, "authority": str(office.id)},
            posts=posts,
            prefix_of_codes=f"{office.country_id.lower()}-",
            is_new=row is None,
        )

    def _page(
        self,
        request: ActorRequest,
        office: Authority,
        row: CrossingPoint | None,
        form: CrossingPointForm,
        status: int = 200,
    ) -> HttpResponse:
        context = form_page(
            _("Edit %(name)s") % {"name": row.name} if row else _("Add a crossing point"),
            form,
            button=_("Save the crossing point"),
            back_url=office_url(office),
            back_text=office.name,
            version=version_of(request) if status == 422 else (row.version if row else 0),
        )
        return self.page(request, "form.html", context, status)


class MailboxView(AdministratorView):
    """Add or edit a mailbox to which notices for an office are sent."""

    tab = "office-list"

    def get(self, request: ActorRequest, code: str, mailbox_id: UUID | None = None) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        if mailbox_id is None:
            form = MailboxForm(initial={"kinds": NoticeKind.values, "is_active": True})
        else:
            mailbox = mailbox_get(office, mailbox_id)
            names = ("address", "kinds", "language", "is_active")
            form = MailboxForm(initial={name: getattr(mailbox, name) for name in names})
        return self._page(request, office, form, office.version)

    def post(self, request: ActorRequest, code: str, mailbox_id: UUID | None = None) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        form = MailboxForm(request.POST)
        if form.is_valid():
            saved = tried(
                form,
                lambda: mailbox_save(
                    actor=request.actor,
                    authority_id=office.id,
                    version=version_of(request),
                    mailbox_id=mailbox_id,
                    values=form.cleaned_data,
                ),
            )
            if saved is not None:
                messages.success(request, _("The mailbox is saved."))
                return redirect(office_url(office))
        return self._page(request, office, form, version_of(request), 422)

    def _page(
        self, request: ActorRequest, office: Authority, form: MailboxForm, version: int, status: int = 200
    ) -> HttpResponse:
        context = form_page(
            _("Mailbox for notices"),
            form,
            button=_("Save the mailbox"),
            back_url=office_url(office),
            back_text=office.name,
            text=_("Notices sent there hold a reference, the act and a date: no personal data."),
            version=version,
        )
        return self.page(request, "form.html", context, status)


class ClientSecretView(AdministratorView):
    """A new secret for a national system: shown once to the administrator who approves it."""

    tab = "office-list"

    def get(self, request: ActorRequest, code: str, client_id: str) -> HttpResponse:
        return self._page(request, code, client_id, ReasonForm())

    def post(self, request: ActorRequest, code: str, client_id: str) -> HttpResponse:
        form = ReasonForm(request.POST)
        if form.is_valid():
            office = selectors.office_get(request.actor, code)
            payload = payloads.ClientSecret(authority=str(office.id), client=client_id)
            answer = ask_for_change(request, form, ChangeKind.CLIENT_SECRET, payload)
            if answer is not None:
                return answer
        return self._page(request, code, client_id, form, 422)

    def _page(
        self, request: ActorRequest, code: str, client_id: str, form: ReasonForm, status: int = 200
    ) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        client = client_of(office, client_id)
        context = form_page(
            str(ChangeKind.CLIENT_SECRET.label),
            form,
            button=_("Ask a second administrator"),
            back_url=office_url(office),
            back_text=office.name,
            text=client.name,
            consequences=[
                _("Another administrator must agree."),
                _("The present secret and all tokens given for it are worth nothing then."),
                _("Whoever approves is shown the new secret once, and hands it to those who run the system."),
            ],
            is_warning=True,
        )
        return self.page(request, "form.html", context, status)


class ClientRevokeView(AdministratorView):
    """A national system is let in no more: asked once, done at once."""

    tab = "office-list"

    def get(self, request: ActorRequest, code: str, client_id: str) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        client = client_of(office, client_id)
        context = form_page(
            _("Let a national system in no more"),
            PageForm(),
            button=_("Let it in no more"),
            back_url=office_url(office),
            back_text=office.name,
            text=client.name,
            consequences=[
                _("Its tokens are worth nothing at once, and it gets no new ones."),
                _("This cannot be undone: to let it in again, enrol it anew."),
            ],
            is_warning=True,
        )
        return self.page(request, "form.html", context)

    def post(self, request: ActorRequest, code: str, client_id: str) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        client_revoke(actor=request.actor, authority_id=office.id, client_id=client_id)
        messages.success(request, _("The system is let in no more. Its tokens are worth nothing from now on."))
        return redirect(office_url(office))
