"""The papers of a transfer: the notice of it and the record of the handover."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.letters import _children_along, _head, _name, _signature, _split, _there, covered, offices_of, running_limits
from cases.letters_reception import reception_words
from cases.models import (
    Case,
    Handover,
    HandoverItem,
    Person,
    Transfer,
    TravelDocument,
)
from cases.selectors.travel_documents import document_in_hand
from documents.letters import contexts, parts


def _number_of(case: Case) -> str:
    in_hand = document_in_hand(list(TravelDocument.objects.filter(case=case)))
    return in_hand.number if in_hand else ""


def _escorts(transfer: Transfer) -> tuple[contexts.Escort, ...]:
    return tuple(contexts.Escort(name=name) for name in _split(transfer.escort_names))


def transfer_notice_request(case: Case, transfer: Transfer, actor: Actor) -> contexts.TransferNotice:
    """The notice of transfer, with those who need help on the way."""
    requesting, receiving = offices_of(case)
    person = Person.objects.get(case=case)
    name = _name(person)
    help_needed = transfer.special_help
    assistance = [contexts.Assistance(name=name, reason=help_needed)] if help_needed else []
    if receiver := reception_words(case):
        words = _("Received by: %(words)s") % {"words": receiver}
        assistance.append(contexts.Assistance(name=name, reason=_("Unaccompanied minor"), help_needed=words))
    return contexts.TransferNotice(
        **_head(case, actor),  # type: ignore[arg-type]
        sending=requesting,
        receiving=receiving,
        place=actor.country_name,
        crossing_point=str(transfer.crossing_point),
        departure_place=transfer.departure_place,
        departs_at=transfer.departs_at and transfer.departs_at.astimezone(ZoneInfo(case.requesting_country.time_zone)),
        arrives_at=_there(case, transfer.arrives_at),
        means=transfer.means,  # type: ignore[arg-type]
        carrier=transfer.carrier_number,
        persons=(covered(case, person, _number_of(case)), *_children_along(case)),
        escorts=_escorts(transfer),
        assistance=tuple(assistance),
        remarks=transfer.note,
        limits=running_limits(case),
        signature=_signature(actor),
    )


def _item_words(item: HandoverItem) -> str:
    """One line of the record: what, which, how many, and that it was announced and not there."""
    words = ": ".join(filter(None, (str(item.get_kind_display()), item.description)))
    pieces = f" ({item.count})" if item.count != 1 else ""
    return f"{words}{pieces}" if item.is_received else f"{words}{pieces}, {_('not received')}"


def handover_request(
    case: Case, transfer: Transfer, handover: Handover, actor: Actor, items: Iterable[HandoverItem] = ()
) -> contexts.HandoverRecord:
    """The record of the handover, to be signed by both sides."""
    requesting, receiving = offices_of(case)
    return contexts.HandoverRecord(
        **_head(case, actor),  # type: ignore[arg-type]
        sending=requesting,
        receiving=receiving,
        crossing_point=str(transfer.crossing_point),
        handed_over_at=_there(case, handover.at),
        persons=(covered(case, Person.objects.get(case=case), _number_of(case)), *_children_along(case)),
        papers=(*map(_item_words, items), *_split(handover.papers)),
        incidents=handover.remarks,
        escorts=_escorts(transfer),
        handed_over_by=parts.Signature(name=handover.handed_over_by),
        received_by=parts.Signature(name=handover.received_by, authority=actor.authority_name),
    )
