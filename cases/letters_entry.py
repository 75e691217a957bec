"""Entry and residence as the application form prints them, and which form of the agreement it is."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.models import Case
from cases.selectors.entry import entry_record_of
from core import clock
from countries.choices import FormKind
from countries.selectors.lists import forms_for
from documents.letters import parts


def form_annex(case: Case) -> str:
    """The annex of the agreement in which the application form stands; "" where no list says so."""
    pair = case.requesting_country_id, case.receiving_country_id
    on = (case.delivered_at or clock.now()).date()
    form = forms_for(*pair, on, agreement=case.agreement_id, track=case.track).get(FormKind.APPLICATION)
    if form is None or not form.annex:
        return ""
    return form.annex if form.is_verified else _("%(annex)s (unverified)") % {"annex": form.annex}


def entry_of(case: Case) -> parts.Entry | None:
    """What the form tells of entry and residence; None for a national of the receiving State."""
    record = entry_record_of(case)
    if record is None:
        return None
    ground = str(record.get_basis_display()) if record.basis else ""
    kind = str(record.get_permit_kind_display()) if record.permit_kind else ""
    return parts.Entry(
        track=capfirst(str(case.get_track_display())),
        ground=": ".join(filter(None, (ground, record.basis_note))),
        known_on=case.known_on,
        entered_on=record.entered_on,
        place=record.entry_place,
        means=str(record.get_entry_means_display()) if record.entry_means else "",
        route=record.entry_route,
        document=", ".join(filter(None, (kind, record.permit_number))),
        document_by=record.permit_authority,
        document_from=record.permit_from,
        document_until=record.permit_until,
    )
