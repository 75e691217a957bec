"""A transit as its readers see it: the plan, the consent, how it goes; and what a border post expects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from cases.choices import ClockKind, DecisionState, Status, Track
from cases.choices_transit import TransitEnd, TransitStatus
from cases.clocks import due_of
from cases.completeness_transit import plan_of
from cases.models import Case, CaseClock, Transit, TransitConsent, TransitPlan
from cases.policies import is_granted
from cases.selectors.versions import submitted_for, with_persons
from cases.transit_rules import longest_stay, no_visa_words
from cases.wording import moment_words
from cases.workflow.transit_acts import TRANSIT_ACTS
from core import clock
from core.errors import NotVisible
from core.jinja import due_words
from countries.choices import RuleKind
from countries.clocks import ResolvedRule
from countries.clocks.wording import explain, limit_in_words
from countries.models import Country, CrossingPoint
from countries.selectors.calendars import due_date_for
from countries.selectors.places import country_name

Row = tuple[str, str]
EXPECTED_SHOWN: Final = 200
# At the border something is still to be recorded; also of a consent that ended while a person may have come in time.
_IN_HAND: Final = Q(case__status=Status.ACCEPTED, status__in=(TransitStatus.SCHEDULED, TransitStatus.ENTERED)) | Q(
    case__status=Status.EXPIRED, status=TransitStatus.NOT_ENTERED, end_code=TransitEnd.EXPIRED
)


# --- in words ---------------------------------------------------------------------------------------------------------


def plan_rows(case: Case, plan: TransitPlan | None) -> list[Row]:
    """Part B of the application, for both sides: (label, value), empty values left out. At most two statements."""
    if plan is None:
        return []
    there = case.receiving_country
    codes = {plan.destination_id, *plan.other_states} - {None}
    countries = Country.objects.in_bulk(codes)
    points = CrossingPoint.objects.in_bulk({plan.entry_point_id, plan.exit_point_id} - {None})
    rows = [
        (_("Type of transit"), str(plan.get_means_display()) if plan.means else ""),
        (_("Final destination"), _names(countries, [plan.destination_id])),
        (_("Other countries of transit"), _names(countries, plan.other_states)),
        (_("Arrival"), _crossing(points.get(plan.entry_point_id or ""), plan.enters_at, plan.entry_carrier, there)),
        (_("Departure"), _crossing(points.get(plan.exit_point_id or ""), plan.leaves_at, plan.exit_carrier, there)),
        (_("Escorts"), escorts_words(plan.escorts, plan.escort_names)),
        (_("Travel document"), ", ".join(filter(None, (plan.document_type, plan.document_number)))),
        (_("Special care needed"), plan.special_care),
        (_("Support asked of the transit country"), plan.support),
        (_("Observations"), plan.observations),
        (
            _("Declaration"),
            _("The conditions are met and no ground for refusal is known") if plan.is_declared else "",
        ),
    ]
    return [row for row in rows if row[1]]


def _names(countries: Mapping[str, Country], codes: Sequence[str | None]) -> str:
    return ", ".join(country_name(countries[code]) for code in codes if code and code in countries)


def _crossing(point: CrossingPoint | None, at: datetime | None, carrier: str, there: Country) -> str:
    return "; ".join(filter(None, (str(point) if point else "", moment_words(at, there) if at else "", carrier)))


def escorts_words(count: int, names: str) -> str:
    """How many escorts, and who."""
    if not count:
        return _("none")
    words = ngettext("%(n)d escort", "%(n)d escorts", count) % {"n": count}
    return f"{words}: {names}" if names else words


def consent_rows(case: Case, consent: TransitConsent | None) -> list[Row]:
    """Where and when the person may enter."""
    if consent is None:
        return []
    rows = [
        (_("Entry point"), str(consent.entry_point)),
        (_("The person may enter"), moment_words(consent.enters_at, case.receiving_country)),
        (_("Conditions"), consent.conditions),
        (_("Visa"), no_visa_words(case.agreement.kind)),
    ]
    return [row for row in rows if row[1]]


def transit_rows(case: Case, transit: Transit | None) -> list[Row]:
    """How the transit goes."""
    if transit is None:
        return []
    there = case.receiving_country
    point = transit.take_back_point
    rows = [
        (_("Arrival"), _crossing(transit.entry_point, transit.enters_at, transit.entry_carrier, there)),
        (_("Departure"), _crossing(transit.exit_point, transit.leaves_at, transit.exit_carrier, there)),
        (_("Escorts"), escorts_words(transit.escorts, transit.escort_names)),
        (_("Entered"), moment_words(transit.entered_at, there) if transit.entered_at else ""),
        (_("Left"), moment_words(transit.left_at, there) if transit.left_at else ""),
        (_("What happened"), str(TransitEnd(transit.end_code).label) if transit.end_code else ""),
        (_("Remark"), transit.end_note),
        (_("To be taken back"), _crossing(point, transit.take_back_at, "", there) if transit.take_back_at else ""),
        (_("Taken back"), moment_words(transit.taken_back_at, there) if transit.taken_back_at else ""),
        (_("Documents"), transit.take_back_documents),
    ]
    return [row for row in rows if row[1]]


_KINDS: Final[Mapping[str, str]] = {
    TransitStatus.LEFT: "ok",
    TransitStatus.ENTERED: "ok",
    TransitStatus.ABORTED: "late",
    TransitStatus.NOT_ENTERED: "warn",
    TransitStatus.TAKE_BACK_AGREED: "warn",
}


@dataclass(frozen=True, slots=True)
class TransitPanel:
    """A transit on the case page: what was asked, what was consented to (for the transit country also while it is only
    proposed), how it goes."""

    plan: Sequence[Row]
    consent: Sequence[Row]
    is_proposed: bool
    rows: Sequence[Row]
    status: str
    kind: str
    transit: Transit | None = None


def carried_out(case: Case) -> tuple[TransitConsent | None, Transit | None]:
    """The consent, for the transit country also one that is only proposed, and how the transit goes; as far as row
    security shows them. Nothing is asked where there can be neither."""
    if case.track != Track.TRANSIT or not case.shared:
        return None, None
    of_proposal = (DecisionState.PROPOSED, DecisionState.COUNTERSIGNED)
    consents = TransitConsent.objects.filter(case=case, decision__state__in=of_proposal)
    consent = consents.select_related("entry_point").order_by("-decision__proposed_at").first()
    joined = Transit.objects.select_related("entry_point", "exit_point", "take_back_point")
    return consent, joined.filter(case=case).first() if case.decided_at is not None else None


def transit_panel(actor: Actor, case: Case) -> TransitPanel | None:
    """The panel, or None where the case is no transit. Five statements at most."""
    if case.track != Track.TRANSIT:
        return None
    submitted = submitted_for(actor, case)
    plan = submitted.transit if submitted is not None else plan_of(case)
    consent, transit = carried_out(case)
    return TransitPanel(
        plan=plan_rows(case, plan),
        consent=consent_rows(case, consent),
        is_proposed=bool(consent and consent.own_side),
        rows=transit_rows(case, transit),
        status=str(transit.get_status_display()) if transit else "",
        kind=_KINDS.get(transit.status, "") if transit else "",
        transit=transit,
    )


def facts_of_transit(case: Case) -> list[Row]:
    """What whoever acts on a transit has to see: what was asked, and how it stands."""
    transit = Transit.objects.filter(case=case).select_related("entry_point", "exit_point", "take_back_point").first()
    return transit_rows(case, transit) if transit else plan_rows(case, plan_of(case))


def proposed_consent_rows(case: Case) -> list[Row]:
    """What the consent that waits for its countersignature allows."""
    consents = TransitConsent.objects.filter(case=case, decision__state=DecisionState.PROPOSED)
    return consent_rows(case, consents.select_related("entry_point").first())


# --- rules in words ---------------------------------------------------------------------------------------------------


def schedule_words(case: Case, rules: Mapping[str, ResolvedRule]) -> list[str]:
    """What the agreement says of a schedule: the longest stay, and until when a change is announced."""
    said = use_words(case)
    stay = longest_stay(rules)
    if stay is not None:
        words = {"limit": limit_in_words(stay[0].value, stay[0].unit), "source": _source(stay[0])}
        said.append(_("The person stays at most %(limit)s (%(source)s).") % words + _doubt(stay[0]))
    transit = Transit.objects.filter(case=case, status=TransitStatus.SCHEDULED).first()
    change = rules.get(RuleKind.TRANSIT_CHANGE)
    if transit is not None and change is not None and change.has_limit:
        pair = {"requesting": case.requesting_country_id, "receiving": case.receiving_country_id}
        due = due_date_for(change, transit.enters_at, **pair)
        said.append(" ".join(explain(due)))
        if clock.now() >= due.at:
            said.append(_("The time for announcing a change has passed: the other side may refuse it."))
    return said


def use_words(case: Case) -> list[str]:
    """Until when the consent may be used, or was to be used; empty where the agreement gives no time."""
    row = CaseClock.objects.filter(case=case, kind=ClockKind.TRANSIT_USE).order_by("due_at").last()
    if row is None:
        return []
    due = due_of(row)
    words = {"end": due_words(row.due_at, due.time_zone), "source": _source(due.rule)}
    if clock.now() < row.due_at:
        said = _("The time for using the consent ends %(end)s (%(source)s).") % words
    else:
        said = _("The time for using the consent ended %(end)s (%(source)s).") % words
    return [said if due.is_verified else f"{said} {_('Unverified: nothing is refused because of it.')}"]


def _source(rule: ResolvedRule) -> str:
    return ", ".join(filter(None, (rule.agreement_title, rule.citation)))


def _doubt(rule: ResolvedRule) -> str:
    return "" if rule.is_verified else " " + _("Unverified.")


# --- at the border ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExpectedTransit:
    """A transit that enters or leaves at the actor's post. direction: "entry" or "exit"; point, at: of that; acts: what
    can be recorded now, (words, address)."""

    case: Case
    transit: Transit
    direction: str
    point: str
    at: datetime
    moment: str
    destination: str
    escorts: str
    document: str
    acts: Sequence[tuple[str, str]]


def transits_expected(actor: Actor) -> list[ExpectedTransit]:
    """The transits on which the actor's border post has something to record, nearest first: entries that are scheduled,
    departures of those who are here. Empty without the permission. The number of statements does not grow with them."""
    if not actor.holds("view_arrivals"):
        return []
    rows = (
        Transit.objects.filter(
            _IN_HAND,
            case__delegates__contains=[actor.group_id],
            delegates__contains=[actor.group_id],
        )
        .select_related("entry_point", "exit_point")
        .order_by("enters_at", "id")[:EXPECTED_SHOWN]
    )
    here = {transit.case_id: transit for transit in rows}
    cases = Case.objects.filter(id__in=here).select_related("requesting_country", "receiving_country", "transitplan")
    found = []
    for case in with_persons(actor, cases.select_related("transitplan__destination")):
        transit = here[case.id]
        is_entry = transit.status != TransitStatus.ENTERED
        point = transit.entry_point if is_entry else transit.exit_point
        if point.authority_id != actor.authority_id:
            continue
        plan = case.transitplan
        destination = plan.destination
        found.append(
            ExpectedTransit(
                case=case,
                transit=transit,
                direction="entry" if is_entry else "exit",
                point=str(point),
                at=transit.enters_at if is_entry else transit.leaves_at,
                moment=moment_words(transit.enters_at if is_entry else transit.leaves_at, case.receiving_country),
                destination=country_name(destination) if destination else "",
                escorts=escorts_words(transit.escorts, transit.escort_names),
                document=", ".join(filter(None, (plan.document_type, plan.document_number))),
                acts=_links(actor, case, transit),
            )
        )
    return sorted(found, key=lambda row: (row.at, str(row.case.id)))


def _links(actor: Actor, case: Case, transit: Transit) -> list[tuple[str, str]]:
    """What the post can record now: the acts of the table at this status that its role holds."""
    return [
        (str(row.label), reverse("cases:act", args=[case.id, row.name]))
        for row in TRANSIT_ACTS
        if row.permission == "record_handover"
        and transit.status in row.sources
        and case.status in row.cases
        and is_granted(actor, row.permission, case)
    ]


def transit_at_post(actor: Actor, case: Case) -> Transit:
    """The transit of a case that is delegated to the actor's post; NotVisible where there is none."""
    rows = Transit.objects.filter(case=case, delegates__contains=[actor.group_id])
    found = rows.select_related("entry_point", "exit_point").first()
    if found is None:
        raise NotVisible(f"case:{case.id}")
    return found
