"""What the pages of an application share: who may write, the side list of steps, where the buttons lead."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.actor import Actor
from audit.services import access_record
from cases.choices import Status
from cases.completeness import REQUIREMENTS
from cases.models import Case
from cases.policies import is_granted
from cases.selectors.application import Progress, Relative, may_write, person_of, progress_of, sent_back_of, steps_of
from cases.selectors.entry import tells_of_entry
from cases.selectors.filing import terms_of_case
from cases.views.base import ActorView, about, case_get
from core.errors import ActRefused
from core.forms import today
from core.jinja import date_short
from core.kept import keeping
from countries.selectors.places import country_name

STEP_LABELS: dict[str, str | Promise] = {
    "person": gettext_lazy("Person"),
    "transit": gettext_lazy("Transit"),
    "entry": gettext_lazy("Entry and residence"),
    "documents": gettext_lazy("Identity documents"),
    "family": gettext_lazy("Family"),
    "evidence": gettext_lazy("Photograph"),
    "procedure": gettext_lazy("Procedure"),
    "circumstances": gettext_lazy("Special circumstances"),
    "safeguards": gettext_lazy("Safeguards"),
    "check": gettext_lazy("Check and send to review"),
}


def step_label(case: Case, step: str) -> str:
    """What a page of this case's application is called."""
    if step == "documents" and tells_of_entry(case):
        return _("Documents and other evidence")
    return str(STEP_LABELS[step])


def step_url(case: Case, step: str) -> str:
    """The address of one page of the application."""
    return reverse("cases:filing", kwargs={"case_id": case.id, "step": step})


def relative_urls(relatives: Iterable[Relative]) -> dict[UUID, str]:
    """Where the case of each relative is read; from there a draft is written on."""
    return {
        relative.case_id: reverse("cases:case-application", kwargs={"case_id": relative.case_id})
        for relative in relatives
    }


def record_look(actor: Actor, case: Case) -> None:
    """An application opened for reading or writing is an access event."""
    access_record(actor=actor, action="application.opened", subject=case.subject, about=about(case))


def saved_words(case: Case) -> str:
    """ "Draft saved at 10:42", on the reader's clock; with the day when it was not today."""
    at = timezone.localtime(case.changed_at)
    when = f"{at:%H:%M}"
    if at.date() != today():
        when = pgettext("day, time", "%(day)s, %(time)s") % {"day": date_short(case.changed_at), "time": when}
    if case.status == Status.DRAFT:
        return _("Draft saved at %(when)s") % {"when": when}
    return _("Last changed at %(when)s") % {"when": when}


def steps_for(case: Case, actor: Actor, progress: Progress, current: str) -> list[dict[str, Any]]:
    """The side list: the choice of the agreement, then each step with its state and address.

    On the last page everything that is needed and missing is marked, because now it stands in the way.
    """
    lacking = set()
    if current == "check":
        lacking = {REQUIREMENTS[code][1] for code in progress.missing}
        if not progress.is_basis_recorded:
            lacking.add("safeguards")
    entries: list[dict[str, Any]] = [{"label": _("Agreement and track"), "url": None, "state": "done"}]
    for step in steps_of(case):
        state = "current" if step == current else "wrong" if step in lacking else progress.states[step]
        url = step_url(case, step) if may_write(actor, case, step) else None
        entries.append({"label": step_label(case, step), "url": url, "state": state})
    return entries


class StepView(ActorView):
    """One page of the application. Subclasses give `step`, `template`, `blank` (a GET) and `save` (a POST)."""

    step: ClassVar[str]
    template: ClassVar[str]
    case: Case

    @keeping()
    def get(self, request: HttpRequest, case_id: UUID, step: str) -> HttpResponseBase:
        """The page, or the application to read where nothing can be changed (any more, or by this reader)."""
        self.case = case_get(self.request.actor, case_id)
        if not may_write(self.request.actor, self.case, self.step):
            messages.info(request, self.why_not())
            return redirect("cases:case-application", case_id=case_id)
        record_look(self.request.actor, self.case)
        return self.page(self.blank())

    def post(self, request: HttpRequest, case_id: UUID, step: str) -> HttpResponseBase:
        """Save, or show the page again with what was typed."""
        self.case = case_get(self.request.actor, case_id)
        if not may_write(self.request.actor, self.case, self.step):
            is_known = is_granted(self.request.actor, "draft_case", self.case)
            refused = ActRefused("wrong_status" if is_known else "not_granted", self.why_not())
            raise refused.about(self.case.subject, self.case.reference)
        return self.save()

    def blank(self) -> dict[str, Any]:
        """The context of a page that nothing was sent to yet."""
        raise NotImplementedError

    def save(self) -> HttpResponseBase:
        """Do what the pressed button asks for."""
        raise NotImplementedError

    def why_not(self) -> str:
        """Why the page cannot be opened for writing, in words."""
        if self.case.status == Status.IN_REVIEW and self.case.requesting_country_id == self.request.actor.country:
            return _("The application is in review and cannot be changed. To change it, the reviewer returns it.")
        return _("You can read this application, but not change it.")

    @property
    def action(self) -> str:
        """The button that was pressed."""
        return self.request.POST.get("action", "continue")

    @property
    def is_strict(self) -> bool:
        """Whether needed fields must be filled: not when the officer saves to come back later."""
        return self.action != "return"

    def version(self) -> int:
        """The version of what the step changes."""
        return self.case.version

    def page(self, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
        """The page with its frame: head, side list, help."""
        actor, case = self.request.actor, self.case
        progress = progress_of(case)
        frame = {
            "case": case,
            "applicant": person_of(case),
            "country": country_name(case.receiving_country),
            "version": self.request.POST.get("version", self.version()),
            "step": self.step,
            "step_label": step_label(case, self.step),
            "steps": steps_for(case, actor, progress, self.step),
            "saved": saved_words(case),
            "sent_back_found": sent_back_of(case),
            "terms": terms_of_case(case, today()),
            "back_url": self.previous_url(),
            "case_url": reverse("cases:case-detail", kwargs={"case_id": case.id}),
            "progress": progress,
        }
        return render(self.request, self.template, {**frame, **context}, status=status)

    def previous_url(self) -> str:
        """Where "Back" leads: the step before that can be written, or the case."""
        steps = steps_of(self.case)
        before = [step for step in steps[: steps.index(self.step)] if may_write(self.request.actor, self.case, step)]
        if before:
            return step_url(self.case, before[-1])
        return reverse("cases:case-detail", kwargs={"case_id": self.case.id})

    def leave(self, *, to: str | None = None) -> HttpResponse:
        """After saving: back to the case, to the same page, or on to the next step."""
        if self.action == "return":
            return redirect("cases:case-detail", case_id=self.case.id)
        steps = steps_of(self.case)
        following = steps[steps.index(self.step) + 1]
        if to is None and not may_write(self.request.actor, self.case, following):
            return redirect("cases:case-detail", case_id=self.case.id)
        return redirect(step_url(self.case, to or following))
