"""Going through the list of everybody with access to an office, and signing it, once a quarter."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.selectors.absences import day_of
from administration import policies
from administration.choices import AccessDecision
from administration.models import AccessReview
from administration.selectors.reviews import Line, access_lines, decided, quarter_of
from administration.services.trail import administrator_groups, trail
from core import clock
from core.audience import Audience
from core.errors import Invalid, StaleVersion
from countries.models import Authority
from countries.services import authorities


def review_save(
    *, actor: Actor, office: Authority, said: Mapping[str, tuple[str, str]], is_signed: bool = False
) -> AccessReview:
    """Keep what is decided so far, or sign: then every line needs a decision, apart from one's own.

    said: (decision, remark) by membership. Raises NotVisible, StaleVersion (signed meanwhile), Invalid.
    """
    policies.refuse_unless_administers(actor, office)
    # Of two administrators at the same list one waits for the other.
    authorities.authority_lock(office.id)
    quarter = quarter_of(day_of(actor, clock.now()))
    review = AccessReview.objects.filter(authority=office, quarter=quarter.code).first()
    if review is not None and review.signed_at is not None:
        raise StaleVersion("signed", _("Somebody signed this list meanwhile."))
    if any(decision and decision not in AccessDecision.values for decision, _remark in said.values()):
        raise Invalid({"": [_("Choose one")]})
    lines = decided(access_lines(actor, office, review), said)
    missing = [line for line in lines if not line.decision]
    if is_signed and missing:
        raise Invalid({f"decision_{line.membership}": [_("Say what becomes of this access")] for line in missing})
    is_new = review is None
    review = review or _begun(actor, office, quarter.code)
    review.lines = [line.plain() for line in lines]
    review.due_on = quarter.last
    if is_signed:
        review.signed_at, review.signed_by, review.signed_by_name = clock.now(), actor.user_id, actor.name
    review.save(force_insert=is_new)
    if is_signed:
        _told(actor, office, review, lines)
    return review


def _begun(actor: Actor, office: Authority, quarter: str) -> AccessReview:
    """Supervisors of the office, of those above it and of the national desk see that it was done."""
    groups = administrator_groups(office.country_id, office, "supervisor")
    return AccessReview(
        country_id=office.country_id,
        authority=office,
        quarter=quarter,
        begun_at=clock.now(),
        **Audience(groups=groups).fields(),
    )


def _told(actor: Actor, office: Authority, review: AccessReview, lines: list[Line]) -> None:
    trail(
        actor=actor,
        action="access.reviewed",
        subject=f"accessreview:{review.id}",
        office=office,
        parameters={"quarter": review.quarter, "lines": len(lines), **review.counts},
    )
