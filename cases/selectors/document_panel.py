"""The travel documents of a case for its page: the one in hand first, each with what became of it. No query here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import return_document
from cases.choices import TravelDocumentStatus
from cases.choices_documents import MADE_HERE
from cases.models import Case, TravelDocument
from cases.selectors.travel_documents import document_status_of, is_void
from core.jinja import date_long, local_time
from documents.models import GeneratedDocument

_D = TravelDocumentStatus
_KINDS: Final[dict[str, str]] = {
    _D.ISSUED: "ok",
    _D.PRINTED: "ok",
    _D.COLLECTED: "ok",
    _D.USED: "quiet",
    _D.EXPIRED: "warn",
}


@dataclass(frozen=True, slots=True)
class TravelDocumentView:
    """A travel document. mrz: its machine-readable lines; paper: the sheet, if the reader may see it; is_void: that
    sheet is marked void; history: (what, when or how) in order; unverified: what was not compared with the text."""

    number: str
    status: str
    kind: str
    rows: Sequence[tuple[str, str]]
    history: Sequence[tuple[str, str]]
    mrz: Sequence[str]
    paper: GeneratedDocument | None
    is_void: bool
    unverified: str


def document_views(
    case: Case, documents: Sequence[TravelDocument], papers: Sequence[GeneratedDocument]
) -> list[TravelDocumentView]:
    """Newest first. documents: oldest first, with their offices; papers: of the case, those that the reader sees."""
    return [_view(case, row, papers) for row in reversed(documents)]


def _view(case: Case, row: TravelDocument, papers: Sequence[GeneratedDocument]) -> TravelDocumentView:
    status = document_status_of(row)
    issued = {"date": date_long(row.issued_on), "office": row.issuing_authority.name}
    said: list[tuple[str, str]] = [
        (_("Number"), row.number),
        (_("Issued"), _("%(date)s by %(office)s") % issued),
        (_("Valid until"), date_long(row.valid_until)),
    ]
    if row.fallback:
        said.append((_("Document"), str(row.get_fallback_display())))
    return TravelDocumentView(
        number=row.number,
        status=str(TravelDocumentStatus(status).label),
        kind=_KINDS.get(status, "late"),
        rows=said,
        history=_history(row, status),
        mrz=row.mrz.split("\n") if row.mrz else [],
        paper=next((paper for paper in papers if paper.id == row.paper_id), None),
        is_void=is_void(row),
        unverified=_unverified(case, row),
    )


def _history(row: TravelDocument, status: str) -> list[tuple[str, str]]:
    """What became of it after the issue, in words that both sides read."""
    said: list[tuple[str, str]] = []
    if row.printed_at is not None:
        times = ngettext("once", "%(n)d times", row.printed_count) % {"n": row.printed_count}
        said.append(
            (_("Printed"), _("%(times)s, last %(when)s") % {"times": times, "when": local_time(row.printed_at)})
        )
    if row.collected_on is not None:
        words = {"date": date_long(row.collected_on), "who": row.collected_by}
        said.append((_("Collected"), _("%(date)s by %(who)s") % words))
    if status in {_D.REVOKED, _D.LOST, _D.EXPIRED, _D.USED}:
        why = ": ".join(filter(None, (str(row.get_end_code_display()) if row.end_code else "", row.end_note)))
        is_recorded = row.status == status and row.status_at is not None
        when = local_time(row.status_at) if is_recorded else ""
        said.append((str(TravelDocumentStatus(status).label), ". ".join(filter(None, (when, why))) or "—"))
    if row.asked_again_at is not None:
        said.append((_("New one asked for"), local_time(row.asked_again_at)))
    return said


def _unverified(case: Case, row: TravelDocument) -> str:
    if row.fallback != MADE_HERE or row.registered_id is None:
        return ""
    words = [*return_document.unverified_fields()]
    if not return_document.is_bound_verified(case.requesting_country_id):
        words.append(_("that the Regulation binds this country"))
    return _("Not compared with the published text: %(what)s.") % {"what": "; ".join(words)}
