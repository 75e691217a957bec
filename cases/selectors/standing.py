"""Where a case stands and what the reader can do about it: the "your turn" band. No query here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import (
    BY_SILENCE,
    OPEN_STATUSES,
    Basis,
    ClockKind,
    ClockState,
    ExtensionState,
    Outcome,
    Side,
    Status,
    Track,
    TransferStatus,
)
from cases.choices_exits import ErrorClaimState
from cases.clocks import WINDOWS, due_of
from cases.completeness import REQUIREMENTS
from cases.models import Case, CaseClock, Transfer, Transit, TravelDocument
from cases.policies import reaches_own_side, side_of
from cases.selectors.clock_facts import stood_words
from cases.selectors.exits import may_refile
from cases.selectors.transit_words import is_to_be_taken_back, over_words, sentence_of
from cases.wording import answers_words, moment_words, status_for
from cases.wording_interviews import mission_does
from cases.wording_turns import ANSWER_DOES, turn_of
from cases.workflow.engine import Offer
from cases.workflow.safeguard_facts import recorded_acts
from cases.workflow.types import Situation
from core import clock
from core.jinja import date_short, due_short
from core.scope import current_exceptions
from countries.selectors.places import country_name

_EDITABLE: Final = (Status.DRAFT, Status.RETURNED_INCOMPLETE)
# Acts that end something or set it back: never the strong button, never in the band.
RARE_RANK: Final = 80
# Blocked because it is done already, or by what the band says of the whole case: not worth a line.
_UNTOLD: Final = {"travel_document_valid", "transfer_planned", "silence_due"}
# By which a side answers what it owes before all else.
_ANSWERING: Final = {
    *("reject_dispute", "refuse_extension", "dispute_error_claim", "arrange_take_back", "record_take_back"),
}
# Where two acts are possible, the one that brings the case on.
_PREFERRED: Final = {Status.RECEIVED: "start_verification", Status.IN_VERIFICATION: "propose_decision"}


class Reader(StrEnum):
    """For whom a page is written. A delegate (consulate, monitor) sees what both sides share, nothing of one side."""

    REQUESTING = "requesting"
    RECEIVING = "receiving"
    DELEGATE = "delegate"


def reader_of(actor: Actor, case: Case) -> Reader:
    """The audience that the actor belongs to for this case. The actor must be allowed to see it."""
    if side_of(actor, case) is Side.REQUESTING:
        office, reader = (case.requesting_country_id, case.requesting_authority_id), Reader.REQUESTING
    else:
        office, reader = (case.receiving_country_id, case.receiving_authority_id), Reader.RECEIVING
    if case.id in current_exceptions().admitted:
        return reader
    return reader if actor.reaches("view_case", country=office[0], authority_id=office[1]) else Reader.DELEGATE


@dataclass(frozen=True, slots=True)
class ActLink:
    """An act to offer: its words, its page, and why it is not possible now (empty when it is)."""

    name: str
    label: str
    url: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """The "your turn" band. kind: mine | late | theirs | done; due: the nearest running clock, shown with days left;
    blocked: acts with their reasons; missing: (words, address of the page that mends it)."""

    title: str
    text: str
    kind: str
    due: CaseClock | None = None
    primary: ActLink | None = None
    secondary: Sequence[ActLink] = ()
    blocked: Sequence[ActLink] = ()
    missing: Sequence[tuple[str, str]] = ()

    @property
    def due_title(self) -> str:
        """What the nearest clock is the end of: a window ends, all else is due."""
        if self.due is None:
            return ""
        words = _("%(limit)s ends") if self.due.kind in WINDOWS else _("%(limit)s due")
        return words % {"limit": self.due.get_kind_display()}

    @property
    def is_strictly_over(self) -> bool:
        """Whether the nearest clock runs while the stricter count has passed."""
        return self.due is not None and due_of(self.due).earliest_at <= clock.now() < self.due.due_at


@dataclass(slots=True)
class Facts:
    """What band and stages are told from, as far as the reader sees it.

    answers: (asked, answered, instant of the last answer); running: live clocks, nearest first;
    request_url: the page of a request for information that waits for the reader's side, "" where none does.
    """

    actor: Actor
    case: Case
    situation: Situation
    transfer: Transfer | None
    last_transfer: Transfer | None
    document: TravelDocument | None
    running: Sequence[CaseClock]
    asked: int = 0
    answered: int = 0
    answered_at: datetime | None = None
    returned_for: str = ""
    request_url: str = ""
    offers: Sequence[Offer] = field(default_factory=tuple)
    transit: Transit | None = None

    @property
    def side(self) -> Side | None:
        """The side of the reader."""
        return side_of(self.actor, self.case)

    @property
    def going(self) -> list[CaseClock]:
        """The clocks that do not stand still, nearest first."""
        return [row for row in self.running if row.state != ClockState.PAUSED]

    @property
    def postponed(self) -> CaseClock | None:
        """The time limit for the transfer while it stands still."""
        return next(
            (row for row in self.running if row.kind == ClockKind.TRANSFER and row.state == ClockState.PAUSED), None
        )

    @property
    def public_status(self) -> str:
        """The status as the reader may know it."""
        return status_for(self.case, self.side)[0]


def act_links(facts: Facts) -> list[ActLink]:
    """Every act to offer, in order, possible and blocked."""
    return [
        ActLink(
            offer.row.name,
            str(offer.row.label),
            reverse("cases:act", args=[facts.case.id, offer.row.name]),
            str(offer.reason),
        )
        for offer in facts.offers
        if offer.code not in _UNTOLD
    ]


def rare_links(facts: Facts) -> list[ActLink]:
    """Acts that stand beside, not in the band: withdraw, record a failure, close."""
    rare = {offer.row.name for offer in facts.offers if offer.row.rank >= RARE_RANK}
    rare |= recorded_acts(facts.situation.safeguards)
    if is_over(facts.case):
        rare.discard("close")
    return [link for link in act_links(facts) if link.name in rare]


def is_over(case: Case) -> bool:
    """Whether nothing is left to do but to close it."""
    return case.status not in OPEN_STATUSES


# --- the band ---------------------------------------------------------------------------------------------------------


def band_of(facts: Facts) -> Band:
    """Whose turn it is, the one strong act, the others, and what is in the way."""
    case = facts.case
    owed = _owed(facts.situation)
    is_held = is_to_be_taken_back(facts.situation.transit_status)
    if is_over(case) and facts.side not in owed and not is_held:
        return _over(facts)
    if facts.situation.silence_due:
        return _silence_due(facts)
    has_document = facts.situation.has_travel_document
    turn = turn_of(
        case,
        facts.side,
        facts.transfer,
        has_travel_document=has_document,
        owed=owed,
        transit=facts.situation.transit_status,
        is_suspended=facts.situation.is_suspended,
    )
    links = [link for link in act_links(facts) if link not in rare_links(facts)]
    possible = [link for link in links if not link.reason]
    blocked = [link for link in links if link.reason]
    preferred = _PREFERRED.get(Status(case.status), "")
    possible.sort(key=lambda link: link.name != preferred)
    due = next(iter(facts.going), None)
    if facts.side in owed:
        return _answer_owed(facts, turn.what, due, possible, blocked)
    if facts.postponed and turn.side == Side.REQUESTING:
        return Band(_("The transfer is postponed"), _sentence(facts), "theirs", due, None, possible, blocked)
    if facts.situation.is_suspended and turn.whose == "nobody":
        text = _("Nothing is planned or announced until it is resumed.")
        return Band(_("Suspended by your side"), text, "theirs", due, None, possible, blocked)
    if not turn.is_ours:
        title = _("Waiting for %(country)s: %(what)s") % {"country": turn.who, "what": turn.what}
        if facts.request_url or any(link.name == "confirm_reception" for link in possible):
            return _answer_wanted(facts, title, due, possible, blocked)
        return Band(title, _sentence(facts), "theirs", due, None, possible, blocked)
    if facts.public_status == Status.IN_VERIFICATION and facts.answered < facts.asked:
        return Band(_("Waiting for the agencies' answers"), _sentence(facts), "theirs", due, None, possible, blocked)
    primary, secondary = (possible[0], possible[1:]) if possible else (None, [])
    if primary is not None and facts.public_status == Status.IN_VERIFICATION and primary.name != preferred:
        # Asking more agencies is possible, but what is waited for is the decision.
        primary, secondary = None, possible
    editing = _editing_link(facts)
    missing: list[tuple[str, str]] = []
    if editing is not None:
        missing = [
            (str(REQUIREMENTS[code][0]), reverse("cases:filing", args=[case.id, REQUIREMENTS[code][1]]))
            for code in facts.situation.missing
        ]
        # What cannot be sent yet is continued; what can be sent may still be changed.
        primary, secondary = (editing, possible) if missing or primary is None else (primary, [*secondary, editing])
        blocked = [link for link in blocked if not missing]
    kind = "late" if due is not None and clock.now() >= due.due_at else "mine"
    # A consulate has the case for the interview; the rest of the turn is the receiving office's.
    is_for_it = case.status != Status.ACCEPTED and reader_of(facts.actor, case) is Reader.DELEGATE
    what = turn.what if not is_for_it else mission_does(facts.situation.interview) or turn.what
    title = _("Your turn: %(what)s") % {"what": what}
    text = _sentence(facts)
    if primary is None:
        title = _("Your side's turn: %(what)s") % {"what": what}
        if not blocked:
            text = " ".join(filter(None, (text, _("A colleague whose role includes it does this."))))
    return Band(title, text, kind, due, primary, secondary, blocked, missing)


def _silence_due(facts: Facts) -> Band:
    """The limit of the reply has passed in silence: nobody does anything until RCMS has marked it."""
    text = _("The case is being accepted by silence. Open it again in a moment.")
    if facts.situation.silence_due == Basis.SILENCE_TRANSFER:
        text = _("The transfer may go ahead without a reply. Open the case again in a moment.")
    return Band(_("The time limit for the reply has passed"), text, "theirs", next(iter(facts.going), None))


def _answer_wanted(
    facts: Facts, meanwhile: str, due: CaseClock | None, possible: Sequence[ActLink], blocked: Sequence[ActLink]
) -> Band:
    """The other side has to act, but asked this side who receives the child, or for information, first."""
    text = " ".join(filter(None, (f"{meanwhile}.", _sentence(facts))))
    answer = next((link for link in possible if link.name == "confirm_reception"), None)
    what = {"what": ANSWER_DOES["reception" if answer else "information"]}
    if not reaches_own_side(facts.actor, "work_case", facts.case):
        return Band(_("Your side's turn: %(what)s") % what, text, "mine", due, None, possible, blocked)
    title = _("Your turn: %(what)s") % what
    answer = answer or ActLink("answer_information", _("Answer the request for information"), facts.request_url)
    return Band(title, text, "mine", due, answer, [link for link in possible if link is not answer], blocked)


def _owed(known: Situation) -> dict[str, str]:
    """Side -> what it was asked about a decision or the time limit and has not answered, as `turn_of` takes it."""
    if known.dispute:
        return {Side.REQUESTING: "dispute"}
    if known.error_claim:
        return {Side.REQUESTING: "error" if known.error_claim == ErrorClaimState.CLAIMED else "take_back"}
    is_asked = known.extension == ExtensionState.REQUESTED and known.reply_limit_runs
    return {Side.REQUESTING: "extension"} if is_asked else {}


def _answer_owed(
    facts: Facts, what: str, due: CaseClock | None, possible: Sequence[ActLink], blocked: Sequence[ActLink]
) -> Band:
    """The receiving side objects, or asks for more time: that comes before all else."""
    can_answer = any(link.name in _ANSWERING for link in possible)
    title = (_("Your turn: %(what)s") if can_answer else _("Your side's turn: %(what)s")) % {"what": what}
    return Band(title, _sentence(facts), "mine", due, None, possible, blocked)


def _over(facts: Facts) -> Band:
    case = facts.case
    _code, words = status_for(case, facts.side)
    links = [link for link in act_links(facts) if not link.reason]
    close = next((link for link in links if link.name == "close"), None)
    others = [link for link in links if link not in rare_links(facts) and link.name != "close"]
    if may_refile(facts.actor, case):
        others.append(ActLink("refile", _("File again"), reverse("cases:case-refile", args=[case.id])))
    text = {
        Status.COMPLETED: _("The person was handed over. Nothing is left to do but to close the file."),
        Status.REFUSED: _("The application was refused in writing, with reasons."),
        Status.INCONCLUSIVE: _(
            "The answer was neither yes nor no; it says what would help. Whether it keeps the time limit for the reply"
            " is for the agreement to say; the clock runs until the case is closed."
        ),
        Status.WITHDRAWN: _("The application was withdrawn."),
        Status.TAKEN_BACK: _("The person was taken back."),
        Status.TIME_BARRED: _("The time limit for the application passed before it was submitted."),
        Status.CLOSED: _("The file is closed. Everything stays readable."),
    }.get(Status(case.status), "")
    if case.track == Track.TRANSIT:
        text = over_words(case.status)
    elif case.status == Status.COMPLETED and close is None:
        text = _("The person was handed over.")
    if facts.situation.error_claim:
        text = _("A claim of readmission in error is not settled yet.")
    kind = "done" if case.status in {Status.COMPLETED, Status.CLOSED} else "theirs"
    return Band(str(words), text, kind, None, None, [*([close] if close else []), *others])


def _editing_link(facts: Facts) -> ActLink | None:
    case = facts.case
    may = facts.actor.reaches(
        "draft_case", country=case.requesting_country_id, authority_id=case.requesting_authority_id
    )
    if facts.side is not Side.REQUESTING or case.status not in _EDITABLE or not may:
        return None
    is_ready = not facts.situation.missing
    label = _("Change the application") if is_ready else _("Continue the application")
    return ActLink("edit", label, reverse("cases:filing", args=[case.id, "person"]))


def _sentence(facts: Facts) -> str:
    """What there is to know before acting, in one sentence."""
    case, status = facts.case, facts.public_status
    if status in {Status.DRAFT, Status.IN_REVIEW}:
        return _("Nobody in %(country)s sees this application yet.") % {"country": country_name(case.receiving_country)}
    if status == Status.SUBMITTED:
        return _("The application was delivered on %(date)s.") % {"date": date_short(case.delivered_at)}
    if status == Status.RETURNED_INCOMPLETE:
        return facts.returned_for
    if case.track == Track.TRANSIT:
        return sentence_of(case, status, facts.transit)
    if status == Status.RECEIVED and facts.side is Side.RECEIVING:
        return _("No agency has been asked yet.")
    if status == Status.RECEIVED:
        return _("Receipt was acknowledged on %(date)s.") % {"date": date_short(case.received_at)}
    if status == Status.IN_VERIFICATION and facts.asked:
        return answers_words(facts.asked, facts.answered)
    if status == Status.DECISION_PROPOSED:
        label = str(Outcome(facts.situation.proposal_outcome).label) if facts.situation.proposal_outcome else ""
        return _("The decision proposed: %(outcome)s.") % {"outcome": label.lower()} if label else ""
    if status == Status.ACCEPTED:
        return " ".join(filter(None, (_postponed(facts), _after_acceptance(facts))))
    return ""


def _postponed(facts: Facts) -> str:
    """Since when the time limit for the transfer stands still, in the words that both sides read."""
    if facts.postponed is None:
        return ""
    still = " ".join(stood_words(facts.postponed, due_of(facts.postponed))[-1:])
    return _("Time limit for the transfer: %(still)s") % {"still": f"{still[:1].lower()}{still[1:]}"}


def _after_acceptance(facts: Facts) -> str:
    transfer = facts.transfer
    if transfer is not None and transfer.status == TransferStatus.COUNTER_PROPOSED:
        return _("%(country)s proposed another date.") % {"country": country_name(facts.case.receiving_country)}
    ended = facts.last_transfer.status if transfer is None and facts.last_transfer is not None else ""
    if ended in {TransferStatus.FAILED, TransferStatus.ABORTED, TransferStatus.REFUSED_AT_BORDER}:
        return _("The last transfer failed; it can be planned anew.")
    if transfer is not None:
        words = {
            "point": str(transfer.crossing_point),
            "moment": moment_words(transfer.arrives_at, facts.case.receiving_country),
        }
        return _("Arrival at %(point)s: %(moment)s.") % words
    if facts.case.basis in BY_SILENCE and facts.case.decided_at is not None:
        return _by_silence(facts, facts.case.decided_at)
    return _("Readmission was accepted on %(date)s.") % {"date": date_short(facts.case.decided_at)}


def _by_silence(facts: Facts, ended_at: datetime) -> str:
    words = {"end": due_short(ended_at, facts.case.receiving_country.time_zone)}
    sentence = _("Accepted by silence: no reply came by %(end)s.") % words
    if facts.case.basis == Basis.SILENCE_TRANSFER:
        sentence = _("No reply came by %(end)s: the agreement lets the transfer go ahead without one.") % words
    if facts.situation.dispute:
        return f"{sentence} {_('An objection waits for its answer.')}"
    return f"{sentence} {_('The record of silence is among the papers.')}"
