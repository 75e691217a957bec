"""What pages share that change what time limits are computed from: looked at first with the running cases that would be
touched, then asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors.absences import day_of
from administration import payloads
from administration.policies import refuse_unless_national
from administration.selectors.approvers import approvers_of_agreement
from administration.services.doings_agreements import agreement_of, partners_in
from administration.services.recomputations import TimePayload, change_preview
from administration.views.base import ActorRequest, AdministratorView, ask_for_change, tried
from core import clock
from core.errors import NotVisible
from countries.models import Agreement, Country
from countries.selectors.partners import enrolled_countries
from countries.selectors.places import country_name


class TimeChangeView(AdministratorView):
    """A form about what time limits are computed from: looked at first, then proposed."""

    tab = "change-list"

    def answer(
        self, request: ActorRequest, form: Any, kind: str, payload: TimePayload | None, context: dict[str, Any]
    ) -> HttpResponse:
        """After a post: the running cases that would be touched, or the request; the form again where it has errors."""
        touched = None
        if payload is not None and request.POST.get("do") != "propose":
            touched = tried(form, lambda: change_preview(actor=request.actor, payload=payload))
        elif payload is not None:
            answer = ask_for_change(request, form, kind, payload)
            if answer is not None:
                return answer
        status = 200 if touched is not None else 422
        return self.page(request, "time_change.html", {**context, "form": form, "touched": touched}, status)

    def show(self, request: ActorRequest, form: Any, context: dict[str, Any]) -> HttpResponse:
        """The form before anything was sent."""
        return self.page(request, "time_change.html", {**context, "form": form, "touched": None})


class AgreementChangeView(TimeChangeView):
    """A form about what an agreement says between the actor's country and `partner`, one of the other party: the one
    that the address names (`?with=`), else the only one, else the first that takes part."""

    agreement: Agreement
    partner: str
    countries: list[tuple[str, str]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = getattr(request, "actor", None)
        if actor is not None and request.user.is_authenticated and actor.holds("administer"):
            refuse_unless_national(actor)
            self.agreement = agreement_of(actor.country, kwargs["agreement"])
            partners = partners_in(self.agreement, actor.country)
            self.partner = partner_of(actor, partners, request.GET.get("with", ""))
            rows = Country.objects.filter(code__in=(actor.country, self.partner))
            self.countries = sorted(((row.code, country_name(row)) for row in rows), key=lambda item: item[1])
        return super().dispatch(request, *args, **kwargs)

    def payload(
        self,
        request: ActorRequest,
        rules: tuple[payloads.RuleEdit, ...] = (),
        items: tuple[payloads.ItemEdit, ...] = (),
    ) -> payloads.EditAgreement:
        """The change as it is asked for."""
        return payloads.EditAgreement(
            agreement=self.agreement.code,
            partner=self.partner,
            rules=rules,
            items=items,
            is_for_partners=bool(approvers_of_agreement(self.agreement.code, self.partner, request.actor)),
        )

    def context(self, title: str, **more: Any) -> dict[str, Any]:
        """What `time_change.html` needs of every such page."""
        address = reverse("administration:agreement-detail", args=[self.agreement.code])
        return {
            "title": title,
            "text": self.agreement.short_title,
            "pair": _(" and ").join(name for _code, name in self.countries),
            "back_url": f"{address}?with={self.partner}",
            "back_text": self.agreement.short_title,
            "version": 0,
            "present": None,
            "differences": None,
            "left": [],
            "year": None,
            **more,
        }


def partner_of(actor: Any, partners: list[str], named: str) -> str:
    """With which of these countries the actor's country agrees; raises NotVisible for another one."""
    if named in partners:
        return named
    if named or not partners:
        raise NotVisible(f"country:{named}"[:20])
    taking_part = enrolled_countries(day_of(actor, clock.now()))
    return next((code for code in partners if code in taking_part), partners[0])


def is_preview(request: ActorRequest) -> bool:
    """Whether the running cases are looked at, and nothing is asked for yet."""
    return request.POST.get("do") != "propose"
