"""What the case page shows of the ways out of a case: claims of error, the own side's suspension, the earlier case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import Status
from cases.choices_exits import LIVE_CLAIM, DepartureProof, ErrorClaimState, ErrorGround, ReturnedItem
from cases.models import Case, CaseSuspension, ErrorClaim, Refiling
from cases.policies import is_granted
from cases.selectors.exits import (
    BEING_WRITTEN,
    ExitRows,
    claims_of,
    plain_stands,
    refiling_stands,
    suspension_of,
)
from cases.selectors.refused_before import EarlierRefusal, refused_before
from cases.selectors.versions import sees_submitted_only
from cases.wording import moment_words
from cases.workflow.types import Subject
from core.jinja import date_long

Row = tuple[str, str]
_KINDS = {
    ErrorClaimState.CLAIMED: "warn",
    ErrorClaimState.ACCEPTED: "warn",
    ErrorClaimState.ARRANGED: "warn",
    ErrorClaimState.TAKEN_BACK: "ok",
}


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim of readmission in error. returned: (thing, given back, received) once either side recorded any."""

    title: str
    state: str
    kind: str
    rows: Sequence[Row]
    returned: Sequence[tuple[str, str, str]]
    file_url: str


@dataclass(frozen=True, slots=True)
class SuspensionView:
    """The own side's suspension that lasts."""

    words: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class RefilingView:
    """The application that this one follows. url: of the earlier case, where the reader sees it; edit_url: where what
    is new is written, for whoever writes it; is_lacking: nothing new is there yet."""

    reference: str
    url: str
    what_is_new: str
    needs_new: bool
    is_lacking: bool
    edit_url: str


@dataclass(frozen=True, slots=True)
class ExitPanel:
    """rows: what guards judge by; before: applications for the person that were answered with no yes."""

    rows: ExitRows
    claims: Sequence[ClaimView] = ()
    suspension: SuspensionView | None = None
    refiling: RefilingView | None = None
    before: Sequence[EarlierRefusal] = ()


def exit_annotations() -> dict[str, Any]:
    """Which of the rows that most cases have none of are worth a statement."""
    here = {"case": OuterRef("pk")}
    return {
        "has_claims": Exists(ErrorClaim.objects.filter(**here)),
        "has_suspension": Exists(CaseSuspension.objects.filter(**here, ended_at=None)),
        "has_refiling": Exists(Refiling.objects.filter(**here)),
    }


def exit_panel(actor: Actor, case: Case, own: Any) -> ExitPanel:
    """own: the case with what `exit_annotations` joins. One statement for each kind that there is."""
    claims = claims_of(case) if own.has_claims else []
    suspension = suspension_of(case) if own.has_suspension else None
    refiling = Refiling.objects.filter(case=case).first() if own.has_refiling else None
    before = [] if refiling else refused_before(actor, case, getattr(case, "person", None))
    stands = refiling_stands(case, refiling) if case.status in BEING_WRITTEN else ""
    if refiling is None and case.status in (Status.DRAFT, Status.IN_REVIEW):
        stands = plain_stands(case)
    return ExitPanel(
        rows=ExitRows(claims=claims, suspension=suspension, stands=stands),
        claims=[_claim(case, row) for row in reversed(claims)],
        suspension=_suspension(case, suspension) if suspension else None,
        refiling=_refiling(actor, case, refiling, stands) if refiling else None,
        before=before,
    )


