"""What the page of one act tells before it is done: what follows from it, and the facts to judge by."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.actor import Actor
from audit.models import Event
from cases import wording_documents, wording_procedure, wording_safeguards
from cases.choices import ClockKind, DecisionState, DisputeKind, DisputeState, Outcome, Side, Status, Track
from cases.clocks import clocks_met_by, rule_of
from cases.models import Case, CaseClock, Decision, Dispute, Transfer, TravelDocument, VerificationTask
from cases.policies import side_of
from cases.selectors import case_panels as panels
from cases.selectors.disputes import dispute_view
from cases.selectors.exit_panels import exit_rows
from cases.selectors.interviews import interview_rows, interviews_of, live_interview
from cases.selectors.limit_previews import delivered_rows
from cases.selectors.postponement import postponed_rows
from cases.selectors.safeguard_panel import LEAVING, basis_rows, reception_rows
from cases.selectors.situation import disputes_of
from cases.selectors.transit import facts_of_transit, proposed_consent_rows
from cases.selectors.travel_documents import document_in_hand
from cases.wording import answers_words, event_words, other_country
from cases.wording_costs import MORE as COSTS_MORE
from cases.wording_exits import MORE as EXITS_MORE
from cases.wording_transit import MORE_OF_TRANSIT
from cases.workflow.silence_acts import STANDS_AGAIN
from cases.workflow.types import TRANSIT, Readers, Subject, Transition
from core.jinja import local_time
from countries.clocks import ResolvedRule
from countries.clocks.wording import limit_in_words
from countries.selectors.places import country_name
from documents.letters.registry import TITLES

Words = str | Promise
_PAPERS = {"application": "readmission_application"}
# What the table cannot say by itself.
_MORE: Mapping[str, Words] = {
    "send_to_review": gettext_lazy("Another person reads the application and releases it, or returns it to you."),
    "release": gettext_lazy("After this the application can be withdrawn, but not taken back unread."),
    "return_to_draft": gettext_lazy("The officer can change the application again."),
    "return_incomplete": gettext_lazy("It begins anew when the completed application is submitted again."),
    "start_verification": gettext_lazy(
        "Each agency gets the question, the person's particulars and the photograph, and nothing else of the case."
    ),
    "propose_decision": gettext_lazy("Another person must countersign before the decision counts."),
    "send_back_proposal": gettext_lazy("The proposal is kept in the history; another one can be made."),
    "plan_transfer": gettext_lazy("The plan can be changed until notice is given."),
    "record_interview": gettext_lazy("A time limit that the agreement counts from the interview begins with that day."),
    "request_interview": gettext_lazy(
        "The consulate that serves the person gets to see the case until it has told the result."
    ),
    "schedule_interview": gettext_lazy("The other side must then confirm that the person will be presented."),
    "confirm_presentation": gettext_lazy("If another date is set, it must be confirmed anew."),
    "postpone_interview": gettext_lazy("The other side sees that the interview is postponed. It does not see why."),
    "record_no_show": gettext_lazy("Another date can be set."),
    "give_interview_result": gettext_lazy("The other side reads the result and the remark, not the minutes."),
    "record_status_check": gettext_lazy(
        "It counts for an interview on one of the three working days that follow, and before a transfer."
    ),
    "ask_travel_document": gettext_lazy("The time limit of the agreement for a new document begins to run."),
    "use_other_document": gettext_lazy(
        "The transfer can be announced with this document. It is not printed here: the paper itself is shown."
    ),
    "counter_propose_transfer": gettext_lazy("The other side plans the transfer anew."),
    "fail_transfer": gettext_lazy("The case stays accepted, and the transfer can be planned anew."),
    "refuse_arrival": gettext_lazy("The case stays accepted, and the transfer can be planned anew."),
    **dict.fromkeys(
        ("abort_transfer", "refuse_entry"),
        gettext_lazy("The person stays with the requesting country. The transfer can be planned anew."),
    ),
    "change_transfer": gettext_lazy("The other side confirms the change anew; until then the border expects nobody."),
    "depart_transfer": gettext_lazy("The border post reads when the person left."),
    "record_handover": gettext_lazy("The case is completed; the travel document counts as used."),
    "request_information": gettext_lazy(
        "The case stays where it stands, and the time limits of the agreement run on, unless its rule says otherwise. "
        "The answer comes under Messages."
    ),
    "request_extension": gettext_lazy("More time can be asked for once."),
    "refuse_extension": gettext_lazy("The time limit stays as it is."),
    "pause_transfer_limit": gettext_lazy(
        "The time limit stands still until you enter that the obstacle is gone. The other side does not see what it "
        "is, nor when you look again."
    ),
    "review_transfer_pause": gettext_lazy("The time limit goes on standing still."),
    "resume_transfer_limit": gettext_lazy("The days on which it stood still are added, as the agreement counts them."),
    **dict.fromkeys(
        ("acknowledge_on_paper", "record_acknowledgement"),
        gettext_lazy("Time limits go by the date of the paper, not by today."),
    ),
    **dict.fromkeys(
        ("record_acceptance", "record_refusal", "record_inconclusive"),
        gettext_lazy(
            "The reply holds as if it had been given here. Time limits go by the date of the paper, not by today."
        ),
    ),
    **dict.fromkeys(
        ("record_acceptance_in_time", "record_refusal_in_time", "record_inconclusive_in_time"),
        gettext_lazy("What followed from silence is undone, and the reply counts from its own date."),
    ),
    **dict.fromkeys(
        ("dispute_delivery", "dispute_reply"),
        gettext_lazy("What followed from silence stands until the other side has answered the objection."),
    ),
    "dispute_paper": gettext_lazy("The reply on paper stands until the other side has answered the objection."),
    **dict.fromkeys(("withdraw_dispute", "reject_dispute"), gettext_lazy("What was objected to stands.")),
    **dict.fromkeys(
        [f"uphold_paper_{status}" for status in STANDS_AGAIN],
        gettext_lazy(
            "The reply on paper is undone: the case goes back to where it stood, and the time limit for the reply runs "
            "on tomorrow for what was left of it when the reply was entered. "
            "A travel document is revoked, a planned transfer ends."
        ),
    ),
    **dict.fromkeys(
        [f"uphold_delivery_{status}" for status in STANDS_AGAIN],
        gettext_lazy(
            "What followed from silence is undone: the case goes back to where it stood, and the time limit for the "
            "reply runs anew from the delivery, or from now if there was none. "
            "A travel document is revoked, a planned transfer ends."
        ),
    ),
    "uphold_reply_accepted": gettext_lazy("The reply counts: the case is accepted by it, from its date."),
    **dict.fromkeys(
        ["uphold_reply_refused", "uphold_reply_inconclusive"],
        gettext_lazy(
            "What followed from silence is undone, and the reply counts. "
            "A travel document is revoked, a planned transfer ends."
        ),
    ),
    **EXITS_MORE,
    **COSTS_MORE,
    **wording_safeguards.CONSEQUENCES,
    **wording_documents.CONSEQUENCES,
    **MORE_OF_TRANSIT,
    "close": gettext_lazy("Nothing can be changed any more. Everything stays readable."),
}


def consequences_of(actor: Actor, case: Case, row: Transition, rules: Mapping[str, ResolvedRule]) -> list[str]:
    """What follows from an act, in sentences: who is told, which limits start and end, which paper is made."""
    side = side_of(actor, case)
    other = country_name(other_country(case, side))
    said = [_told(row, case, side, other)]
    running = set(CaseClock.objects.filter(case=case, state="running").values_list("kind", flat=True))
    meets = list(row.clocks.meets)
    if row.name in ("countersign_inconclusive", "record_inconclusive"):
        meets = clocks_met_by(Outcome.INCONCLUSIVE, case, meets)
    # Some acts meet a limit and end whatever else runs, that one as well.
    for kind in dict.fromkeys((*meets, *row.clocks.abandons)):
        if kind in running:
            said.append(_("The time limit ends: %(limit)s.") % {"limit": ClockKind(kind).label})
    if ClockKind.REPLY in row.clocks.meets and ClockKind.REPLY not in meets and ClockKind.REPLY in running:
        said.append(_("The time limit for the reply runs on: this answer does not meet it."))
    said += [_started(case, kind, rules) for kind in row.clocks.starts if kind not in running]
    if row.letter:
        is_transit = case.track == Track.TRANSIT and row.letter == "application"
        letter = "transit_application" if is_transit else _PAPERS.get(row.letter, row.letter)
        paper = str(TITLES[letter])
        said.append(_("A paper is made: %(paper)s.") % {"paper": paper})
    said.append(str(_MORE.get(row.name, "")))
    said.append(str(wording_procedure.CONSEQUENCES.get(row.name, "")))
    return [sentence for sentence in said if sentence]


def _told(row: Transition, case: Case, side: Side | None, other: str) -> str:
    if row.name in ("withdraw", "record_voluntary_departure"):
        if not case.shared:
            return _("%(country)s has not seen this case and learns nothing of it.") % {"country": other}
        return _("%(country)s will see that the case was withdrawn. It will not see why.") % {"country": other}
    if row.readers is not Readers.BOTH:
        return _("%(country)s does not see this.") % {"country": other}
    is_told = row.notifies in {Readers.REQUESTING, Readers.RECEIVING} and row.notifies.value != side
    if is_told or row.notifies is Readers.OTHER:
        return _("%(country)s is told at once.") % {"country": other}
    if row.notifies is Readers.BOTH:
        return _("Both countries are told at once.")
    return _("%(country)s sees this on the case page.") % {"country": other}


def _started(case: Case, kind: ClockKind, rules: Mapping[str, ResolvedRule]) -> str:
    rule = rule_of(case, kind, rules)
    if rule is None or not rule.has_limit:
        return ""
    words = {
        "name": str(kind.label),
        "limit": limit_in_words(rule.value, rule.unit),
        "source": ", ".join(filter(None, (rule.agreement_title, rule.citation))),
    }
    sentence = _("A time limit may start: %(name)s, %(limit)s (%(source)s).") % words
    return sentence if rule.is_verified else f"{sentence} {_('Unverified.')}"


# --- facts to judge by ------------------------------------------------------------------------------------------------


def facts_title(row: Transition) -> str:
    """What the facts on the act's page are about."""
    if row.tracks == TRANSIT and not row.name.startswith(("countersign", "send_back")):
        return _("The transit")
    if row.name == "propose_decision":
        return _("What the agencies answered")
    if row.permission == "countersign_decision":
        return _("The proposal")
    if row.of is Subject.DISPUTE:
        return _("The objection")
    if row.of is Subject.ERROR_CLAIM:
        return _("The claim")
    if row.of is Subject.CASE_SUSPENSION:
        return _("Suspended")
    if row.of is Subject.RECEPTION:
        return _("Who receives the child")
    if row.name in LEAVING:
        return _("Return decision and legal status")
    if row.of is Subject.SUSPENSION:
        return _("Time limit for the transfer")
    if row.of is Subject.INTERVIEW:
        return _("The interview")
    return _("The transfer")


