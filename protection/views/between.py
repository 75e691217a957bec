"""What waits between the two sides about data; one request with its answer; asking, answering."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.policies import require_act
from accounts.views.base import tried
from audit.services import access_record
from cases.selectors.paging import Cursor
from cases.views.base import ActorRequest, ActorView, about, leading_back, version_of
from notifications.services.notices import notices_mark_subject
from protection.articles import article_words
from protection.between import BY_NAME
from protection.choices import BetweenKind
from protection.forms.between import AnswerForm, AskForm
from protection.selectors.between import (
    VIEWS,
    acts_for,
    between_counts,
    between_get,
    between_of_case,
    between_page,
    shares_later,
)
from protection.selectors.disclosures import case_protected
from protection.services.between import between_act, between_ask
from protection.views.base import links_for


class BetweenListView(ActorView):
    """What waits for us, for the other side, and what is settled."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """One page."""
        actor = request.actor
        require_act(actor, "protect_data")
        access_record(actor=actor, action="privacy.requests_opened", subject="between")
        view = request.GET.get("view", "us")
        view = view if view in VIEWS else "us"
        after, before = (Cursor.parse(request.GET.get(name, "")) for name in ("after", "before"))
        page = between_page(actor, view, after=after, before=before)
        address = reverse("protection:between-list")
        counts = between_counts(actor)
        context = {
            "links": links_for(actor, "between-list"),
            "views": [
                {
                    "label": label,
                    "url": f"{address}?{urlencode({'view': code})}",
                    "count": counts.get(code),
                    "current": code == view,
                }
                for code, label in VIEWS.items()
            ],
            "page": page,
            "view": view,
            "next_url": f"{address}?{urlencode({'view': view, 'after': str(page.after)})}" if page.after else "",
            "previous_url": f"{address}?{urlencode({'view': view, 'before': str(page.before)})}" if page.before else "",
        }
        return render(request, "protection/between_list.html", context)


class CaseBetweenView(ActorView):
    """All that the two sides asked and told each other about the data of one case."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        """The list, with what can be asked."""
        actor = request.actor
        require_act(actor, "protect_data")
        case = case_protected(actor, case_id)
        access_record(actor=actor, action="privacy.requests_opened", subject=case.subject, about=about(case))
        context = {
            "case": case,
            "lines": between_of_case(actor, case),
            "kinds": BetweenKind.choices,
            "article": article_words(case.agreement_id),
            "back_url": reverse("protection:between-list"),
        }
        return render(request, "protection/case_between.html", context)


class BetweenAskView(ActorView):
    """A new request or notice to the other side."""

    def get(self, request: ActorRequest, case_id: UUID, matter: str) -> HttpResponse:
        """The form."""
        require_act(request.actor, "protect_data")
        return self._page(request, case_id, _kind(matter), AskForm(_kind(matter)))

    def post(self, request: ActorRequest, case_id: UUID, matter: str) -> HttpResponse:
        """Sends it, and leads to it."""
        require_act(request.actor, "protect_data")
        form = AskForm(_kind(matter), request.POST)
        if form.is_valid():
            with leading_back(reverse("protection:case-between", args=[case_id])):
                row = tried(
                    form,
                    lambda: between_ask(actor=request.actor, case_id=case_id, kind=matter, **form.cleaned_data),
                )
            if row is not None:
                messages.success(request, _("The other side was told."))
                return redirect("protection:between", between_id=row.id)
        return self._page(request, case_id, _kind(matter), form, status=422)

    def _page(
        self, request: ActorRequest, case_id: UUID, kind: BetweenKind, form: AskForm, status: int = 200
    ) -> HttpResponse:
        case = case_protected(request.actor, case_id)
        context = {
            "case": case,
            "kind": kind,
            "form": form,
            "article": article_words(case.agreement_id),
            "back_url": reverse("protection:case-between", args=[case.id]),
        }
        return render(request, "protection/between_ask.html", context, status=status)


def _kind(code: str) -> BetweenKind:
    if code not in BetweenKind.values:
        raise Http404(code)
    return BetweenKind(code)


class BetweenView(ActorView):
    """One request or notice with its answer, for the offices of both sides; whoever answers for data acts on it."""

    def get(self, request: ActorRequest, between_id: UUID) -> HttpResponse:
        """The page; its notices count as read, others of the case do not."""
        line = between_get(request.actor, between_id)
        case = line.case
        access_record(actor=request.actor, action="privacy.request_opened", subject=case.subject, about=about(case))
        notices_mark_subject(actor=request.actor, subject=case.subject, actions="privacy.")
        return self._page(request, line)

    def post(self, request: ActorRequest, between_id: UUID) -> HttpResponse:
        """Does one act."""
        line = between_get(request.actor, between_id)
        act = BY_NAME.get(request.POST.get("act", ""))
        if act is None:
            return self._page(request, line, status=422)
        form = AnswerForm(act, request.POST)
        if form.is_valid():
            with leading_back(reverse("protection:between", args=[between_id])):
                done = tried(
                    form,
                    lambda: between_act(
                        actor=request.actor,
                        request_id=between_id,
                        name=act.name,
                        version=version_of(request),
                        **form.cleaned_data,
                    ),
                )
            if done is not None:
                messages.success(request, _("Recorded. The other side was told."))
                return redirect("protection:between", between_id=between_id)
        return self._page(request, line, {act.name: form}, status=422)

    def _page(
        self, request: ActorRequest, line: Any, forms: dict[str, AnswerForm] | None = None, status: int = 200
    ) -> HttpResponse:
        restricted = shares_later(request.actor, line)
        acts = [
            (act, (forms or {}).get(act.name) or AnswerForm(act, auto_id=f"{act.name}_%s"))
            for act in acts_for(request.actor, line)
            if act.name != "share" or not restricted
        ]
        context = {
            "line": line,
            "row": line.row,
            "case": line.case,
            "acts": acts,
            "restricted": restricted,
            "errors": list((forms or {}).values()),
            "article": article_words(line.case.agreement_id),
        }
        return render(request, "protection/between.html", context, status=status)
