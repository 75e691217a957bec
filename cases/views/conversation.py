"""The pages on which the two sides of a case write to each other, and those of notes."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from audit.services import access_record
from cases.forms.acts import NoteForm
from cases.forms.conversation import MessageForm, QuestionForm, ShareForm
from cases.models import Case, Thread
from cases.policies import side_of
from cases.selectors import conversation, notes
from cases.selectors.case_tabs import tabs_for
from cases.selectors.paging import Cursor
from cases.services.information_requests import information_answer, information_cancel
from cases.services.messages import message_send, thread_close, thread_open, thread_read, thread_reopen
from cases.services.notes import note_share
from cases.views.base import (
    ActorRequest,
    ActorView,
    about,
    add_errors,
    case_get,
    leading_back,
    refused,
    version_of,
)
from cases.wording import other_country
from core.errors import Invalid
from countries.selectors.places import country_name
from notifications.services.notices import notices_mark_subject


def reader_case(request: ActorRequest, case_id: UUID) -> Case:
    """The case, for people of both offices; delegates are refused."""
    case = case_get(request.actor, case_id)
    if not conversation.may_read(request.actor, case):
        raise refused(case, "not_granted", _("Messages and notes are for the offices that hold the case."))
    return case


def case_context(request: ActorRequest, case: Case) -> dict[str, Any]:
    """What every page between the sides shows: the case, and the country across."""
    return {"case": case, "there": country_name(other_country(case, side_of(request.actor, case)))}


def answering_zone(actor: Actor, case: Case) -> str:
    """The time zone of the state that answers what the actor's side asks."""
    return other_country(case, side_of(actor, case)).time_zone


def add_complaints(form: MessageForm, invalid: Invalid) -> None:
    """A service's complaints beside the fields of the form, which calls the files by another name."""
    names = {"files": "attachments"}
    add_errors(form, Invalid({names.get(name, name): found for name, found in invalid.errors.items()}))


def places(request: HttpRequest) -> dict[str, Cursor | None]:
    """Where a list goes on, as the address says."""
    return {name: Cursor.parse(request.GET.get(name, "")) for name in ("after", "before")}


def page_urls(address: str, after: Cursor | None, before: Cursor | None, **values: str) -> dict[str, str | None]:
    """The addresses of the neighbouring pages of a list."""

    def url(**place: Any) -> str:
        return f"{address}?{urlencode({**{k: v for k, v in values.items() if v}, **place})}"

    return {
        "next_url": url(after=after) if after else None,
        "previous_url": url(before=before) if before else None,
    }