_ABOUT_PROPOSAL = (
    *("send_back_proposal", "send_back_transit_answer", "revoke_transit", "send_back_transit_revocation"),
)


def facts_for(case: Case, row: Transition, transfer: Transfer | None) -> Sequence[panels.Row]:
    """The facts that the person who does the act has to see: proposal, answers, plan."""
    if row.name.startswith("countersign_") or row.name in _ABOUT_PROPOSAL:
        return _proposal(case)
    if row.tracks == TRANSIT:
        return facts_of_transit(case)
    if row.name == "propose_decision":
        return _answers(case)
    if row.of is Subject.SUSPENSION:
        return postponed_rows(case)
    if row.of is Subject.RECEPTION:
        return reception_rows(case)
    if row.name in LEAVING:
        return basis_rows(case)
    if row.of is Subject.INTERVIEW:
        live = live_interview(interviews_of(case))
        return list(interview_rows(case, live)) if live else []
    if row.of in (Subject.ERROR_CLAIM, Subject.CASE_SUSPENSION):
        return exit_rows(case, row.of)
    if row.of is Subject.DISPUTE:
        return [line for dispute in disputes_of(case)[-1:] for line in _objection(case, row, dispute)]
    if transfer is not None and row.name in {
        "notify_transfer",
        "confirm_transfer",
        "counter_propose_transfer",
        "record_handover",
        "fail_transfer",
        "refuse_arrival",
        "change_transfer",
        "depart_transfer",
        "abort_transfer",
        "refuse_entry",
    }:
        rows = list(panels.transfer_view(transfer, case.receiving_country).rows)
        in_hand = document_in_hand(list(TravelDocument.objects.filter(case=case)))
        return [*rows, (_("Travel document"), in_hand.number if in_hand else _("none"))]
    return []