def _claim(case: Case, claim: ErrorClaim) -> ClaimView:
    there = case.receiving_country
    words, items = dict(ErrorGround.choices), dict(ReturnedItem.choices)
    rows: list[Row] = [
        (_("Claimed") if claim.claimed_side == "receiving" else _("Reported"), moment_words(claim.claimed_at, there)),
        (_("What was not met"), "; ".join(str(words.get(code, code)) for code in claim.grounds)),
        (_("Statement"), claim.statement),
        (
            _("Time for a claim"),
            _("had ended by a limit that is unverified") if claim.is_window_doubted else "",
        ),
        (_("Answered"), moment_words(claim.answered_at, there) if claim.answered_at and claim.answer else ""),
        (_("Answer"), claim.answer),
        (_("Taking back"), moment_words(claim.arranged_for, there) if claim.arranged_for else ""),
        (_("Crossing point"), str(claim.crossing_point or "")),
        (_("How"), claim.arrangement),
        (_("Taken back"), moment_words(claim.taken_back_at, there) if claim.taken_back_at else ""),
        (_("Remark of the receiving side"), claim.given_back_note),
        (_("Remark of the requesting side"), claim.received_back_note),
        (_("Costs"), claim.costs_note),
    ]
    is_listed = claim.given_back_at is not None or claim.taken_back_at is not None
    return ClaimView(
        title=_("Readmission in error"),
        state=str(claim.get_state_display()),
        kind=_KINDS.get(ErrorClaimState(claim.state), "quiet"),
        rows=[row for row in rows if row[1]],
        returned=[
            (
                str(label),
                _mark(code, claim.given_back, claim.given_back_at),
                _mark(code, claim.received_back, claim.taken_back_at),
            )
            for code, label in items.items()
        ]
        if is_listed
        else [],
        file_url=reverse("documents:file-view", args=[claim.file_id]) if claim.file_id else "",
    )


def _mark(code: str, codes: Sequence[str], recorded_at: object) -> str:
    if recorded_at is None:
        return _("not recorded")
    return _("yes") if code in codes else _("no")


def _suspension(case: Case, row: CaseSuspension) -> SuspensionView:
    since = moment_words(row.since, case.requesting_country)
    return SuspensionView(
        words=_("Your side suspended this case: nothing is planned or announced. The other side does not see this."),
        rows=[
            (_("Suspended since"), since),
            (_("Reason"), ": ".join(filter(None, (str(row.get_code_display()), row.note)))),
            (_("To be reviewed on"), date_long(row.review_on)),
        ],
    )


def _refiling(actor: Actor, case: Case, row: Refiling, stands: str) -> RefilingView:
    is_writer = actor.country == case.requesting_country_id and is_granted(actor, "draft_case", case)
    may_write = is_writer and case.status in (Status.DRAFT, Status.RETURNED_INCOMPLETE)
    return RefilingView(
        reference=row.earlier_reference,
        url=reverse("cases:case-detail", args=[row.earlier_id]) if _sees(actor, row) else "",
        # What is corrected in an application that came back is not sent yet; of this no version is kept.
        what_is_new="" if sees_submitted_only(actor, case) else row.what_is_new,
        needs_new=row.needs_new,
        is_lacking=stands == "nothing_new",
        edit_url=reverse("cases:refiling-change", args=[case.id]) if may_write else "",
    )


def _sees(actor: Actor, row: Refiling) -> bool:
    return Case.objects.visible_to(actor).filter(id=row.earlier_id).exists()


def exit_rows(case: Case, of: Subject) -> list[Row]:
    """What is to be known before an act: the claim that is not settled, or the suspension that lasts."""
    if of is Subject.CASE_SUSPENSION:
        suspension = suspension_of(case)
        return list(_suspension(case, suspension).rows) if suspension else []
    live = [row for row in claims_of(case) if row.state in LIVE_CLAIM]
    return [row for claim in live for row in _claim(case, claim).rows]


def departure_rows(case: Any) -> list[Row]:
    """When the person left, and how that is known, for the own side. `case` carries the part (joined)."""
    row = getattr(case, "voluntarydeparture", None)
    if row is None:
        return []
    assisted = _("with assistance") if row.is_assisted else ""
    said = (date_long(row.left_on), row.destination, assisted, str(DepartureProof(row.proof).label))
    return [(_("Left voluntarily"), ", ".join(filter(None, said)))]
