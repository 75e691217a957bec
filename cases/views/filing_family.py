"""The page of the family: spouse and children named in the form, and cases of their own in the same family."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cases.choices import Status
from cases.forms.filing_family import FamilyMemberForm
from cases.models import FamilyMember
from cases.selectors.application import place_names, relatives_of
from cases.selectors.family_forms import form_rule_of
from cases.selectors.filing import place_options
from cases.services.family_group import family_member_change
from cases.services.filing import family_case_start, family_member_add, family_member_remove
from cases.views.base import add_errors, version_of
from cases.views.filing_base import StepView, relative_urls, step_url
from cases.views.filing_words import member_rows
from core.errors import Invalid, NotVisible
from core.ids import uuid_or_none


class FamilyStepView(StepView):
    """Parts B and C of the form. Each member may have a case of his or her own, filed together with this one."""

    step = "family"
    template = "cases/filing/family.html"

    def blank(self) -> dict[str, Any]:
        """The members, an empty form, and the question whether to remove one if that was asked for."""
        asked = self.request.GET.get("remove", "")
        removing = next((m for m in self.members() if str(m.id) == asked and not m.own_case_id), None)
        key = self.request.GET.get("change", "")
        changing = next((m for m in self.members() if str(m.id) == key), None)
        form = self.form(None) if changing is None else self.form(None, changing)
        return self.shown(form, removing, changing)

    def save(self) -> HttpResponseBase:
        """Remove a member; start a case for one; or add one."""
        if self.action == "remove":
            return self.removed()
        if self.action == "change":
            return self.changed()
        if self.action == "own_case":
            return self.own_case()
        form = self.form(self.request.POST)
        if self.action in {"continue", "return"} and _is_blank(form):
            return self.leave()
        if not form.is_valid():
            return self.page(self.shown(form), status=422)
        try:
            family_member_add(
                actor=self.request.actor,
                case_id=self.case.id,
                version=version_of(self.request),
                relation=form.cleaned_data["relation"],
                values=form.values,
            )
        except Invalid as invalid:
            add_errors(form, invalid)
            return self.page(self.shown(form), status=422)
        messages.success(self.request, _("%(name)s added") % {"name": form.cleaned_data["given_names"]})
        return self.leave(to=self.step if self.action == "another" else None)

    def removed(self) -> HttpResponse:
        """Take a member out of the form."""
        family_member_remove(
            actor=self.request.actor,
            case_id=self.case.id,
            version=version_of(self.request),
            member_id=self._member_id(),
        )
        messages.success(self.request, _("The family member was removed"))
        return self.leave(to=self.step)

    def changed(self) -> HttpResponseBase:
        """Correct what the form says of a member."""
        member_id = self._member_id()
        member = next((found for found in self.members() if found.id == member_id), None)
        if member is None:
            raise NotVisible(f"familymember:{member_id}")
        form = self.form(self.request.POST)
        if not form.is_valid():
            return self.page(self.shown(form, changing=member), status=422)
        family_member_change(
            actor=self.request.actor,
            case_id=self.case.id,
            version=version_of(self.request),
            member_id=member_id,
            relation=form.cleaned_data["relation"],
            values=form.values,
        )
        messages.success(self.request, _("%(name)s changed") % {"name": form.cleaned_data["given_names"]})
        return self.leave(to=self.step)

    def own_case(self) -> HttpResponse:
        """A draft for a member of the family; the officer goes on with that one."""
        member_id = self._member_id() if self.request.POST.get("member") else None
        member = next((m for m in self.members() if m.id == member_id), None)
        if member_id is not None and (member is None or member.own_case_id):
            raise NotVisible(f"familymember:{member_id}")
        case = family_case_start(actor=self.request.actor, case_id=self.case.id, member_id=member_id)
        messages.success(self.request, _("A draft in the same family was opened. Both are filed together."))
        return redirect(step_url(case, "person"))

    def _member_id(self) -> UUID:
        key = self.request.POST.get("member", "")
        found = uuid_or_none(key)
        if found is None:
            raise NotVisible(f"familymember:{key[:40]}")
        return found

    def form(self, data: Any, member: FamilyMember | None = None) -> FamilyMemberForm:
        """The form, empty or as it stands for a member; the nationality is most often that of the receiving country."""
        stored = {name: getattr(member, name) for name in FamilyMemberForm.base_fields} if member is not None else {}
        return FamilyMemberForm(
            data,
            initial=stored or {"nationality": self.case.receiving_country_id},
            nationalities=place_options().nationalities,
        )

    def shown(
        self, form: FamilyMemberForm, removing: FamilyMember | None = None, changing: FamilyMember | None = None
    ) -> dict[str, Any]:
        """What the page shows beside the form."""
        members = self.members()
        relatives = relatives_of(self.request.actor, self.case)
        places = place_names({member.nationality for member in members})
        return {
            "form": form,
            "members": [(member, member_rows(member, places)) for member in members],
            "removing": removing,
            "changing": changing,
            "form_rule": form_rule_of(self.case),
            "relatives": relatives,
            "relative_urls": relative_urls(relatives),
            "may_start": self.case.status == Status.DRAFT,
        }

    def members(self) -> list[FamilyMember]:
        """The members named so far, read once for the page."""
        if not hasattr(self, "_members"):
            self._members = list(FamilyMember.objects.filter(case=self.case).order_by("relation", "id"))
        return self._members


def _is_blank(form: FamilyMemberForm) -> bool:
    """Whether nothing was typed; the nationality filled in beforehand does not count."""
    ignored = {"csrfmiddlewaretoken", "version", "action", "nationality"}
    return not any(value.strip() for name, value in form.data.items() if name not in ignored)
