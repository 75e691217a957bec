"""Drawing a sample of closed cases, and reviewing them."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date
from math import ceil
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.policies import require_act
from audit.services import AboutCase, event_record, own_audience
from cases.choices import ChecklistPurpose, Side
from cases.models import Case
from cases.selectors.checklists import checklist_row
from core import clock
from core.errors import ActRefused, Invalid, StaleVersion
from core.periods import Period
from supervision.choices import CHECKLIST, ReviewAnswer, ReviewState
from supervision.models import QualityReview, QualitySample
from supervision.selectors.measures import cases_supervised
from supervision.selectors.quality import handled_cases, review_get

MOST: Final = 200
"""Cases in one sample."""


def sample_draw(
    *, actor: Actor, closed_from: date, closed_to: date, share_percent: int, minimum: int, maximum: int, seed: str = ""
) -> QualitySample:
    """Draw at random `share_percent` per cent (rounded up) of the cases closed on these days, at least `minimum` and at
    most `maximum`, of the own side's cases for which the actor reviews.

    The days are those of the actor's country. seed: draws the same cases again out of the same ones; by default a new
    one. Raises ActRefused, Invalid.
    """
    require_act(actor, "review_quality")
    if not (1 <= share_percent <= 100 and 1 <= minimum <= maximum <= MOST):
        raise Invalid({"share_percent": [_("Give a share from 1 to 100 and bounds from 1 to 200")]})
    period = Period(closed_from, closed_to, actor.zone)
    keys = _closed_in(actor, period)
    if not keys:
        raise Invalid({"closed_from": [_("No case that you review was closed on these days")]})
    seed = seed or secrets.token_hex(8)
    chosen = keys_drawn(keys, seed, min(max(ceil(len(keys) * share_percent / 100), minimum), maximum))
    audience = own_audience(actor).fields()
    sample = QualitySample(
        closed_from=closed_from,
        closed_to=closed_to,
        share_percent=share_percent,
        minimum=minimum,
        maximum=maximum,
        seed=seed,
        population=len(keys),
        population_digest=hashlib.sha256("\n".join(map(str, keys)).encode()).hexdigest(),
        items=_items(actor),
        drawn_by=actor.user_id,
        drawn_by_name=actor.name,
        drawn_at=clock.now(),
        **audience,
    )
    sample.save(force_insert=True)
    QualityReview.objects.bulk_create(
        QualityReview(sample=sample, case_id=key, number=number, **audience) for number, key in enumerate(chosen, 1)
    )
    _record_draw(actor, sample, chosen)
    return sample


def keys_drawn(keys: list[UUID], seed: str, number: int) -> list[UUID]:
    """`number` of the keys (or all there are), in the order of the SHA-256 of seed and key: anybody can repeat it."""
    return sorted(keys, key=lambda key: hashlib.sha256(f"{seed}:{key}".encode()).digest())[:number]


def _closed_in(actor: Actor, period: Period) -> list[UUID]:
    """The closed cases of either side that the actor reviews, sorted by key."""
    found: set[UUID] = set()
    for side in Side:
        cases = cases_supervised(actor, side, "review_quality")
        closed = cases.filter(closed_at__gte=period.begins_at, closed_at__lt=period.ends_at)
        found |= set(closed.values_list("id", flat=True))
    return sorted(found)


def _items(actor: Actor) -> list[dict[str, Any]]:
    """The country's checklist for quality, or the built-in one."""
    own = checklist_row(actor.country, ChecklistPurpose.QUALITY)
    return list(own.items) if own and own.items else [{"code": code} for code in CHECKLIST]


def _record_draw(actor: Actor, sample: QualitySample, chosen: list[UUID]) -> None:
    event_record(
        actor=actor,
        action="quality.sampled",
        subject=f"sample:{sample.id}",
        audience=own_audience(actor),
        parameters={"number": len(chosen), "population": sample.population, "seed": sample.seed},
    )
    references = dict(Case.objects.filter(id__in=chosen).values_list("id", "reference"))
    for key in chosen:
        event_record(
            actor=actor,
            action="quality.drawn",
            subject=f"case:{key}",
            about=AboutCase(key, references.get(key) or ""),
            audience=own_audience(actor),
        )


def review_complete(
    *, actor: Actor, review_id: UUID, version: int, answers: Mapping[str, Mapping[str, str]], remark: str = ""
) -> QualityReview:
    """Answer the checklist of one drawn case. It is done once: what was found is not rewritten.

    Nobody reviews a case that he or she had a hand in. Raises NotVisible, ActRefused (handled_case, wrong_status),
    StaleVersion, Invalid.
    """
    review = review_get(actor, review_id, lock=True)
    case = review.case
    if case.id in handled_cases(actor, [case.id]):
        refused = ActRefused("handled_case", _("You had a hand in this case: a colleague must review it."))
        raise refused.about(case.subject, case.reference)
    if review.version != version:
        stale = StaleVersion("stale", _("Somebody reviewed this case after you opened the page."))
        raise stale.about(case.subject, case.reference)
    if review.state == ReviewState.DONE:
        refused = ActRefused("wrong_status", _("This case was reviewed already."))
        raise refused.about(case.subject, case.reference)
    missing = {
        f"answer_{entry['code']}": [_("Choose one")]
        for entry in review.sample.items
        if answers.get(entry["code"], {}).get("answer") not in ReviewAnswer.values
    }
    if missing:
        raise Invalid(missing)
    review.answers = {
        entry["code"]: {
            "answer": answers[entry["code"]]["answer"],
            "remark": answers[entry["code"]].get("remark", "").strip(),
        }
        for entry in review.sample.items
    }
    review.state = ReviewState.DONE
    review.remark = remark.strip()
    review.reviewed_by, review.reviewed_by_name, review.reviewed_at = actor.user_id, actor.name, clock.now()
    review.version += 1
    review.save(force_update=True)
    event_record(
        actor=actor,
        action="quality.reviewed",
        subject=case.subject,
        about=AboutCase(case.id, case.reference or ""),
        audience=own_audience(actor),
        parameters={"failed": [code for code, found in review.answers.items() if found["answer"] == ReviewAnswer.NO]},
    )
    return review
