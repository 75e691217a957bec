"""An authority's own sign-in: set up, switched off, linked to an account and unlinked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import secrets
from accounts.models import IdentityProvider
from accounts.openid import secret_about
from administration import payloads
from administration.choices import ChangeKind
from administration.forms.providers import LinkForm, ProviderForm
from administration.selectors import offices as selectors
from administration.selectors.people import link_get, providers_within
from administration.services.doings_providers import provider_of
from administration.services.providers import switch_off, unlink
from administration.views.base import ActorRequest, AdministratorView, ask_for_change, form_page, version_of
from administration.views.offices import office_url
from administration.views.people import person_kept
from core.errors import NotVisible
from core.forms import PageForm
from countries.models import Authority


@method_decorator(sensitive_post_parameters("client_secret"), name="dispatch")
class ProviderView(AdministratorView):
    """The provider of an office, as it shall be: a second administrator decides."""

    tab = "office-list"

    def get(self, request: ActorRequest, code: str) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        provider = provider_of(office.id)
        initial = {}
        if provider:
            initial = {name: getattr(provider, name) for name in ("issuer", "client_id", "scopes", "roles_claim")}
            initial["roles"] = "\n".join(f"{value} = {role}" for value, role in provider.roles)
            initial["second_factor"] = "\n".join(provider.second_factor)
        form = ProviderForm(initial=initial, has_secret=provider is not None)
        return self._page(request, office, form, provider.version if provider else 0)

    def post(self, request: ActorRequest, code: str) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        provider = provider_of(office.id)
        form = ProviderForm(request.POST, has_secret=provider is not None)
        if form.is_valid():
            payload = self._payload(office, provider, form, version_of(request))
            answer = ask_for_change(request, form, ChangeKind.SET_PROVIDER, payload)
            if answer is not None:
                return answer
        return self._page(request, office, form, version_of(request), 422)

    def _payload(
        self, office: Authority, provider: IdentityProvider | None, form: ProviderForm, version: int
    ) -> payloads.SetProvider:
        values = form.cleaned_data
        secret = values["client_secret"]
        sealed = secrets.encrypt(secret, about=secret_about(office.id)) if secret or not provider else ""
        return payloads.SetProvider(
            authority=str(office.id),
            issuer=values["issuer"],
            client_id=values["client_id"],
            secret=sealed or (provider.client_secret if provider else ""),
            has_new_secret=bool(secret),
            scopes=values["scopes"],
            roles_claim=values["roles_claim"],
            roles=tuple(payloads.ClaimedRole(value=value, role=role) for value, role in values["roles"]),
            second_factor=tuple(values["second_factor"]),
            based_on=version,
        )

    def _page(
        self, request: ActorRequest, office: Authority, form: ProviderForm, version: int, status: int = 200
    ) -> HttpResponse:
        context = form_page(
            str(ChangeKind.SET_PROVIDER.label),
            form,
            button=_("Ask a second administrator"),
            back_url=office_url(office),
            back_text=office.name,
            text=office.name,
            version=version,
            consequences=[
                _("Another administrator must agree."),
                _("At the provider enter this address for coming back: %(address)s")
                % {"address": request.build_absolute_uri(reverse("accounts:authority-return", args=[office.code]))},
                _("Whoever runs the provider says then who its people are, and by groups which roles they have here."),
                _("With another issuer, everybody who is linked to an account must be linked anew."),
            ],
            is_warning=True,
        )
        return self.page(request, "form.html", context, status)


class ProviderOffView(AdministratorView):
    """Asked once, done at once."""

    tab = "office-list"

    def get(self, request: ActorRequest, code: str) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        provider = provider_of(office.id)
        if provider is None or not provider.is_active:
            raise NotVisible(f"provider:{code}")
        context = form_page(
            _("Switch off the sign-in of the authority"),
            PageForm(),
            button=_("Switch it off"),
            back_url=office_url(office),
            back_text=office.name,
            text=provider.issuer,
            consequences=[
                _("Nobody is let in by it any more, and whoever was let in by it is signed out at once."),
                _("Roles that it gave stay until their last day; passwords of RCMS go on working."),
                _("Two administrators switch it on again."),
            ],
            is_warning=True,
        )
        return self.page(request, "form.html", context)

    def post(self, request: ActorRequest, code: str) -> HttpResponse:
        office = selectors.office_get(request.actor, code)
        switch_off(actor=request.actor, authority=office)
        messages.success(request, _("The sign-in of the authority is switched off."))
        return redirect(office_url(office))


class LinkView(AdministratorView):
    """Which person at the provider an account belongs to: a second administrator decides."""

    tab = "person-list"

    def get(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        return self._page(request, user_id, LinkForm(offices=self._offices(request)))

    def post(self, request: ActorRequest, user_id: UUID) -> HttpResponse:
        form = LinkForm(request.POST, offices=self._offices(request))
        if form.is_valid():
            values = form.cleaned_data
            provider = provider_of(values["authority"])
            payload = payloads.LinkAccount(
                user=str(user_id),
                authority=values["authority"],
                issuer=provider.issuer if provider else "",
                subject=values["subject"],
            )
            answer = ask_for_change(request, form, ChangeKind.LINK_ACCOUNT, payload)
            if answer is not None:
                return answer
        return self._page(request, user_id, form, 422)

    def _offices(self, request: ActorRequest) -> list[tuple[str, str]]:
        return [(str(row.authority_id), row.authority.name) for row in providers_within(request.actor)]

    def _page(self, request: ActorRequest, user_id: UUID, form: LinkForm, status: int = 200) -> HttpResponse:
        user = person_kept(request, user_id).user
        context = form_page(
            _("Link %(name)s to the sign-in of the authority") % {"name": user.full_name},
            form,
            button=_("Ask a second administrator"),
            back_url=reverse("administration:person-detail", args=[user_id]),
            back_text=user.full_name,
            consequences=[
                _("Whoever has this name at the provider signs in as this person from then on."),
                _("By the groups of the provider roles of that office follow, without anybody being asked again."),
                _("A first password that nobody has replaced yet is worth nothing any more."),
            ],
            is_warning=True,
        )
        return self.page(request, "form.html", context, status)


class UnlinkView(AdministratorView):
    """Asked once, done at once."""

    tab = "person-list"

    def get(self, request: ActorRequest, provider_link_id: UUID) -> HttpResponse:
        link = link_get(request.actor, provider_link_id)
        context = form_page(
            _("Link %(name)s no more to the sign-in of the authority") % {"name": link.user.full_name},
            PageForm(),
            button=_("End the link"),
            back_url=reverse("administration:person-detail", args=[link.user_id]),
            back_text=link.user.full_name,
            text=link.authority.name,
            consequences=[
                _("Sessions that were begun with it end at once, and so do the roles that it gave."),
                _("Somebody without a role left is kept out, and let in again by two administrators."),
            ],
            is_warning=True,
        )
        return self.page(request, "form.html", context)

    def post(self, request: ActorRequest, provider_link_id: UUID) -> HttpResponse:
        user_id = unlink(actor=request.actor, link_id=provider_link_id)
        messages.success(request, _("The link is ended."))
        return redirect("administration:person-detail", user_id=user_id)
