"""Samples of closed cases and what their reviews found. Seen by those who review, of the side that drew them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.actor import Actor, Reach
from cases.models import Assignment, Case
from cases.policies import reaches_own_side, side_of
from cases.selectors.audit_trail import cases_acted_on
from cases.selectors.paging import Cursor, Page, keyset_page
from cases.selectors.versions import all_shown_as_submitted
from cases.wording import other_country
from core.errors import NotVisible
from core.exports import Sheet, Value
from countries.selectors.places import country_name
from supervision.choices import CHECKLIST, ReviewAnswer, ReviewState
from supervision.models import QualityReview, QualitySample

# What a supervisor does about a case without having a hand in it.
_NO_HAND = ("quality.", "data.", "audit.", "case.assigned", "case.given_back")
SAMPLES_SHOWN = 20


def _own(actor: Actor) -> Q:
    reach = actor.grants.get("review_quality", Reach())
    return Q(audience_countries__overlap=sorted(reach.countries)) | Q(
        audience_authorities__overlap=sorted(reach.authorities)
    )


def samples_page(actor: Actor, *, after: Cursor | None, before: Cursor | None) -> Page:
    """One page of samples, the latest first, each with `number` and `done`. One statement."""
    samples = QualitySample.objects.filter(_own(actor)).annotate(
        number=Count("reviews"), done=Count("reviews", filter=Q(reviews__state=ReviewState.DONE))
    )
    return keyset_page(samples, "drawn_at", is_descending=True, after=after, before=before, size=SAMPLES_SHOWN)


def sample_get(actor: Actor, sample_id: UUID) -> QualitySample:
    """The sample, or NotVisible."""
    sample = QualitySample.objects.filter(_own(actor), id=sample_id).first()
    if sample is None:
        raise NotVisible(f"sample:{sample_id}")
    return sample


def review_get(actor: Actor, review_id: UUID, *, lock: bool = False) -> QualityReview:
    """The review with its case and sample, or NotVisible; the case must be visible to the actor as well."""
    reviews: QuerySet[QualityReview] = QualityReview.objects.filter(
        _own(actor), id=review_id, case__in=Case.objects.visible_to(actor).values("pk")
    )
    if lock:
        reviews = reviews.select_for_update(of=("self",))
    review = reviews.select_related(
        "sample", "case__person", "case__requesting_country", "case__receiving_country"
    ).first()
    if review is None or not reaches_own_side(actor, "review_quality", review.case):
        raise NotVisible(f"review:{review_id}")
    all_shown_as_submitted(actor, [review.case])
    return review


def handled_cases(actor: Actor, case_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these cases the actor had a hand in: did an act on them, or has them assigned. Two statements."""
    found = cases_acted_on(actor.user_id, case_ids, apart_from=_NO_HAND)
    held = Assignment.objects.filter(case__in=case_ids, user_id=actor.user_id)
    return found | set(held.values_list("case_id", flat=True))


# --- the checklist ----------------------------------------------------------------------------------------------------


def items_of(sample: QualitySample) -> list[tuple[str, str]]:
    """(code, words) of the checklist as it was when the sample was drawn, in the reader's language if it has it."""
    return [(entry["code"], _item_words(entry)) for entry in sample.items]


def _item_words(entry: Mapping[str, Any]) -> str:
    texts: Mapping[str, str] = entry.get("texts") or {}
    if not texts:
        return str(CHECKLIST.get(entry["code"], entry["code"]))
    wanted = (get_language() or "en").split("-")[0]
    language = next((tag for tag in texts if tag.split("-")[0] == wanted), "en" if "en" in texts else min(texts))
    return texts[language]


# --- one sample -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One drawn case in the list. is_handled: the reader had a hand in it and leaves the review to another."""

    id: UUID
    case_id: UUID
    title: str
    name: str
    partner: str
    closed_at: datetime | None
    is_done: bool
    is_handled: bool
    reviewed_by: str
    reviewed_at: datetime | None
    failed: int


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How often an item was answered how."""

    text: str
    yes: int
    no: int
    not_applicable: int


@dataclass(frozen=True, slots=True)
class SamplePage:
    """A sample with its cases and results."""

    sample: QualitySample
    rows: Sequence[ReviewRow]
    results: Sequence[ItemResult]
    done: int


def sample_page(actor: Actor, sample: QualitySample) -> SamplePage:
    """The cases of a sample that the reader sees, in the order of the draw. Three statements."""
    reviews = list(_reviews(actor, sample))
    all_shown_as_submitted(actor, [review.case for review in reviews])
    handled = handled_cases(actor, [review.case_id for review in reviews])
    rows = [_row(actor, review, handled) for review in reviews]
    return SamplePage(sample, rows, _results(sample, reviews), sum(row.is_done for row in rows))


def _reviews(actor: Actor, sample: QualitySample) -> QuerySet[QualityReview]:
    return (
        QualityReview.objects.filter(sample=sample, case__in=Case.objects.visible_to(actor).values("pk"))
        .select_related("case__person", "case__requesting_country", "case__receiving_country")
        .order_by("number")
    )


def _row(actor: Actor, review: QualityReview, handled: set[UUID]) -> ReviewRow:
    case = review.case
    person = getattr(case, "person", None)
    answers = [answer["answer"] for answer in review.answers.values()]
    return ReviewRow(
        id=review.id,
        case_id=case.id,
        title=case.reference or "",
        name=person.full_name if person else "",
        partner=country_name(other_country(case, side_of(actor, case))),
        closed_at=case.closed_at,
        is_done=review.state == ReviewState.DONE,
        is_handled=case.id in handled,
        reviewed_by=review.reviewed_by_name,
        reviewed_at=review.reviewed_at,
        failed=answers.count(ReviewAnswer.NO),
    )


def _results(sample: QualitySample, reviews: Sequence[QualityReview]) -> list[ItemResult]:
    counts = Counter((code, answer["answer"]) for review in reviews for code, answer in review.answers.items())
    return [
        ItemResult(
            text,
            counts[code, ReviewAnswer.YES],
            counts[code, ReviewAnswer.NO],
            counts[code, ReviewAnswer.NOT_APPLICABLE],
        )
        for code, text in items_of(sample)
    ]


def review_sheet(actor: Actor, sample_id: UUID) -> Sheet:
    """The reviews of a sample for a file. Raises NotVisible."""
    sample = sample_get(actor, sample_id)
    items = items_of(sample)
    headers = [_("Number"), _("Reference"), _("Closed"), _("State"), _("Reviewed by"), _("Reviewed"), _("Remark")]
    for _code, text in items:
        headers += [text, _("Remark")]
    return Sheet(_("Quality review"), headers, _cells(actor, sample, [code for code, _text in items]))


def _cells(actor: Actor, sample: QualitySample, codes: Sequence[str]) -> Iterator[Sequence[Value]]:
    words = dict(ReviewAnswer.choices)
    for review in _reviews(actor, sample):
        cells: list[Value] = [
            review.number,
            review.case.reference or "",
            review.case.closed_at.astimezone(actor.zone) if review.case.closed_at else None,
            ReviewState(review.state).label,
            review.reviewed_by_name,
            review.reviewed_at.astimezone(actor.zone) if review.reviewed_at else None,
            review.remark,
        ]
        for code in codes:
            answer = review.answers.get(code, {})
            cells += [words.get(answer.get("answer", ""), ""), answer.get("remark", "")]
        yield cells
