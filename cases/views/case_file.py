"""The documents of a case: the list, one of them page by page, all of them as one paper."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from audit.services import access_record
from cases.models import Case
from cases.policies import reaches_own_side
from cases.selectors.case_documents import CASE_FILE, SORTS, case_documents_for, file_title, pages_words
from cases.services.case_file import case_file_request
from cases.views.base import ActorRequest, ActorView, about, case_get
from cases.views.case_history import head_context
from core.errors import NotVisible
from documents.models import GeneratedDocument, StoredFile
from documents.previews import PageShown, can_be_shown, page_show
from documents.views import polling, step_of

ZOOMS: Final = (50, 75, 100, 150, 200, 300)  # per cent of the width of the page
TURNS: Final = (0, 90, 180, 270)  # degrees, clockwise


class CaseDocumentsView(ActorView):
    """Every file and paper that the reader may open, and the case file."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        actor = request.actor
        case = case_get(actor, case_id)
        access_record(actor=actor, action="case.opened", subject=case.subject, about=about(case))
        sort = request.GET.get("sort", "")
        sort = sort if sort in SORTS else ""
        documents = case_documents_for(actor, case, sort=sort)
        made = documents.rows_of(CASE_FILE)
        has_more_versions = len(documents.versions) > 1 or (documents.versions and case.status == "returned_incomplete")
        context = {
            **head_context(actor, case, "documents"),
            "documents": documents,
            "groups": [group for group in documents.groups if group.code != CASE_FILE],
            "case_file": made[0] if made else None,
            "sort": sort,
            "sorts": _sorts(case, sort),
            "may_make": reaches_own_side(actor, "view_case", case),
            "versions_url": reverse("cases:case-versions", args=[case.id]) if has_more_versions else "",
            "pages_words": pages_words,
            **polling(),
        }
        return render(request, "cases/file/documents.html", context)


def _sorts(case: Case, current: str) -> dict[str, dict[str, Any]]:
    """Column -> address of the other order, and how it is ordered now ("ascending", "descending" or "")."""
    address = reverse("cases:case-documents", args=[case.id])
    return {
        "title": {"url": f"{address}?sort=title", "sorted": "ascending" if current == "title" else ""},
        "at": {
            "url": f"{address}?sort={'oldest' if current in {'', 'newest'} else 'newest'}",
            "sorted": {"": "descending", "newest": "descending", "oldest": "ascending"}.get(current, ""),
        },
        "size": {"url": f"{address}?sort=size", "sorted": "descending" if current == "size" else ""},
    }


class CaseFileMakeView(ActorView):
    """Ask for everything as one PDF; what it holds is frozen now."""

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        document = case_file_request(actor=request.actor, case_id=case_id)
        messages.success(request, _("The case file is being made as of now. It will stand below in a moment."))
        return redirect(reverse("cases:case-documents", args=[case_id]) + f"#paper-{document.id}")


class CaseFileView(ActorView):
    """One file of a case, page by page: enlarged, turned, without scripts. The look is recorded with its picture."""

    def get(self, request: ActorRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
        actor = request.actor
        case = case_get(actor, case_id)
        file = StoredFile.objects.filter(id=file_id, subject=case.subject, destroyed_at=None).first()
        if file is None or not can_be_shown(file):
            raise NotVisible(f"storedfile:{file_id}")
        paper = GeneratedDocument.objects.filter(file=file).defer("context").first()
        number = min(max(_number(request.GET.get("page"), 1), 1), file.pages)
        zoom = _among(_number(request.GET.get("zoom"), 100), ZOOMS, 100)
        turn = _among(_number(request.GET.get("turn"), 0), TURNS, 0)
        shown = page_show(file, number)
        title = file_title(file, paper)
        context = {
            **head_context(actor, case, "documents"),
            "file": file,
            "title": title,
            "about": pages_words(file),
            "shown": shown,
            "picture": _picture(shown, turn),
            "zoom": zoom,
            "links": _links(case, file, number, zoom, turn),
            "again_url": _address(case, file, number, zoom, turn, step=polling(step_of(request))["poll_step"]),
            **polling(step_of(request)),
        }
        return render(request, "cases/file/viewer.html", context)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default


def _among(value: int, known: tuple[int, ...], default: int) -> int:
    return value if value in known else default


def _address(case: Case, file: StoredFile, page: int, zoom: int, turn: int, *, step: int = 0) -> str:
    values = {"page": page, "zoom": zoom, "turn": turn, "step": step}
    defaults = {"page": 1, "zoom": 100, "turn": 0, "step": 0}
    query = urlencode({name: value for name, value in values.items() if value != defaults[name]})
    address = reverse("cases:case-file", args=[case.id, file.id])
    return f"{address}?{query}" if query else address


def _links(case: Case, file: StoredFile, page: int, zoom: int, turn: int) -> dict[str, str]:
    """Where each button of the viewer leads; "" for one that leads nowhere."""
    place = ZOOMS.index(zoom)
    right, left = TURNS[(TURNS.index(turn) + 1) % 4], TURNS[(TURNS.index(turn) - 1) % 4]
    larger = ZOOMS[place + 1] if place + 1 < len(ZOOMS) else 0
    smaller = ZOOMS[place - 1] if place else 0
    return {
        "first": _address(case, file, 1, zoom, turn) if page > 1 else "",
        "previous": _address(case, file, page - 1, zoom, turn) if page > 1 else "",
        "next": _address(case, file, page + 1, zoom, turn) if page < file.pages else "",
        "last": _address(case, file, file.pages, zoom, turn) if page < file.pages else "",
        "larger": _address(case, file, page, larger, turn) if larger else "",
        "smaller": _address(case, file, page, smaller, turn) if smaller else "",
        "left": _address(case, file, page, zoom, left),
        "right": _address(case, file, page, zoom, right),
    }


def _picture(shown: PageShown, turn: int) -> dict[str, Any]:
    """The frame of a page, turned: width and height as it is seen, and the movement of the picture into it (SVG 1.1,
    chapter 7.6). Attributes of an SVG are no inline style, so the content security policy lets them be."""
    width, height = shown.width or 1, shown.height or 1
    moves = {
        0: "",
        90: f"translate({height} 0) rotate(90)",
        180: f"translate({width} {height}) rotate(180)",
        270: f"translate(0 {width}) rotate(270)",
    }
    is_lying = turn in {90, 270}
    return {
        "width": width,
        "height": height,
        "seen_width": height if is_lying else width,
        "seen_height": width if is_lying else height,
        "move": moves[turn],
    }
