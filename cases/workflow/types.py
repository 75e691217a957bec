"""What a row of the workflow table says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise

from accounts.actor import Actor
from cases.choices import ClockKind, Side, Status, Track
from cases.models import Case
from cases.workflow.safeguard_facts import NO_SAFEGUARDS, SafeguardFacts

# Which persons' cases an act is for. A transit has acts of its own where a readmission decides on staying.
EVERY_TRACK: Final = frozenset(Track)
TRANSIT: Final = frozenset({Track.TRANSIT})
READMISSION: Final = EVERY_TRACK - TRANSIT


class Subject(StrEnum):
    """What a transition moves: the case itself or one of its parts, each with statuses of its own."""

    CASE = "case"
    TRANSFER = "transfer"
    TRAVEL_DOCUMENT = "travel_document"
    VERIFICATION = "verification"
    INFORMATION = "information"
    # A longer time limit for the reply; the time in which the limit for the transfer stands still.
    EXTENSION = "extension"
    SUSPENSION = "suspension"
    # The receiving side's objection to an acceptance by silence, or to a reply on paper.
    DISPUTE = "dispute"
    # A claim of readmission in error; the requesting side's own standstill of the whole case.
    ERROR_CLAIM = "error_claim"
    CASE_SUSPENSION = "case_suspension"
    # How a transit that was consented to is carried out.
    TRANSIT = "transit"
    INTERVIEW = "interview"
    # Of the legal status, by the requesting side for itself.
    STATUS_CHECK = "status_check"
    # In which procedure the application is examined: accelerated or normal.
    PROCEDURE = "procedure"
    # Who receives an unaccompanied child; consent to passing on health; what one side only records for itself.
    RECEPTION = "reception"
    CONSENT = "consent"
    RECORD = "record"
    # Of a transfer, by an independent body.
    MONITORING = "monitoring"
    # Of one side, from the other.
    COST_CLAIM = "cost_claim"


class Reason(StrEnum):
    """Whether the actor gives grounds in words."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Readers(StrEnum):
    """Who may read an event, in words of the case. OTHER: the side across from whoever acts."""

    BOTH = "both"
    REQUESTING = "requesting"
    RECEIVING = "receiving"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an act is not possible now: a code for machines and tests, a sentence for people."""

    code: str
    message: str | Promise

    @property
    def is_of_person(self) -> bool:
        """Whether it is never this actor's act, wherever the case stands."""
        return self.code in {"wrong_side", "not_granted"}

    @property
    def is_told_first(self) -> bool:
        """Whether it is said even to somebody whose form is old: another form would be refused as well."""
        return self.is_of_person or self.code == "silence_due"