class CaseMessagesView(ActorView):
    """Every question and request of a case, the latest first."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """One page of the list; `state` narrows it."""
        case = reader_case(request, case_id)
        access_record(actor=request.actor, action="messages.opened", subject=case.subject, about=about(case))
        state = request.GET.get("state", "")
        state = state if state in conversation.STATES else ""
        restricted = conversation.held_back(request.actor, case)
        page = conversation.threads_page(request.actor, case, state=state, **places(request))
        address = reverse("cases:case-messages", args=[case.id])
        labels = {"": _("All"), "waiting": _("Waiting for an answer"), "closed": _("Closed")}
        context = {
            **case_context(request, case),
            "tabs": tabs_for(request.actor, case, "messages"),
            "threads": page.rows,
            "state": state,
            "filters": [
                {"label": label, "url": f"{address}?state={code}" if code else address, "current": code == state}
                for code, label in labels.items()
            ],
            **page_urls(address, page.after, page.before, state=state),
            "theirs": notes.notes_of_other_side(request.actor, case),
            "can_talk": conversation.may_talk(request.actor, case) and not restricted,
            "restricted": restricted,
            "can_ask_information": conversation.may_ask_information(request.actor, case),
        }
        return render(request, "cases/conversation/thread_list.html", context)


class ThreadStartView(ActorView):
    """A new question to the other side."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """The empty form."""
        case = self._case(request, case_id)
        return self._page(request, case, QuestionForm(zone=answering_zone(request.actor, case)))

    def post(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """Put the question."""
        case = self._case(request, case_id)
        form = QuestionForm(request.POST, request.FILES, zone=answering_zone(request.actor, case))
        if form.is_valid():
            try:
                thread = thread_open(
                    actor=request.actor,
                    case_id=case.id,
                    title=form.cleaned_data["title"],
                    text=form.cleaned_data["text"],
                    due_on=form.cleaned_data["due_on"],
                    files=form.uploads(),
                )
            except Invalid as invalid:
                add_complaints(form, invalid)
            else:
                messages.success(request, _("The question is sent."))
                return redirect("cases:thread", case_id=case.id, thread_id=thread.id)
        return self._page(request, case, form, status=422)

    def _case(self, request: ActorRequest, case_id: UUID) -> Case:
        case = reader_case(request, case_id)
        if not conversation.may_talk(request.actor, case):
            raise refused(case, "not_granted", _("You cannot write to the other side of this case now."))
        if words := conversation.held_back(request.actor, case):
            raise refused(case, "restricted", words)
        return case

    def _page(self, request: ActorRequest, case: Case, form: QuestionForm, status: int = 200) -> HttpResponse:
        context = {**case_context(request, case), "form": form, "had_files": bool(request.FILES)}
        return render(request, "cases/conversation/question.html", context, status=status)


class ThreadView(ActorView):
    """One thread: to read it, and to write in it. Opened by those who work on the case, it counts as read."""

    def get(self, request: ActorRequest, case_id: UUID, thread_id: UUID) -> HttpResponseBase:
        """The messages, the latest page first; looking is recorded."""
        case, thread = self._find(request, case_id, thread_id)
        subject = f"thread:{thread.id}"
        access_record(actor=request.actor, action="thread.viewed", subject=subject, about=about(case))
        notices_mark_subject(actor=request.actor, subject=case.subject, thread=str(thread.id))
        page = self._messages(request, case, thread)
        if page.row.unread:
            # What stands on another page of the thread nobody has read yet.
            thread_read(actor=request.actor, thread_id=thread.id, numbers=[row.number for row in page.messages])
        return self._page(request, case, page, MessageForm())

    def post(self, request: ActorRequest, case_id: UUID, thread_id: UUID) -> HttpResponseBase:
        """Send a message; with `answer` it answers the request for information."""
        case, thread = self._find(request, case_id, thread_id)
        form = MessageForm(request.POST, request.FILES)
        is_answer = "answer" in request.POST
        if form.is_valid():
            try:
                if is_answer:
                    information_answer(
                        actor=request.actor,
                        thread_id=thread.id,
                        version=version_of(request),
                        text=form.cleaned_data["text"],
                        files=form.uploads(),
                    )
                else:
                    message_send(
                        actor=request.actor,
                        thread_id=thread.id,
                        text=form.cleaned_data["text"],
                        files=form.uploads(),
                    )
            except Invalid as invalid:
                add_complaints(form, invalid)
            else:
                messages.success(request, _("The answer is sent.") if is_answer else _("The message is sent."))
                return redirect(thread_url(case, thread) + "#latest")
        return self._page(request, case, self._messages(request, case, thread), form, status=422)

    def _find(self, request: ActorRequest, case_id: UUID, thread_id: UUID) -> tuple[Case, Thread]:
        case = reader_case(request, case_id)
        return case, conversation.thread_get(request.actor, case, thread_id)

    def _messages(self, request: ActorRequest, case: Case, thread: Thread) -> conversation.ThreadPage:
        return conversation.thread_page(request.actor, case, thread, **places(request))

    def _page(
        self,
        request: ActorRequest,
        case: Case,
        page: conversation.ThreadPage,
        form: MessageForm,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **case_context(request, case),
            "page": page,
            "form": form,
            "had_files": bool(request.FILES),
            **page_urls(page.row.url, page.earlier, page.later),
        }
        return render(request, "cases/conversation/thread.html", context, status=status)


def thread_url(case: Case, thread: Thread) -> str:
    """The address of a thread."""
    return reverse("cases:thread", args=[case.id, thread.id])


class ThreadMoveView(ActorView):
    """Closing a thread and undoing it. move: the service; told: what the page says afterwards."""

    move: Callable[..., Thread]
    told: Promise

    def post(self, request: ActorRequest, case_id: UUID, thread_id: UUID) -> HttpResponseBase:
        """Do it, to the thread as the form showed it."""
        case = reader_case(request, case_id)
        thread = conversation.thread_get(request.actor, case, thread_id)
        with leading_back(thread_url(case, thread)):
            self.move(actor=request.actor, thread_id=thread.id, version=version_of(request))
        messages.success(request, str(self.told))
        return redirect(thread_url(case, thread))


class ThreadCloseView(ThreadMoveView):
    """The side that asked is content."""

    move = staticmethod(thread_close)
    told = gettext_lazy("The question is closed. It can be opened again.")


class ThreadReopenView(ThreadMoveView):
    """Undo the closing."""

    move = staticmethod(thread_reopen)
    told = gettext_lazy("The question is open again.")


class InformationCancelView(ActorView):
    """Take a request for information back, once asked whether one means it."""

    def get(self, request: ActorRequest, case_id: UUID, request_id: UUID) -> HttpResponseBase:
        """What follows from it."""
        case = reader_case(request, case_id)
        thread = conversation.thread_get(request.actor, case, request_id)
        if not conversation.may_cancel(request.actor, case, thread):
            words = _("This request cannot be taken back by you now.")
            raise refused(case, "wrong_status", words, next_url=thread_url(case, thread))
        context = {**case_context(request, case), "row": conversation.thread_row(request.actor, case, thread)}
        return render(request, "cases/conversation/information_cancel.html", context)

    def post(self, request: ActorRequest, case_id: UUID, request_id: UUID) -> HttpResponseBase:
        """Take it back."""
        case = reader_case(request, case_id)
        thread = conversation.thread_get(request.actor, case, request_id)
        with leading_back(thread_url(case, thread)):
            information_cancel(actor=request.actor, thread_id=thread.id, version=version_of(request))
        messages.success(request, _("The request is taken back."))
        return redirect(thread_url(case, thread))


class NoteListView(ActorView):
    """The notes of the own side, and those that the other side let us read."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponseBase:
        """One page, the latest first."""
        case = reader_case(request, case_id)
        access_record(actor=request.actor, action="notes.opened", subject=case.subject, about=about(case))
        restricted = conversation.held_back(request.actor, case)
        page = notes.notes_page(request.actor, case, **places(request))
        context = {
            **case_context(request, case),
            "notes": page.rows,
            "theirs": notes.notes_of_other_side(request.actor, case),
            "can_talk": conversation.may_talk(request.actor, case) and not restricted,
            "restricted": restricted,
            "can_write": notes.may_write(request.actor, case),
            "form": NoteForm(),
            **page_urls(reverse("cases:note-list", args=[case.id]), page.after, page.before),
        }
        return render(request, "cases/conversation/note_list.html", context)


