"""The list of papers: code, contents, title. The only place where a paper is added."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.letters.case_file import CaseFile
from documents.letters.contexts import (
    HandoverRecord,
    LetterContext,
    ReadmissionApplication,
    Reply,
    SilenceRecord,
    TransferNotice,
    TravelDocument,
)

PAPERS: Final[Mapping[str, type[LetterContext]]] = {
    paper.code: paper
    for paper in (
        ReadmissionApplication,
        Reply,
        TravelDocument,
        TransferNotice,
        HandoverRecord,
        SilenceRecord,
        CaseFile,
    )
}
TITLES: Final[Mapping[str, Promise]] = {
    "readmission_application": _("Readmission application"),
    "reply": _("Reply to a readmission application"),
    "travel_document": _("Travel document"),
    "transfer_notice": _("Notice of transfer"),
    "handover_record": _("Record of handover"),
    "silence_record": _("Record of silence"),
    "case_file": _("Case file"),
}


def paper_class(code: str) -> type[LetterContext]:
    """The contents class of a paper; raises KeyError for a code that is no paper."""
    return PAPERS[code]


def template_path(code: str) -> str:
    """Where the template of a paper stands, below `templates/`."""
    if code not in PAPERS:
        raise KeyError(code)
    return f"letters/{code}.html"
