"""Codes of the tracks of persons who are no nationals of the receiving country: third-country nationals and stateless
persons (domain facts 1, 2.2, 3.4)."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import RefusalReason, Track

# Tracks whose application tells of entry and residence.
ENTRY_TRACKS: Final = (Track.THIRD_COUNTRY_NATIONAL, Track.STATELESS)
# Tracks that are filed on the pages of a readmission application.
FILED_TRACKS: Final = (Track.OWN_NATIONAL, *ENTRY_TRACKS, Track.TRANSIT)

# ICAO Doc 9303-3, section 5, part D.
STATELESS: Final = "XXA"
# Codes in place of a nationality that say that somebody is protected: they never reach the receiving side.
NEVER_SENT_NATIONALITIES: Final = ("XXB", "XXC")
# Codes that name no country.
NO_NATIONALITY: Final = (STATELESS, *NEVER_SENT_NATIONALITIES, "XXX")


class EntryBasis(models.TextChoices):
    """Why the agreement obliges a country to take back somebody who is not its national."""

    DOCUMENT = "document", _("A visa or residence permit of the receiving country")
    DIRECT_ENTRY = "direct_entry", _("Unlawful entry directly from the receiving country")
    OTHER = "other", _("Another ground of the agreement")


class PermitKind(models.TextChoices):
    VISA = "visa", _("Visa")
    RESIDENCE_PERMIT = "residence_permit", _("Residence permit")


class ExceptionAnswer(models.TextChoices):
    """Why the visa or permit that the requesting country itself gave does not end the obligation. Own-side data."""

    THEIRS_ENDS_LATER = "theirs_ends_later", _("The visa or permit of the receiving country expires later")
    FORGED = "forged", _("It was obtained with forged or falsified papers, or by false statements")
    BREACHED = "breached", _("A condition of the visa was not observed")
    OTHER = "other", _("For another reason that the agreement gives")


_NOT_FOR_NATIONALS: Final = (RefusalReason.AIRSIDE_TRANSIT, RefusalReason.REQUESTING_COUNTRY_PERMIT)
_NOT_FOR_FOREIGNERS: Final = (RefusalReason.NOT_A_NATIONAL, RefusalReason.OTHER_NATIONALITY)
_WITHOUT: Final[Mapping[str, tuple[RefusalReason, ...]]] = {
    Track.OWN_NATIONAL: _NOT_FOR_NATIONALS,
    Track.THIRD_COUNTRY_NATIONAL: _NOT_FOR_FOREIGNERS,
    # A nationality that turns up is a reason against a stateless person.
    Track.STATELESS: (RefusalReason.NOT_A_NATIONAL,),
}


def refusal_reasons(track: str) -> list[tuple[str, str]]:
    """The reasons for which an application of this track can be refused: (code, words)."""
    without = _WITHOUT.get(track, ())
    return [(reason.value, str(reason.label)) for reason in RefusalReason if reason not in without]