class NoteShareView(ActorView):
    """Let the other side read a note: it cannot be taken back, so the page asks first."""

    def get(self, request: ActorRequest, case_id: UUID, note_id: UUID) -> HttpResponseBase:
        """The note, and what follows."""
        return self._page(request, reader_case(request, case_id), note_id, ShareForm())

    def post(self, request: ActorRequest, case_id: UUID, note_id: UUID) -> HttpResponseBase:
        """Share it."""
        case = reader_case(request, case_id)
        form = ShareForm(request.POST)
        if not form.is_valid():
            return self._page(request, case, note_id, form, status=422)
        note = notes.note_get(request.actor, case, note_id)
        with leading_back(reverse("cases:note-list", args=[case.id])):
            note_share(actor=request.actor, note_id=note.id)
        messages.success(request, _("The other side can read the note now."))
        return redirect(reverse("cases:note-list", args=[case.id]))

    def _page(
        self, request: ActorRequest, case: Case, note_id: UUID, form: ShareForm, status: int = 200
    ) -> HttpResponse:
        note = notes.note_get(request.actor, case, note_id)
        if note.shared_as_id is not None:
            raise refused(case, "already_shared", _("The other side has this note already."))
        if not conversation.may_talk(request.actor, case):
            raise refused(case, "not_granted", _("You cannot write to the other side of this case now."))
        if words := conversation.held_back(request.actor, case):
            raise refused(case, "restricted", words)
        context = {**case_context(request, case), "note": note, "form": form}
        return render(request, "cases/conversation/note_share.html", context, status=status)
