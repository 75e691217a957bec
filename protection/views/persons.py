"""Requests of persons about their data: the list, one of them step by step, what is collected, the answer."""

import json
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.policies import require_act
from accounts.views.base import tried
from audit.services import access_record, export_record
from cases.selectors.paging import Cursor, bounded_counts
from cases.views.base import ActorRequest, ActorView, leading_back, version_of
from cases.views.search import search_record
from core.forms import today
from core.ids import uuid_or_none
from documents.views import polling
from protection.choices import AskState, ItemKind
from protection.forms.persons import FindForm, HandOverForm, ItemsForm, ProposeForm, ReasonForm, RegisterForm
from protection.models import PersonRequest
from protection.selectors.persons import (
    VIEWS,
    answers_of,
    candidates,
    cases_of,
    person_get,
    person_page,
    person_requests,
)
from protection.services import persons
from protection.views.base import links_for

Step = tuple[type[django_forms.Form] | None, Callable[..., PersonRequest]]
# What can be done on the page of a request: the form that it asks for, and the service.
STEPS: Final[dict[str, Step]] = {
    "collect": (None, persons.person_collect),
    "propose": (ProposeForm, persons.person_propose),
    "approve": (None, persons.person_approve),
    "send_back": (ReasonForm, persons.person_send_back),
    "hand_over": (HandOverForm, persons.person_hand_over),
    "extend": (ReasonForm, persons.person_extend),
    "withdraw": (ReasonForm, persons.person_withdraw),
}
OFFERED: Final[dict[str, tuple[str, ...]]] = {
    AskState.REGISTERED: ("collect", "extend", "withdraw"),
    AskState.COLLECTED: ("propose", "extend", "withdraw"),
    AskState.PROPOSED: ("approve", "send_back"),
    AskState.APPROVED: ("hand_over",),
}


class PersonListView(ActorView):
    """What is to be answered, what is late, what was answered."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """One page."""
        actor = request.actor
        require_act(actor, "protect_data")
        access_record(actor=actor, action="privacy.persons_opened", subject="persons")
        view = request.GET.get("view", "open")
        view = view if view in VIEWS else "open"
        after, before = (Cursor.parse(request.GET.get(name, "")) for name in ("after", "before"))
        page = person_page(actor, view, after=after, before=before)
        address = reverse("protection:person-list")
        counts = bounded_counts({code: person_requests(actor, code) for code in ("open", "late")})
        context = {
            "links": links_for(actor, "person-list"),
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
            "today": today(),
            "next_url": f"{address}?{urlencode({'view': view, 'after': str(page.after)})}" if page.after else "",
            "previous_url": f"{address}?{urlencode({'view': view, 'before': str(page.before)})}" if page.before else "",
        }
        return render(request, "protection/person_list.html", context)


class PersonNewView(ActorView):
    """A request arrived."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """The form."""
        require_act(request.actor, "protect_data")
        return self._page(request, RegisterForm(initial={"arrived_on": today(), "kind": "access", "language": "en"}))

    def post(self, request: ActorRequest) -> HttpResponse:
        """Registers it, and leads to it."""
        require_act(request.actor, "protect_data")
        form = RegisterForm(request.POST)
        if form.is_valid():
            row = tried(form, lambda: persons.person_register(actor=request.actor, values=form.cleaned_data))
            if row is not None:
                messages.success(request, _("The request is registered."))
                return redirect("protection:person", person_id=row.id)
        return self._page(request, form, status=422)

    def _page(self, request: ActorRequest, form: RegisterForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "back_url": reverse("protection:person-list")}
        return render(request, "protection/person_new.html", context, status=status)


class PersonView(ActorView):
    """One request, and what can be done about it now."""

    def get(self, request: ActorRequest, person_id: UUID) -> HttpResponse:
        """The page; the look is recorded."""
        require_act(request.actor, "protect_data")
        row = person_get(request.actor, person_id)
        access_record(actor=request.actor, action="privacy.person_opened", subject=row.subject)
        return self._page(request, row)

    def post(self, request: ActorRequest, person_id: UUID) -> HttpResponse:
        """Does one step."""
        actor = request.actor
        require_act(actor, "protect_data")
        row = person_get(actor, person_id)
        name = request.POST.get("act", "")
        if name not in STEPS:
            return self._page(request, row, status=422)
        kind, service = STEPS[name]
        form = kind(request.POST) if kind else django_forms.Form(request.POST)
        if form.is_valid():
            with leading_back(reverse("protection:person", args=[person_id])):
                done = tried(
                    form,
                    lambda: service(
                        actor=actor, request_id=person_id, version=version_of(request), **form.cleaned_data
                    ),
                )
            if done is not None:
                messages.success(request, _("Recorded."))
                return redirect("protection:person", person_id=person_id)
        return self._page(request, person_get(actor, person_id), {name: form}, status=422)

    def _page(
        self, request: ActorRequest, row: PersonRequest, filled: dict[str, Any] | None = None, status: int = 200
    ) -> HttpResponse:
        filled = filled or {}
        offered = [name for name in OFFERED.get(row.state, ()) if name != "extend" or row.extended_on is None]
        initial = {"outcome": row.outcome, "ground": row.ground, "ground_note": row.ground_note, "text": row.text}
        forms = {
            name: filled.get(name) or (kind(auto_id=f"{name}_%s", initial=initial) if kind else None)
            for name in offered
            for kind in (STEPS[name][0],)
        }
        shown = sum(item["is_shown"] for item in row.items)
        context = {
            "row": row,
            "cases": cases_of(request.actor, row),
            "forms": forms,
            "errors": [form for form in filled.values() if hasattr(form, "error_lines")],
            "shown": shown,
            "withheld": len(row.items) - shown,
            "withheld_own": persons.withheld_own(row),
            "is_given": persons.is_given(row),
            "is_mine": row.prepared_by == request.actor.user_id,
            "is_late": row.state not in {AskState.HANDED_OVER, AskState.WITHDRAWN} and row.due_on < today(),
            "answers": answers_of(row),
            "may_change": row.state in {AskState.REGISTERED, AskState.COLLECTED},
            "back_url": reverse("protection:person-list"),
            **polling(),
        }
        return render(request, "protection/person.html", context, status=status)


class PersonFindView(ActorView):
    """Which cases are this person's: looked for, and chosen. What is looked for is in no address."""

    def get(self, request: ActorRequest, person_id: UUID) -> HttpResponse:
        """The form, with what was registered."""
        require_act(request.actor, "protect_data")
        row = person_get(request.actor, person_id)
        form = FindForm(initial={"name": row.name, "birth": row.birth_date})
        return self._page(request, row, form, None)

    def post(self, request: ActorRequest, person_id: UUID) -> HttpResponse:
        """Looks; or takes what was chosen, or drops one."""
        actor = request.actor
        require_act(actor, "protect_data")
        row = person_get(actor, person_id)
        form = FindForm(request.POST)
        version = version_of(request)
        dropped = uuid_or_none(request.POST.get("drop", ""))
        if dropped is not None:
            with leading_back(reverse("protection:person", args=[person_id])):
                persons.person_case_drop(actor=actor, request_id=person_id, version=version, case_id=dropped)
            return redirect("protection:person", person_id=person_id)
        if "choose" in request.POST:
            chosen = [key for text in request.POST.getlist("cases") if (key := uuid_or_none(text))]
            with leading_back(reverse("protection:person", args=[person_id])):
                done = tried(
                    form,
                    lambda: persons.person_cases_choose(
                        actor=actor, request_id=person_id, version=version, case_ids=chosen
                    ),
                )
            if done is not None:
                return redirect("protection:person", person_id=person_id)
            return self._page(request, row, form, None, status=422)
        if not form.is_valid():
            return self._page(request, row, form, None, status=422)
        hits, meanings = candidates(actor, {name: value for name, value in form.cleaned_data.items() if value})
        search_record(actor, "search.made", meanings, len(hits))
        return self._page(request, row, form, hits)

    def _page(
        self, request: ActorRequest, row: PersonRequest, form: FindForm, hits: Any, status: int = 200
    ) -> HttpResponse:
        context = {
            "row": row,
            "form": form,
            "hits": hits,
            "chosen": {str(key) for key in row.case_ids},
            "back_url": reverse("protection:person", args=[row.id]),
        }
        return render(request, "protection/person_find.html", context, status=status)


