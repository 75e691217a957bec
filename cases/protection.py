"""What would tell the receiving side that somebody is protected: nothing of it leaves the requesting side."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.choices_tracks import NEVER_SENT_NATIONALITIES
from cases.identity.mrz import MrzError, parse
from core.errors import Invalid


def protection_words(lines: str) -> str:
    """Why a document with these machine-readable lines must stay out of an application; "" where nothing stands
    against it. The nationality of a refugee's travel document is XXB or XXC (ICAO Doc 9303-3, section 5)."""
    try:
        names_it = parse(lines).nationality in NEVER_SENT_NATIONALITIES
    except MrzError:
        names_it = any(code in lines.upper() for code in NEVER_SENT_NATIONALITIES)
    if not names_it:
        return ""
    return _(
        "These are the lines of a refugee’s travel document. Nothing of such a document may reach the other side: "
        "leave out the lines, the number and the scan, and examine whether the person may be returned at all."
    )


def protected_refuse(evidence: Mapping[str, Any]) -> None:
    """Raises Invalid (mrz) for a means of evidence by which the other side would learn of protection."""
    words = protection_words(str(evidence.get("mrz") or ""))
    if words:
        raise Invalid({"mrz": [words]})
