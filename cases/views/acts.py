"""One page for every act of the workflow table: what will happen, what has to be said, then the act."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from audit.services import access_record
from cases.clocks import rules_of
from cases.forms.acts import ActForm
from cases.models import Case, Transfer
from cases.policies import refusal
from cases.selectors.act_page import (
    consequences_of,
    done_already,
    facts_for,
    facts_title,
    family_note,
)
from cases.selectors.checklists import checklist_for_act
from cases.selectors.families import FILED_TOGETHER, filing_hindrances
from cases.selectors.limit_previews import notice_period, reply_due_words
from cases.selectors.situation import live_transfer, situation_for, status_moved
from cases.selectors.versions import shown_as_submitted
from cases.views.act_doings import DOINGS
from cases.views.base import ActorRequest, ActorView, about, add_errors, case_get, refused, version_of
from cases.views.doing import Setting
from cases.views.presence import present
from cases.wording import event_words
from cases.workflow.table import BY_NAME
from cases.workflow.types import Subject, Transition
from core.errors import ActRefused, Invalid, NotVisible, StaleVersion

# Acts of the border post, which holds no right to see the case itself: it comes by the delegation of this case.
_AT_THE_BORDER = ("record_handover", "refuse_arrival", "refuse_entry")


class ActView(ActorView):
    """GET tells what the act does and asks what it needs; POST does it."""

    def get(self, request: ActorRequest, case_id: UUID, name: str) -> HttpResponse:
        row, case, home = self._find(request.actor, case_id, name)
        transfer = live_transfer(case)
        _refuse_unless_possible(request.actor, row, case, transfer, home)
        access_record(actor=request.actor, action="act.opened", subject=case.subject, about=about(case))
        setting = Setting(request.actor, case, transfer, rules_of(case))
        form = DOINGS[name].form(setting, None)
        return self._page(request, row, setting, form, home, case.version)

    def post(self, request: ActorRequest, case_id: UUID, name: str) -> HttpResponse:
        row, case, home = self._find(request.actor, case_id, name)
        doing = DOINGS[name]
        transfer = live_transfer(case)
        version = version_of(request)
        # A stale form is the service's to refuse: that page keeps what was typed and says what has happened.
        _refuse_unless_possible(request.actor, row, case, transfer, home, is_stale=version != case.version)
        setting = Setting(request.actor, case, transfer, rules_of(case))
        form = doing.form(setting, request.POST, request.FILES)
        takes_family = case.group_id is not None and name in FILED_TOGETHER.values()
        if form.is_valid():
            try:
                with transaction.atomic():
                    doing.do(request.actor, case.id, version, form)
            except Invalid as invalid:
                names = form.service_names
                add_errors(form, Invalid({names.get(key, key): text for key, text in invalid.errors.items()}))
            except ActRefused as error:
                # Not swallowed: the middleware makes the page; here it only learns the way back and what was done.
                error.next_url = home
                if isinstance(error, StaleVersion):
                    error.message = done_already(request.actor, case.id, row) or error.message
                elif takes_family:
                    error.lines = filing_hindrances(request.actor, case, row)
                raise
            else:
                messages.success(request, f"{event_words(row.event, doing.told(form), is_own_side=True)}.")
                # What became of each of the family stands there.
                return redirect(reverse("cases:family", args=[case.id]) if takes_family else home)
        return self._page(request, row, setting, form, home, version, status=422)

    def _find(self, actor: Actor, case_id: UUID, name: str) -> tuple[Transition, Case, str]:
        """The act, the case and the page to go back to."""
        if name not in DOINGS:
            raise NotVisible(f"act:{name}"[:100])
        if not actor.holds("view_case") and BY_NAME[name].of is Subject.TRANSIT:
            return BY_NAME[name], _delegated(actor, case_id), reverse("cases:transits")
        if not actor.holds("view_case") and name in _AT_THE_BORDER:
            return BY_NAME[name], _delegated(actor, case_id), reverse("cases:arrival-detail", args=[case_id])
        return BY_NAME[name], case_get(actor, case_id), reverse("cases:case-detail", args=[case_id])

    def _page(
        self,
        request: ActorRequest,
        row: Transition,
        setting: Setting,
        form: ActForm,
        home: str,
        version: int,
        status: int = 200,
    ) -> HttpResponse:
        case, transfer = setting.case, setting.transfer
        doing = DOINGS[row.name]
        is_of_plan = row.name in ("fail_transfer", "assign_monitor")
        is_unannounced = is_of_plan and transfer is not None and transfer.own_side
        told = row.unannounced() if is_unannounced else row
        context = {
            "row": row,
            "case": case,
            "form": form,
            "version": version,
            "back_url": home,
            "back_text": _("Back to the case") if request.actor.holds("view_case") else _("Back to the arrival"),
            "checklist": checklist_for_act(request.actor.country, row.name),
            "consequences": consequences_of(request.actor, case, told, setting.rules),
            "facts_title": facts_title(row),
            "facts": facts_for(case, row, transfer),
            "family_note": family_note(case, row),
            "notice_period": _notice(row, setting),
            "due_words": reply_due_words(case) if row.permission.startswith(("propose", "assign", "counter")) else "",
            "hint": doing.hint(setting),
            "is_warning": doing.is_warning,
            "had_files": bool(self.request.FILES),
            "send_back_url": reverse("cases:act", args=[case.id, "send_back_proposal"]),
            "send_back_transit_url": reverse("cases:act", args=[case.id, "send_back_transit_answer"]),
            **present(request.actor, case, row.name),
        }
        return render(request, doing.template, context, status=status)


def _refuse_unless_possible(
    actor: Actor, row: Transition, case: Case, transfer: Transfer | None, home: str, *, is_stale: bool = False
) -> None:
    """Raise the refusal that the service would give, before anything is asked or done.

    is_stale: only what another form would not change counts; where the case stands is the service's to say.
    """
    situation = situation_for(row, case, transfer)
    found = refusal(actor, row, case, status_moved(row, case, transfer, situation), situation)
    if found is not None and (not is_stale or found.is_told_first):
        raise refused(case, found.code, str(found.message), next_url=home)


def _notice(row: Transition, setting: Setting) -> object:
    transfer: Transfer | None = setting.transfer
    if row.name not in ("notify_transfer", "change_transfer") or transfer is None:
        return None
    return notice_period(setting.case, transfer, setting.rules)


def _delegated(actor: Actor, case_id: UUID) -> Case:
    case = (
        Case.objects.filter(id=case_id, delegates__contains=[actor.group_id], shared=True)
        .select_related("requesting_country", "receiving_country", "agreement", "person")
        .first()
    )
    if case is None:
        raise NotVisible(f"case:{case_id}")
    return shown_as_submitted(actor, case)
