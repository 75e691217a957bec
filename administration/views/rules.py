"""Values of agreements in the browser: a changed or new value, a confirmation with a source, a suspension, a file.

Every change is looked at with the running cases that it would touch, then asked for; a country of the other party
decides.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from administration import payloads
from administration.choices import ChangeKind
from administration.forms.time import CONFIRMED, AgreementFileForm, RuleForm, SuspensionForm, rule_initial
from administration.policies import refuse_unless_national
from administration.selectors.agreements import rule_get, rule_line
from administration.selectors.changes import approvers_of_agreement
from administration.selectors.files import edits_of_file
from administration.selectors.rule_words import difference_lines, edit_plain
from administration.services.doings_time import agreement_of
from administration.services.recomputations import TimePayload, change_preview
from administration.views.base import ActorRequest, ActorView, AdministratorView, ask_for_change, tried, version_of
from core.errors import NotVisible
from countries.models import Agreement, AgreementMember, Rule
from countries.selectors.places import country_name
from countries.services.agreement_files import agreement_toml
from countries.services.editing import RULE_CELL, RULE_VALUES, rule_plain


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


def _is_preview(request: ActorRequest) -> bool:
    return request.POST.get("do") != "propose"


def _agreement(actor: Actor, code: str) -> Agreement:
    refuse_unless_national(actor)
    return agreement_of(actor.country, code)


def _countries(agreement: Agreement) -> list[tuple[str, str]]:
    rows = AgreementMember.objects.filter(agreement=agreement).select_related("country")
    return sorted(((row.country_id, country_name(row.country)) for row in rows), key=lambda item: item[1])


def _context(agreement: Agreement, title: str, **more: Any) -> dict[str, Any]:
    return {
        "title": title,
        "text": agreement.short_title,
        "back_url": reverse("administration:agreement-detail", args=[agreement.code]),
        "back_text": agreement.short_title,
        "version": 0,
        "present": None,
        "differences": None,
        "left": [],
        "year": None,
        **more,
    }


def _payload(
    actor: Actor,
    agreement: Agreement,
    rules: tuple[payloads.RuleEdit, ...] = (),
    suspensions: tuple[payloads.SuspensionEdit, ...] = (),
) -> payloads.EditAgreement:
    return payloads.EditAgreement(
        agreement=agreement.code,
        rules=rules,
        suspensions=suspensions,
        is_for_partners=bool(approvers_of_agreement(agreement.code, actor)),
    )


class RuleEditView(TimeChangeView):
    """One value: changed, confirmed with a source, or (without `rule_id`) new."""

    def get(self, request: ActorRequest, agreement: str, rule_id: UUID | None = None) -> HttpResponse:
        row, rule, columns = self._found(request, agreement, rule_id)
        form = RuleForm(initial=rule_initial(columns), countries=_countries(row), only=self._only(request, rule))
        return self.show(request, form, self._about(request, row, rule, rule.version if rule else 0))

    def post(self, request: ActorRequest, agreement: str, rule_id: UUID | None = None) -> HttpResponse:
        row, rule, columns = self._found(request, agreement, rule_id)
        form = RuleForm(
            request.POST,
            countries=_countries(row),
            only=self._only(request, rule),
            is_preview=_is_preview(request),
        )
        version = version_of(request) if rule else 0
        context = self._about(request, row, rule, version)
        payload = None
        if form.is_valid():
            edit = form.edit(columns, rule=str(rule.id) if rule else "", based_on=version)
            context["differences"] = difference_lines(rule_plain(rule) if rule else {}, edit_plain(edit))
            payload = _payload(request.actor, row, (edit,))
        return self.answer(request, form, ChangeKind.EDIT_AGREEMENT, payload, context)

    def _found(
        self, request: ActorRequest, code: str, rule_id: UUID | None
    ) -> tuple[Agreement, Rule | None, dict[str, Any]]:
        row = _agreement(request.actor, code)
        rule = rule_get(row, rule_id) if rule_id else None
        shown = rule or Rule(agreement=row)
        columns = rule_plain(shown) | {"valid_from": shown.valid_from, "valid_to": shown.valid_to}
        return row, rule, columns

    def _only(self, request: ActorRequest, rule: Rule | None) -> tuple[str, ...]:
        """A value keeps its cell; a confirmation is about certainty and source alone."""
        if self._confirms(request):
            return CONFIRMED
        return RULE_VALUES if rule else (*RULE_CELL, *RULE_VALUES)

    def _confirms(self, request: ActorRequest) -> bool:
        return request.GET.get("confirm") == "1"

    def _about(self, request: ActorRequest, row: Agreement, rule: Rule | None, version: int) -> dict[str, Any]:
        if rule is None:
            return _context(row, _("A new value"))
        title = _("Confirm with a source") if self._confirms(request) else _("Change a value")
        return _context(row, title, version=version, present=rule_line(rule))


class AgreementSuspendView(TimeChangeView):
    """A time in which the agreement is not applied."""

    def get(self, request: ActorRequest, agreement: str) -> HttpResponse:
        row = _agreement(request.actor, agreement)
        return self.show(request, SuspensionForm(countries=_countries(row)), _context(row, _("Not applied for a time")))

    def post(self, request: ActorRequest, agreement: str) -> HttpResponse:
        row = _agreement(request.actor, agreement)
        form = SuspensionForm(request.POST, countries=_countries(row))
        payload = _payload(request.actor, row, suspensions=(form.edit(),)) if form.is_valid() else None
        return self.answer(
            request, form, ChangeKind.EDIT_AGREEMENT, payload, _context(row, _("Not applied for a time"))
        )


class AgreementFileView(ActorView):
    """The agreement as a file, for everybody who may read it."""

    def get(self, request: ActorRequest, agreement: str) -> HttpResponse:
        row = Agreement.objects.filter(code=agreement).first()
        if row is None:
            raise NotVisible(f"agreement:{agreement}"[:100])
        answer = HttpResponse(agreement_toml(row), content_type="application/toml; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{row.code}.toml"'
        return answer


class AgreementImportView(TimeChangeView):
    """A file that was changed elsewhere: its differences line by line, then one request for all of them."""

    def get(self, request: ActorRequest, agreement: str) -> HttpResponse:
        row = _agreement(request.actor, agreement)
        return self.show(request, AgreementFileForm(), self._about(row))

    def post(self, request: ActorRequest, agreement: str) -> HttpResponse:
        row = _agreement(request.actor, agreement)
        form = AgreementFileForm(request.POST, request.FILES, is_preview=_is_preview(request))
        context, payload = self._about(row), None
        if form.is_valid():
            upload = form.cleaned_data["file"]
            data = upload.read() if upload else form.cleaned_data["file_text"].encode()
            found = tried(form, lambda: edits_of_file(row, upload.name if upload else f"{row.code}.toml", data))
            if found is not None:
                payload = _payload(request.actor, row, found.rules, found.suspensions)
                context |= {"differences": found.lines, "left": found.left}
                # The second step sends what was read: a browser does not keep files on a page that comes back.
                form = AgreementFileForm(
                    {"reason": form.cleaned_data["reason"], "file_text": data.decode()}, is_preview=_is_preview(request)
                )
                form.is_valid()
        return self.answer(request, form, ChangeKind.EDIT_AGREEMENT, payload, context)

    def _about(self, row: Agreement) -> dict[str, Any]:
        return _context(row, _("Bring in a file"))


class RuleVersionsView(ActorView):
    """How a value stood before, and who agreed to each change."""

    def get(self, request: ActorRequest, agreement: str, rule_id: UUID) -> HttpResponse:
        row = Agreement.objects.filter(code=agreement).first()
        if row is None:
            raise NotVisible(f"agreement:{agreement}"[:100])
        rule = rule_get(row, rule_id)
        versions = list(rule.versions.select_related("requested_by", "confirmed_by"))
        after = [rule_plain(rule), *(version.values for version in versions)]
        lines = [
            (version, difference_lines(version.values, new)) for version, new in zip(versions, after[:-1], strict=True)
        ]
        context = {"agreement": row, "rule": rule_line(rule), "lines": lines}
        return render(request, "administration/rule_versions.html", context)
