"""The ways out of a case as guards and pages ask for them: claims of error, suspensions, what is new in an application
that is filed again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from accounts.actor import Actor
from cases.choices import ClockKind, Outcome, Status, Track
from cases.choices_exits import LIVE_CLAIM, ErrorClaimState
from cases.clocks import due_of
from cases.models import Case, CaseClock, CaseSuspension, ErrorClaim, Evidence, Person, Refiling
from cases.policies import is_granted
from core import clock

# Where each of them can be. A claim of error outlives the closing of the file.
AFTER_HANDOVER: Final = (Status.COMPLETED, Status.TAKEN_BACK, Status.CLOSED)
BEING_WRITTEN: Final = (Status.DRAFT, Status.IN_REVIEW, Status.RETURNED_INCOMPLETE)
CAN_STAND_STILL: Final = (
    Status.SUBMITTED,
    Status.RETURNED_INCOMPLETE,
    Status.RECEIVED,
    Status.IN_VERIFICATION,
    Status.DECISION_PROPOSED,
    Status.ACCEPTED,
)
_NO_YES: Final = (Outcome.REFUSED, Outcome.INCONCLUSIVE)
_TAKEN_BACK: Final = ErrorClaim.objects.filter(state=ErrorClaimState.TAKEN_BACK)
# What of the person makes an application another one.
_FACTS: Final = (
    *("family_name", "given_names", "family_name_native", "given_names_native", "maiden_name", "other_names"),
    *("birth_date", "birth_place", "birth_country", "nationality", "former_nationalities", "distinguishing_marks"),
    *("father_name", "mother_name", "last_address"),
)


@dataclass(frozen=True, slots=True)
class ExitRows:
    """claims: of error, oldest first; suspension: the one that lasts; refiling: with `stands` as guards name it."""

    claims: Sequence[ErrorClaim] = ()
    suspension: CaseSuspension | None = None
    stands: str = ""


def exit_rows_of(case: Case) -> ExitRows:
    """Only what the case's status can have is asked for; a suspension is shown to its own side alone."""
    return ExitRows(
        claims=claims_of(case),
        suspension=suspension_of(case),
        stands=_stands(case) if case.status in BEING_WRITTEN else "",
    )


def _stands(case: Case) -> str:
    refiling = Refiling.objects.filter(case=case).first()
    if refiling is not None or case.status == Status.RETURNED_INCOMPLETE:
        return refiling_stands(case, refiling)
    return plain_stands(case)


def claims_of(case: Case) -> list[ErrorClaim]:
    """Claims of error, oldest first; nobody who was not handed over was readmitted."""
    if case.status not in AFTER_HANDOVER or case.completed_at is None:
        return []
    return list(ErrorClaim.objects.filter(case=case).select_related("crossing_point"))


def suspension_of(case: Case) -> CaseSuspension | None:
    """The suspension that lasts, as far as the reader sees it."""
    if case.status not in CAN_STAND_STILL:
        return None
    return CaseSuspension.objects.filter(case=case, ended_at=None).first()


def exit_facts(case: Case, rows: ExitRows | None, clocks: Iterable[CaseClock] | None) -> dict[str, Any]:
    """What a `Situation` says of the ways out. rows and clocks: what the caller holds, asked for if none."""
    if rows is None:
        rows = exit_rows_of(case)
    live = next((claim.state for claim in rows.claims if claim.state in LIVE_CLAIM), "")
    return {
        "error_claim": live,
        "error_window": "" if live or is_taken_back(rows.claims) else error_window(case, clocks),
        "is_suspended": rows.suspension is not None,
        "refiling": rows.stands,
    }


def is_taken_back(claims: Iterable[ErrorClaim]) -> bool:
    """Whether the person is back with the requesting side: nobody is readmitted any more."""
    return any(claim.state == ErrorClaimState.TAKEN_BACK for claim in claims)


def error_window(case: Case, clocks: Iterable[CaseClock] | None) -> str:
    """Whether a claim of error still comes in time: open | doubted | passed, "" where nobody was handed over.

    Doubted: no limit is known, or one has passed that nobody has read in the text.
    """
    if case.status not in AFTER_HANDOVER or case.completed_at is None:
        return ""
    if clocks is None:
        clocks = CaseClock.objects.filter(case=case, kind=ClockKind.ERROR).with_working()
    windows = [row for row in clocks if row.kind == ClockKind.ERROR]
    if not windows:
        return "doubted"
    last = max(windows, key=lambda row: row.due_at)
    if clock.now() < last.due_at:
        return "open"
    return "passed" if due_of(last).is_verified else "doubted"


def refiling_stands(case: Case, refiling: Refiling | None) -> str:
    """Whether an application that is filed again has something new: "" where it is none, or where nothing need be."""
    if refiling is None:
        return ""
    if not refiling.needs_new:
        return "new"
    is_said = bool(refiling.what_is_new.strip())
    return "new" if is_said and novelty_of(case, refiling) else "nothing_new"


def plain_stands(case: Case) -> str:
    """Whether a draft that is not filed again as such asks anew for somebody of exactly the same particulars, after an
    application to the same country that was answered with no yes or led to a readmission in error. Where one of them
    differs it may be another person. As far as the reader sees the earlier ones; one statement.
    """
    if case.track == Track.TRANSIT:
        return ""
    ended = Q(case__outcome__in=_NO_YES) | Exists(_TAKEN_BACK.filter(case=OuterRef("case")))
    alike = Person.objects.filter(case=case, **{name: OuterRef(name) for name in _FACTS})
    alike = alike.exclude(family_name="").exclude(birth_date="")
    earlier = Person.objects.filter(
        ended,
        Exists(alike),
        case__requesting_country=case.requesting_country_id,
        case__receiving_country=case.receiving_country_id,
    ).exclude(case__track=Track.TRANSIT)
    return "not_linked" if earlier.exclude(case=case).exists() else ""


def novelty_of(case: Case, refiling: Refiling) -> list[str]:
    """What the earlier application did not have: "evidence", "photograph", "particulars"."""
    found = []
    if Evidence.objects.filter(case=case).exclude(id__in=refiling.copied).exists():
        found.append("evidence")
    now, before = (Person.objects.filter(case_id=key).first() for key in (case.id, refiling.earlier_id))
    if now is not None and now.photograph_id is not None and now.photograph_id not in refiling.copied:
        found.append("photograph")
    if now is not None and (before is None or any(getattr(now, name) != getattr(before, name) for name in _FACTS)):
        found.append("particulars")
    return found


# --- filing again -----------------------------------------------------------------------------------------------------

REFILABLE: Final = (
    Status.REFUSED,
    Status.INCONCLUSIVE,
    Status.WITHDRAWN,
    Status.TIME_BARRED,
    Status.TAKEN_BACK,
    Status.CLOSED,
)


def may_refile(actor: Actor, case: Case) -> bool:
    """Whether the actor's office and role file again what was filed once and has come to an end."""
    is_over = case.status in REFILABLE and case.reference is not None and case.track != Track.TRANSIT
    return is_over and actor.country == case.requesting_country_id and is_granted(actor, "draft_case", case)


def needs_new(case: Case) -> bool:
    """Whether an application filed again must have something new: the earlier answer was no yes, or the readmission was
    in error."""
    return case.outcome in _NO_YES or _TAKEN_BACK.filter(case=case).exists()