@dataclass(frozen=True, slots=True)
class Situation:
    """The facts about a case that guards judge by; loaded once, pure afterwards.

    missing: what the application lacks, as codes; is_basis_recorded: final return decision and legal-status check
    are recorded; tasks / tasks_open: verification tasks asked and not yet answered; proposal: outcome proposed, and
    by whom; has_travel_document: there is one, and it is still valid; had_travel_document: there was one at some time
    since the transfer in hand was confirmed or departed; document: where the case
    stands with its travel document ("requested" while one is waited for), document_held: as recorded, which the end of
    the validity may have overtaken; document_of: the side whose document it is; document_ends_early: it is not valid on
    the day of the arrival; fallback_document: what may be used instead of one that did not come in time;
    interview: status of the one in hand, with the side that asked for it; interview_check: how the fresh check of the
    legal status stands for the day of the interview (`cases.selectors.status_checks`); transfer_status: of the live
    transfer, if any; information_of: the side that asked the request for information in hand. Of time limits:
    whether the agreement has an extension of the reply and a suspension of the transfer; whether the limit of the
    reply runs and has not passed; extension: state of the last one that was asked for; transfer_limit: running |
    paused | passed, "" where none runs. dispute: "raised" while an objection to an acceptance by silence or to a reply
    on paper waits for its answer; dispute_leads_to: what the case becomes when it is upheld, as `delivery:status`,
    `paper:status` or `reply:outcome`.
    procedure_hindrances: what stands in the way of the accelerated procedure that is asked for; reply_limit_passed: a
    limit of the reply is waited for that is over.
    silence_due: the limit of the reply has passed, silence decides and RCMS has not marked it yet: the basis on which
    the case is about to stand, else "".
    error_claim: state of the claim of readmission in error that is not settled, or ""; error_window: open | doubted |
    passed, whether one still comes in time, "" where nobody is readmitted; is_suspended: the own side suspended the
    case; refiling: "nothing_new" while an application filed again lacks what it needs, "new" when it does not,
    "not_linked" of one that says nothing of an earlier one for the same person, "" where there is none.
    transit_status: how far a transit that was consented to has come (a `TransitStatus`), else ""; transit_end: why it
    did not take place (a `TransitEnd`), else "".
    exception_stands: an exception from the obligation to readmit applies, and nobody recorded why it does not;
    submission: "barred" when the time limit for an application not submitted yet has passed, "doubtful" when nobody has
    read that limit, else "".
    monitoring: "assigned" while a body monitors the transfer, "reported" when it has reported on the latest one, else
    ""; has_observations: the assigned body has recorded something.
    cost_claim: state of the claim of costs that is not settled, or ""; cost_claim_by: the side that claims;
    never_sent: the case is over, and the other side never saw it.
    is_restricted: the own side has restricted the use of the data (`cases.workflow.restriction`).
    """

    missing: tuple[str, ...] = ()
    is_basis_recorded: bool = False
    tasks: int = 0
    tasks_open: int = 0
    proposal_outcome: str = ""
    proposal_by: UUID | None = None
    has_travel_document: bool = False
    had_travel_document: bool = False
    fallback_document: str = ""
    document: str = ""
    document_held: str = ""
    document_of: str = ""
    document_ends_early: bool = False
    interview: str = ""
    interview_asked_by: str = ""
    interview_check: str = ""
    transfer_status: str = ""
    # For the requesting side alone: what is wrong with the newest check of the legal status: "" nothing, "negative",
    # and before the departure of a confirmed transfer "none" or "old".
    status_check: str = ""
    information_of: str = ""
    extension_is_foreseen: bool = False
    suspension_is_foreseen: bool = False
    reply_limit_runs: bool = False
    reply_limit_passed: bool = False
    procedure_hindrances: tuple[str, ...] = ()
    extension: str = ""
    transfer_limit: str = ""
    dispute: str = ""
    dispute_leads_to: str = ""
    silence_due: str = ""
    safeguards: SafeguardFacts = NO_SAFEGUARDS
    error_claim: str = ""
    error_window: str = ""
    is_suspended: bool = False
    refiling: str = ""
    transit_status: str = ""
    transit_end: str = ""
    exception_stands: bool = False
    submission: str = ""
    monitoring: str = ""
    has_observations: bool = False
    cost_claim: str = ""
    cost_claim_by: str = ""
    never_sent: bool = False
    is_restricted: bool = False


Guard = Callable[[Actor, Case, Situation], Refusal | None]


@dataclass(frozen=True, slots=True)
class Clocks:
    """Which clocks an act stops (because it meets them), abandons, and starts."""

    meets: tuple[ClockKind, ...] = ()
    abandons: tuple[ClockKind, ...] = ()
    starts: tuple[ClockKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Transition:
    """One named act.

    of: what it moves; sources and target: statuses of that; cases: statuses of the case in which an act on a part is
    possible; side: whose act it is (None: either); permission: the act's code in `accounts.permissions`; letter: the
    paper it asks for; event: dotted code, readers: who may read the event; notifies: the side that is told;
    by_system: done by RCMS when a time limit has passed, and refused to every person;
    moves_version: False for an act on a part that leaves the case itself as it is: neither the case's version nor its
    date changes, so that a colleague's open form does not go stale over it; tracks: of which cases it is an act at all.
    """

    name: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    side: Side | None
    permission: str
    event: str
    of: Subject = Subject.CASE
    cases: frozenset[Status] = frozenset()
    readers: Readers = Readers.BOTH
    notifies: Readers | None = None
    guards: tuple[Guard, ...] = ()
    reason: Reason = Reason.NONE
    clocks: Clocks = Clocks()
    letter: str = ""
    is_weighty: bool = False
    moves_version: bool = True
    by_system: bool = False
    tracks: frozenset[Track] = EVERY_TRACK
    rank: int = 50

    @property
    def is_of_case(self) -> bool:
        """Whether the act changes the case's own status."""
        return self.of is Subject.CASE

    def unannounced(self) -> "Transition":
        """The same act on something that the other side never saw: nobody over there reads of it."""
        return replace(self, readers=Readers.REQUESTING, notifies=None)