def _objection(case: Case, row: Transition, dispute: Dispute) -> list[panels.Row]:
    said = list(dispute_view(case, dispute).rows)
    is_upheld = row.target == DisputeState.UPHELD and dispute.kind == DisputeKind.DELIVERY
    return [*said, *delivered_rows(case, dispute)] if is_upheld else said


def _proposal(case: Case) -> list[panels.Row]:
    decision = Decision.objects.filter(case=case, state=DecisionState.PROPOSED).first()
    if decision is None:
        return []
    rows: list[panels.Row] = [
        (_("Decision"), panels.answer_words(decision, case.track)),
        (_("Reason"), "; ".join(panels.decision_reasons(decision))),
        (_("In words"), decision.reasons),
        (_("Proposed by"), f"{decision.proposed_by_name}, {local_time(decision.proposed_at)}"),
    ]
    if case.track == Track.TRANSIT:
        rows += proposed_consent_rows(case)
    return [row for row in rows if row[1]]


def _answers(case: Case) -> list[panels.Row]:
    tasks = list(VerificationTask.objects.filter(case=case).select_related("agency").order_by("asked_at", "id"))
    if not tasks:
        return [(_("Agencies"), _("none was asked"))]
    rows: list[panels.Row] = [(_("Agencies"), answers_words(len(tasks), sum(bool(task.answer) for task in tasks)))]
    for task in tasks:
        answer = str(task.get_answer_display()) if task.answer else _("not answered yet")
        rows.append((task.agency.name, ". ".join(filter(None, (answer, task.remarks)))))
    return rows


