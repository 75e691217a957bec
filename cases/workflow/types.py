"""What a row of the workflow table says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise

from accounts.actor import Actor
from cases.choices import ClockKind, Side, Status
from cases.models import Case


class Subject(StrEnum):
    """What a transition moves: the case itself or one of its parts, each with statuses of its own."""

    CASE = "case"
    TRANSFER = "transfer"
    VERIFICATION = "verification"
    INFORMATION = "information"
    # A longer time limit for the reply; the time in which the limit for the transfer stands still.
    EXTENSION = "extension"
    SUSPENSION = "suspension"
    # The receiving side's objection to an acceptance by silence, or to a reply on paper.
    DISPUTE = "dispute"


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
    by whom; has_travel_document: one is issued and still valid, has_expired_document: none is and one was;
    fallback_document: what may be used instead of one that did not come in time; interview_awaited: one was asked for,
    and none is recorded; transfer_status: of the live
    transfer, if any; information_of: the side that asked the request for information in hand. Of time limits:
    whether the agreement has an extension of the reply and a suspension of the transfer; whether the limit of the
    reply runs and has not passed; extension: state of the last one that was asked for; transfer_limit: running |
    paused | passed, "" where none runs. dispute: "raised" while an objection to an acceptance by silence or to a reply
    on paper waits for its answer; dispute_leads_to: what the case becomes when it is upheld, as `delivery:status`,
    `paper:status` or `reply:outcome`.
    silence_due: the limit of the reply has passed, silence decides and RCMS has not marked it yet: the basis on which
    the case is about to stand, else "".
    """

    missing: tuple[str, ...] = ()
    is_basis_recorded: bool = False
    tasks: int = 0
    tasks_open: int = 0
    proposal_outcome: str = ""
    proposal_by: UUID | None = None
    has_travel_document: bool = False
    has_expired_document: bool = False
    fallback_document: str = ""
    interview_awaited: bool = False
    transfer_status: str = ""
    information_of: str = ""
    extension_is_foreseen: bool = False
    suspension_is_foreseen: bool = False
    reply_limit_runs: bool = False
    extension: str = ""
    transfer_limit: str = ""
    dispute: str = ""
    dispute_leads_to: str = ""
    silence_due: str = ""


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
    date changes, so that a colleague's open form does not go stale over it.
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
    rank: int = 50

    @property
    def is_of_case(self) -> bool:
        """Whether the act changes the case's own status."""
        return self.of is Subject.CASE

    def unannounced(self) -> "Transition":
        """The same act on something that the other side never saw: nobody over there reads of it."""
        return replace(self, readers=Readers.REQUESTING, notifies=None)
