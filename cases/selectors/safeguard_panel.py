"""What pages show of children, vulnerable persons, families and health, written for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actor import Actor
from cases.choices import Side, Vulnerability
from cases.choices_safeguards import AgeDispute, ConsentStatus, ReceptionStatus
from cases.models import Case, CasePrivate, Reception
from cases.safeguard_items import STATUS_CHECK_AGES
from cases.selectors.flags import today_of
from cases.selectors.health_sheet import health_sheet_shown
from cases.selectors.safeguards import Safeguards
from core.jinja import date_long, local_time
from countries.models.agreement import VERIFIED

Row = tuple[str, Any]
# Acts before which the return decision and the check of the legal status are looked at once more.
LEAVING: Final = frozenset({"send_to_review", "release", "resubmit"})


@dataclass(frozen=True, slots=True)
class PointView:
    """A point of the checklist with its answer, "" while there is none."""

    words: str
    answer: str
    remark: str
    by: str


@dataclass(frozen=True, slots=True)
class SafeguardPanel:
    """own: rows of the requesting side alone, with points of the checklist; reception: what both sides' offices read,
    or the requesting side alone where is_reception_own; staying: names of members of the family who would not travel
    along; sheet_url: of the sheet on health for the journey."""

    own: Sequence[Row] = ()
    points: Sequence[PointView] = ()
    reception: Sequence[Row] = ()
    reception_state: str = ""
    is_reception_own: bool = False
    staying: Sequence[str] = ()
    sheet_url: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.own or self.points or self.reception or self.staying)


def safeguard_panel(actor: Actor, case: Case, known: Safeguards, side: str | None) -> SafeguardPanel:
    """The panel for a reader. What the requesting side keeps to itself is not in it for anybody else. No query, but one
    where consent to telling of health was given."""
    is_own = side == Side.REQUESTING
    is_consented = is_own and known.consent is not None and known.consent.status == ConsentStatus.GIVEN
    has_sheet = health_sheet_shown(actor, case, is_consented=is_consented)
    reception = known.reception
    return SafeguardPanel(
        own=_own_rows(known) if is_own else (),
        points=[_point(item.words, known.points.get(item.code)) for item in known.items] if is_own else (),
        reception=_reception_rows(reception) if reception is not None else (),
        reception_state=str(ReceptionStatus(reception.status).label) if reception is not None else "",
        is_reception_own=reception is not None and bool(reception.own_side),
        staying=[other.person.full_name for other in known.staying] if is_own else (),
        sheet_url=reverse("cases:health-sheet", args=[case.id]) if has_sheet else "",
    )


def _own_rows(known: Safeguards) -> list[Row]:
    labels = dict(Vulnerability.choices)
    rows: list[Row] = []
    if known.kinds:
        rows.append((_("Vulnerable person"), ", ".join(str(labels[kind]) for kind in known.kinds)))
    dispute = known.private.age_dispute if known.private else ""
    if dispute:
        rows.append((_("Age"), str(AgeDispute(dispute).label)))
    if known.best_interests is not None:
        found = known.best_interests
        rows += [
            (_("Best interests of the child"), str(found.get_result_display())),
            (
                _("Assessed"),
                _("%(date)s by %(name)s") % {"date": date_long(found.assessed_on), "name": found.assessed_by},
            ),
            (_("Assisted by"), found.assisted_by),
            (_("Guardian or representative"), found.representative),
            (_("Grounds and conditions"), found.grounds),
        ]
    elif known.is_minor:
        rows.append((_("Best interests of the child"), _("not assessed yet")))
    if known.separation is not None:
        decided = known.separation
        words = {"name": decided.decided_by_name, "when": local_time(decided.decided_at)}
        rows.append((_("Family may be separated"), f"{decided.reason} ({_('%(name)s, %(when)s') % words})"))
    if known.consent is not None:
        rows.append((_("Consent on health"), _consent(known)))
    return [row for row in rows if row[1]]


def _consent(known: Safeguards) -> str:
    consent = known.consent
    assert consent is not None
    words = {"form": consent.get_form_display(), "date": date_long(consent.given_on)}
    said = _("%(form)s, %(date)s") % words
    if consent.status == ConsentStatus.WITHDRAWN and consent.withdrawn_at is not None:
        return f"{said}; {_('withdrawn %(when)s') % {'when': local_time(consent.withdrawn_at)}}"
    return said


def _point(words: Any, row: Any) -> PointView:
    if row is None:
        return PointView(str(words), "", "", "")
    by = _("%(name)s, %(when)s") % {"name": row.answered_by_name, "when": local_time(row.answered_at)}
    return PointView(str(words), str(row.get_answer_display()), row.remark, by)


def reception_rows(case: Case) -> list[Row]:
    """Who receives the child, for the page of an act. One statement."""
    row = Reception.objects.filter(case=case).first()
    return _reception_rows(row) if row is not None else []


def _reception_rows(row: Reception) -> list[Row]:
    rows: list[Row] = [
        (_("Received by"), str(row.get_kind_display())),
        (_("Name"), row.name),
        (_("Relation or office"), row.relation),
        (_("Address"), row.place),
        (_("Telephone or e-mail"), row.contact),
        # What one side recorded for itself nobody confirms.
        (_("State"), "" if row.own_side else str(row.get_status_display())),
        (_("Remark of the other side"), row.answer),
    ]
    return [found for found in rows if found[1]]


def basis_rows(case: Case) -> list[Row]:
    """The return decision and how old the check of the legal status is, for whoever sends the application. One
    statement."""
    private = CasePrivate.objects.filter(case=case).first()
    if private is None:
        return []
    decided = date_long(private.return_decision_on) if private.return_decision_on else _("not recorded")
    final = _("final and enforceable") if private.is_decision_final else _("not final")
    return [
        (_("Return decision"), ", ".join(filter(None, (decided, private.return_decision_number, final)))),
        (_("Legal status checked on"), _checked(case, private)),
    ]


def _checked(case: Case, private: CasePrivate) -> str:
    on = private.legal_status_checked_on
    if on is None:
        return _("not recorded")
    days = (today_of(case) - on).days
    age = ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    limit = STATUS_CHECK_AGES.get(case.requesting_country_id)
    if limit is None:
        rule = _("No rule was found that says how old the check may be: check again if anything may have changed.")
    else:
        rule = _("At most %(days)d days (%(source)s).") % {"days": limit.days, "source": limit.source}
        rule = rule if limit.certainty in VERIFIED else f"{rule} {_('Unverified.')}"
    return f"{date_long(on)}, {age}. {rule}"