def family_note(case: Case, row: Transition) -> str:
    """That an act takes the whole family along, for the acts that do."""
    going = {"send_to_review": Status.DRAFT, "release": Status.IN_REVIEW}.get(row.name)
    if going is None or case.group_id is None:
        return ""
    count = Case.objects.filter(group_id=case.group_id, status=going).exclude(id=case.id).count()
    if not count:
        return ""
    return ngettext(
        "The other case of the family goes with this one.",
        "The %(n)d other cases of the family go with this one.",
        count,
    ) % {"n": count}


# --- a stale form -----------------------------------------------------------------------------------------------------

# Events of other tables than the case's own course do not change its version.
_NO_MOVE = (
    "note.added",
    "case.withdrawal_reason",
    "suspension.reason",
    "suspension.reviewed",
    "verification.agencies",
    "verification.answered",
)
_PREFIXES = (
    "case.",
    "decision.",
    "extension.",
    "suspension.",
    "paper.",
    "procedure.",
    "transfer.",
    "transit.",
    "travel_document.",
    "verification.asked",
    "interview.",
)


def done_already(actor: Actor, case_id: UUID, row: Transition) -> str:
    """For a stale form: who did this very act already and when, if it is the last thing that happened to the case."""
    events = Event.objects.filter(case_key=case_id, result=Event.Result.DONE).exclude(action__in=_NO_MOVE)
    newest = events.order_by("-at", "-id")[:12]
    last = next((event for event in newest if event.action.startswith(_PREFIXES)), None)
    if last is None or last.action != row.event:
        return ""
    words = {
        "act": event_words(last.action, last.parameters, is_own_side=last.country == actor.country),
        "when": local_time(last.at),
        "who": last.actor_name if last.country == actor.country else last.authority_name or last.actor_name,
    }
    if last.actor_id == actor.user_id:
        return _("You did this already: %(act)s, %(when)s. Nothing was done twice.") % words
    return _("%(who)s did this already: %(act)s, %(when)s. Nothing was done twice.") % words
