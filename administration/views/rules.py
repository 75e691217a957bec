"""What agreements say, in the browser: a changed or new row, a confirmation with a source, a file.

Every change is looked at with the running cases that it would touch, then asked for; a country of the other party
decides.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors.absences import day_of
from administration import payloads
from administration.choices import ChangeKind
from administration.forms.agreements import (
    CONFIRMED,
    ConfirmRowsForm,
    ItemForm,
    RuleForm,
    item_initial,
    rule_initial,
)
from administration.forms.time import AgreementFileForm, NewAgreementForm
from administration.policies import refuse_unless_national
from administration.selectors.agreements import rule_get, rule_line
from administration.selectors.files import edits_of_file, name_and_lines, text_of_file
from administration.selectors.rule_words import (
    difference_lines,
    edit_plain,
    item_facts,
    item_lines,
    item_name,
    keeps_old_proof,
)
from administration.selectors.unverified import partner_choices, unverified_lines
from administration.services.doings_new_agreement import partners_to_add
from administration.views.base import ActorRequest, ActorView, ask_for_change, tried, version_of
from administration.views.time import AgreementChangeView, TimeChangeView, is_preview
from core import clock
from core.errors import NotVisible
from countries.choices import AgreedPart
from countries.models import Agreement, Country, Rule
from countries.selectors.agreed import HeldItem, held_items, item_key
from countries.selectors.places import country_name
from countries.services.agreement_files import agreement_toml
from countries.services.editing import RULE_CELL, RULE_VALUES, rule_plain


class RuleEditView(AgreementChangeView):
    """One value: changed, confirmed with a source, or (without `rule_id`) new."""

    def get(self, request: ActorRequest, agreement: str, rule_id: UUID | None = None) -> HttpResponse:
        rule, columns = self._found(rule_id)
        form = RuleForm(initial=rule_initial(columns), countries=self.countries, only=self._only(request, rule))
        return self.show(request, form, self._about(request, rule, rule.version if rule else 0))

    def post(self, request: ActorRequest, agreement: str, rule_id: UUID | None = None) -> HttpResponse:
        rule, columns = self._found(rule_id)
        form = RuleForm(
            request.POST,
            countries=self.countries,
            only=self._only(request, rule),
            is_preview=is_preview(request),
        )
        version = version_of(request) if rule else 0
        context = self._about(request, rule, version)
        payload = None
        if form.is_valid():
            edit = form.edit(columns, rule=str(rule.id) if rule else "", based_on=version)
            before, after = rule_plain(rule) if rule else {}, edit_plain(edit)
            context["differences"] = difference_lines(before, after)
            is_asked = not is_preview(request) and keeps_old_proof(before, after)
            if is_asked and not form.cleaned_data["says_new_value"]:
                said = _("The value changes, but article, source and how sure it is stay: say whether they hold for it")
                form.add_error("says_new_value", said)
            else:
                payload = self.payload(request, (edit,))
        return self.answer(request, form, ChangeKind.EDIT_AGREEMENT, payload, context)

    def _found(self, rule_id: UUID | None) -> tuple[Rule | None, dict[str, Any]]:
        rule = rule_get(self.agreement, rule_id) if rule_id else None
        shown = rule or Rule(agreement=self.agreement)
        columns = rule_plain(shown) | {"valid_from": shown.valid_from, "valid_to": shown.valid_to}
        return rule, columns

    def _only(self, request: ActorRequest, rule: Rule | None) -> tuple[str, ...]:
        """A value keeps its cell; a confirmation is about certainty and source alone."""
        if confirms(request):
            return CONFIRMED
        return RULE_VALUES if rule else (*RULE_CELL, *RULE_VALUES)

    def _about(self, request: ActorRequest, rule: Rule | None, version: int) -> dict[str, Any]:
        if rule is None:
            return self.context(_("A new value"))
        title = _("Confirm with a source") if confirms(request) else _("Change a value")
        line = rule_line(rule)
        present = [
            (line.kind, line.value),
            (_("For whom"), f"{line.track} · {line.pair}"),
            (_("Source"), line.source or line.citation),
            (_("How sure"), line.certainty),
        ]
        return self.context(title, version=version, present=present)


class ItemEditView(AgreementChangeView):
    """A row that is no value: the head, a form, a means of evidence, an attachment, a time in which the agreement is
    not applied. Changed, confirmed with a source, or (without `key`) new."""

    def get(self, request: ActorRequest, agreement: str, part: str, key: str = "") -> HttpResponse:
        present, is_new = self._found(part, key), not key
        values = present.values if present else {}
        form = self._form(None, request, part, is_new, initial=item_initial(values))
        return self.show(request, form, self._about(request, part, present, present.version if present else 0))

    def post(self, request: ActorRequest, agreement: str, part: str, key: str = "") -> HttpResponse:
        present, is_new = self._found(part, key), not key
        form = self._form(request.POST, request, part, is_new, is_preview=is_preview(request))
        version = version_of(request)
        context, payload = self._about(request, part, present, version), None
        if form.is_valid():
            before = present.values if present else {}
            edit = payloads.ItemEdit(
                part=part,
                key=item_key(part, form.key_values()) if is_new else _key(key),
                based_on=version,
                before=payloads.item_values(before) if present else None,
                after=form.after(before),
            )
            context["differences"] = item_lines(edit)
            payload = self.payload(request, items=(edit,))
        return self.answer(request, form, ChangeKind.EDIT_AGREEMENT, payload, context)

    def _found(self, part: str, key: str) -> HeldItem | None:
        if part not in AgreedPart.values or (not key and part == AgreedPart.HEAD):
            raise NotVisible(f"part:{part}"[:40])
        if not key:
            return None
        found = held_items(self.agreement, *(code for code, _name in self.countries)).get((part, _key(key)))
        if found is None:
            raise NotVisible(f"{part}:{key}"[:100])
        return found

    def _form(self, data: Any, request: ActorRequest, part: str, is_new: bool, **more: Any) -> ItemForm:
        is_confirmation = confirms(request) and not is_new
        return ItemForm(
            data, part=part, countries=self.countries, is_new=is_new, is_confirmation=is_confirmation, **more
        )

    def _about(self, request: ActorRequest, part: str, present: HeldItem | None, version: int) -> dict[str, Any]:
        if present is None:
            return self.context(_("New: %(what)s") % {"what": AgreedPart(part).label})
        title = _("Confirm with a source") if confirms(request) else _("Change")
        rows = [(_("What"), item_name(part, present.key)), *item_facts(part, present.values)]
        return self.context(title, version=version, present=rows)


class UnverifiedView(AgreementChangeView):
    """Everything of an agreement that nobody has read yet, as it holds with one country of the other party; rows that
    stand in one text are confirmed together."""

    def get(self, request: ActorRequest, agreement: str) -> HttpResponse:
        return self._page(request, None)

    def post(self, request: ActorRequest, agreement: str) -> HttpResponse:
        return self._page(request, request.POST)

    def _page(self, request: ActorRequest, data: Any) -> HttpResponse:
        lines = unverified_lines(self.agreement, request.actor.country, self.partner)
        form = ConfirmRowsForm(data, keys=[line.key for line in lines if line.key])
        if data is not None and form.is_valid():
            answer = ask_for_change(request, form, ChangeKind.EDIT_AGREEMENT, self._confirmed(request, form))
            if answer is not None:
                return answer
        context = {
            **self.context(_("Not verified yet")),
            "agreement": self.agreement,
            "lines": lines,
            "form": form,
            "chosen": form["rows"].value() or [],
            "partner": self.partner,
            "partners": partner_choices(self.agreement, request.actor.country),
        }
        return self.page(request, "unverified.html", context, 200 if data is None else 422)

    def _confirmed(self, request: ActorRequest, form: ConfirmRowsForm) -> payloads.EditAgreement:
        held = held_items(self.agreement, *(code for code, _name in self.countries))
        said = {name: form.cleaned_data[name] for name in ("source", "certainty")}
        edits = []
        for chosen in form.cleaned_data["rows"]:
            part, key, _seen = chosen.split("/")
            item = held[part, key]
            before, after = payloads.item_values(item.values), payloads.item_values(item.values | said)
            edits.append(
                payloads.ItemEdit(part=part, key=key, based_on=item.version, before=before, after=after),
            )
        return self.payload(request, items=tuple(edits))


def confirms(request: ActorRequest) -> bool:
    """Whether the page is about source and certainty alone."""
    return request.GET.get("confirm") == "1"


def _key(key: str) -> str:
    """The key of a row as the address says it: that of the head, which is empty, as a dash."""
    return "" if key == "-" else key


class AgreementFileView(ActorView):
    """The agreement as a file, for everybody who may read it."""

    def get(self, request: ActorRequest, agreement: str) -> HttpResponse:
        row = Agreement.objects.filter(code=agreement).first()
        if row is None:
            raise NotVisible(f"agreement:{agreement}"[:100])
        answer = HttpResponse(agreement_toml(row), content_type="application/toml; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{row.code}.toml"'
        return answer


class AgreementImportView(AgreementChangeView):
    """A file that was changed elsewhere: its differences line by line, then one request for all of them."""

    def get(self, request: ActorRequest, agreement: str) -> HttpResponse:
        return self.show(request, AgreementFileForm(), self.context(_("Bring in a file")))

    def post(self, request: ActorRequest, agreement: str) -> HttpResponse:
        form = AgreementFileForm(request.POST, request.FILES, is_preview=is_preview(request))
        context, payload = self.context(_("Bring in a file")), None
        if form.is_valid():
            upload = form.cleaned_data["file"]
            data = upload.read() if upload else form.cleaned_data["file_text"].encode()
            name = upload.name if upload else f"{agreement}.toml"
            pair = (request.actor.country, self.partner)
            found = tried(form, lambda: edits_of_file(self.agreement, pair, name, data))
            if found is not None:
                payload = self.payload(request, found.rules, found.items)
                context |= {"differences": found.lines, "left": found.left}
                # The second step sends what was read: a browser does not keep files on a page that comes back.
                form = AgreementFileForm(
                    {"reason": form.cleaned_data["reason"], "file_text": data.decode()}, is_preview=is_preview(request)
                )
                form.is_valid()
        return self.answer(request, form, ChangeKind.EDIT_AGREEMENT, payload, context)


class AgreementCreateView(TimeChangeView):
    """An agreement between the own country and another one that takes part, from a file."""

    def get(self, request: ActorRequest) -> HttpResponse:
        partners, context = self._about(request)
        return self.show(request, NewAgreementForm(partners=partners), context)

    def post(self, request: ActorRequest) -> HttpResponse:
        partners, context = self._about(request)
        form = NewAgreementForm(request.POST, request.FILES, partners=partners, is_preview=is_preview(request))
        payload = None
        if form.is_valid():
            upload, partner = form.cleaned_data["file"], form.cleaned_data["partner"]
            text = tried(form, lambda: text_of_file(upload.read())) if upload else form.cleaned_data["file_text"]
            if text is not None:
                short_title, context["differences"] = name_and_lines(text)
                payload = payloads.AddAgreement(
                    text=text, short_title=short_title, partner=partner, is_for_partners=True
                )
                kept = {"reason": form.cleaned_data["reason"], "file_text": text, "partner": partner}
                form = NewAgreementForm(kept, partners=partners, is_preview=is_preview(request))
                form.is_valid()
        return self.answer(request, form, ChangeKind.ADD_AGREEMENT, payload, context)

    def _about(self, request: ActorRequest) -> tuple[list[tuple[str, str]], dict[str, Any]]:
        refuse_unless_national(request.actor)
        codes = partners_to_add(request.actor.country, day_of(request.actor, clock.now()))
        rows = Country.objects.filter(code__in=codes)
        partners = sorted(((row.code, country_name(row)) for row in rows), key=lambda item: item[1])
        context = {
            "title": _("Add an agreement"),
            "text": _("One that binds your country and one other, from a file as “Download as a file” gives it."),
            "pair": "",
            "back_url": reverse("administration:agreement-list"),
            "back_text": _("Agreements and time limits"),
            "version": 0,
            "present": None,
            "differences": None,
            "left": [],
            "year": None,
        }
        return partners, context


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