class PersonItemsView(ActorView):
    """What was collected, item by item: what the person is given, and what is left out."""

    def get(self, request: ActorRequest, person_id: UUID) -> HttpResponse:
        """The items; the look is recorded."""
        require_act(request.actor, "protect_data")
        row = person_get(request.actor, person_id)
        access_record(actor=request.actor, action="privacy.person_opened", subject=row.subject)
        return self._page(request, row)

    def post(self, request: ActorRequest, person_id: UUID) -> HttpResponse:
        """Keeps the ticks."""
        require_act(request.actor, "protect_data")
        row = person_get(request.actor, person_id)
        form = ItemsForm(row, request.POST)
        if not form.is_valid():
            return self._page(request, row, form, status=422)
        with leading_back(reverse("protection:person", args=[person_id])):
            persons.person_items_save(
                actor=request.actor,
                request_id=person_id,
                version=version_of(request),
                shown={int(place) for place in form.cleaned_data["shown"]},
            )
        messages.success(request, _("What is left out is recorded."))
        return redirect("protection:person", person_id=person_id)

    def _page(
        self, request: ActorRequest, row: PersonRequest, form: ItemsForm | None = None, status: int = 200
    ) -> HttpResponse:
        sections: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        for place, item in enumerate(row.items):
            sections.setdefault(item["section"], []).append((place, item))
        context = {
            "row": row,
            "form": form or ItemsForm(row),
            "sections": sections,
            "kinds": dict(ItemKind.choices),
            "may_change": row.state == AskState.COLLECTED,
            "back_url": reverse("protection:person", args=[row.id]),
        }
        return render(request, "protection/person_items.html", context, status=status)


class PersonExportView(ActorView):
    """The answer for machines, once two have looked at it; the export is recorded."""

    http_method_names = ["post"]

    def post(self, request: ActorRequest, person_id: UUID) -> HttpResponse:
        """The file."""
        actor = request.actor
        require_act(actor, "protect_data")
        row = person_get(actor, person_id)
        with leading_back(reverse("protection:person", args=[person_id])):
            persons.answer_ready(row)
        content = json.dumps(persons.answer_json(row), ensure_ascii=False, indent=2)
        export_record(actor=actor, kind="person_answer", file_format="json", filters={}, rows=len(row.items))
        response = HttpResponse(content, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{row.number}.json"'
        response["Cache-Control"] = "no-store"
        return response
