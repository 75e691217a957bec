"""What the page of one act tells before it is done: what follows from it, and the facts to judge by."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.actor import Actor
from audit.models import Event
from cases.choices import ClockKind, DecisionState, DisputeKind, DisputeState, Outcome, Side, Status
from cases.clocks import RULE_OF, clocks_met_by, due_of
from cases.models import Case, CaseClock, Decision, Dispute, Transfer, TravelDocument, VerificationTask
from cases.policies import side_of
from cases.selectors import case_panels as panels
from cases.selectors.disputes import dispute_view
from cases.selectors.limit_previews import delivered_rows
from cases.selectors.postponement import postponed_rows
from cases.selectors.situation import disputes_of
from cases.selectors.standing import answers_words
from cases.wording import event_words, moment_words, other_country
from cases.workflow.silence_acts import STANDS_AGAIN
from cases.workflow.types import Readers, Subject, Transition
from core import clock
from core.jinja import days_left, due_words, local_time
from countries.choices import RuleKind
from countries.clocks import ResolvedRule
from countries.clocks.wording import explain, limit_in_words
from countries.selectors.calendars import due_date_for
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
    "ask_travel_document": gettext_lazy("The time limit of the agreement for a new document begins to run."),
    "use_other_document": gettext_lazy(
        "The transfer can be announced with this document. It is not printed here: the paper itself is shown."
    ),
    "counter_propose_transfer": gettext_lazy("The other side plans the transfer anew."),
    "fail_transfer": gettext_lazy("The case stays accepted, and the transfer can be planned anew."),
    "refuse_arrival": gettext_lazy("The case stays accepted, and the transfer can be planned anew."),
    "record_handover": gettext_lazy("The case is completed; the travel document counts as used."),
    "request_information": gettext_lazy(
        "The case stays where it stands, and the time limits of the agreement run on. The answer comes under Messages."
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
    for kind in (*meets, *row.clocks.abandons):
        if kind in running:
            said.append(_("The time limit ends: %(limit)s.") % {"limit": ClockKind(kind).label})
    if ClockKind.REPLY in row.clocks.meets and ClockKind.REPLY not in meets and ClockKind.REPLY in running:
        said.append(_("The time limit for the reply runs on: this answer does not meet it."))
    said += [_started(kind, rules) for kind in row.clocks.starts if kind not in running]
    if row.letter:
        paper = str(TITLES[_PAPERS.get(row.letter, row.letter)])
        said.append(_("A paper is made: %(paper)s.") % {"paper": paper})
    said.append(str(_MORE.get(row.name, "")))
    return [sentence for sentence in said if sentence]


def _told(row: Transition, case: Case, side: Side | None, other: str) -> str:
    if row.name == "withdraw":
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


def _started(kind: ClockKind, rules: Mapping[str, ResolvedRule]) -> str:
    rule = rules.get(RULE_OF[kind])
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
    if row.name == "propose_decision":
        return _("What the agencies answered")
    if row.permission == "countersign_decision":
        return _("The proposal")
    if row.of is Subject.DISPUTE:
        return _("The objection")
    if row.of is Subject.SUSPENSION:
        return _("Time limit for the transfer")
    return _("The transfer")


def facts_for(case: Case, row: Transition, transfer: Transfer | None) -> list[panels.Row]:
    """The facts that the person who does the act has to see: proposal, answers, plan."""
    if row.name.startswith("countersign_") or row.name == "send_back_proposal":
        return _proposal(case)
    if row.name == "propose_decision":
        return _answers(case)
    if row.of is Subject.SUSPENSION:
        return postponed_rows(case)
    if row.of is Subject.DISPUTE:
        return [line for dispute in disputes_of(case)[-1:] for line in _objection(case, row, dispute)]
    if transfer is not None and row.name in {
        "notify_transfer",
        "confirm_transfer",
        "counter_propose_transfer",
        "record_handover",
        "fail_transfer",
        "refuse_arrival",
    }:
        rows = list(panels.transfer_view(transfer, case.receiving_country).rows)
        number = TravelDocument.objects.filter(case=case).order_by("issued_at").values_list("number", flat=True).last()
        return [*rows, (_("Travel document"), number or _("none"))]
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
        (_("Decision"), str(decision.get_outcome_display())),
        (_("Reason"), "; ".join(panels.decision_reasons(decision))),
        (_("In words"), decision.reasons),
        (_("Proposed by"), f"{decision.proposed_by_name}, {local_time(decision.proposed_at)}"),
    ]
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


@dataclass(frozen=True, slots=True)
class NoticePeriod:
    """Whether notice of a transfer would be given in time. words: the rule; late: what is not kept, or empty."""

    words: str
    late: str


def notice_period(case: Case, transfer: Transfer, rules: Mapping[str, ResolvedRule]) -> NoticePeriod | None:
    """The agreement's rule on notice before the planned transfer, judged now; None where it has none with a number."""
    rule = rules.get(RuleKind.TRANSFER_NOTICE)
    if rule is None or not rule.has_limit or rule.direction != "before":
        return None
    due = due_date_for(
        rule, transfer.arrives_at, requesting=case.requesting_country_id, receiving=case.receiving_country_id
    )
    late = ""
    if clock.now() >= due.at:
        words = {
            "latest": due_words(due.at, due.time_zone),
            "arrival": moment_words(transfer.arrives_at, due.time_zone),
        }
        late = (
            _(
                "The notice period is not kept: for an arrival on %(arrival)s notice was due by %(latest)s. "
                "The other side may refuse the date."
            )
            % words
        )
    return NoticePeriod(" ".join(explain(due)), late)


def reply_due_words(case: Case) -> str:
    """When the reply is due, with days left; empty without a running reply clock."""
    row = CaseClock.objects.filter(case=case, kind=ClockKind.REPLY, state="running").first()
    if row is None:
        return ""
    zone = row.due["time_zone"]
    words = {"when": due_words(row.due_at, zone), "left": days_left(row.due_at, zone)}
    if due_of(row).earliest_at <= clock.now() < row.due_at:
        return _("Reply due %(when)s (%(left)s; already passed by the stricter count).") % words
    return _("Reply due %(when)s (%(left)s).") % words


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
    "transfer.",
    "travel_document.",
    "verification.asked",
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
