"""Questions and answers between the two sides of a case, with files."""

from collections.abc import Callable
from typing import Any, ClassVar, Final
from uuid import UUID

from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation as docs
from api.parsing import PlainJSONParser
from api.payloads import form_data, refuse_invalid, refuse_unknown
from api.preconditions import etag_of, refuse_unless_matching
from api.selectors.paging import slice_of
from api.serializers.messages import MessageSerializer, ThreadSerializer
from api.views.base import ApiView, CaseView, about
from audit.services import access_record
from cases.forms.conversation import MessageForm, QuestionForm
from cases.models import Case, Message, Thread
from cases.policies import side_of
from cases.selectors.case_head import case_head_for
from cases.selectors.conversation import may_read, thread_get
from cases.services import information_requests, messages
from cases.services.talking import FILES_AT_MOST
from cases.wording import other_country
from core.errors import NotVisible

ATTACHMENTS: Final = "attachments"


def written(view: ApiView, form_class: type[MessageForm], **options: Any) -> MessageForm:
    """The form with what was sent, judged: JSON, or multipart with files named `attachments`."""
    fields, files, is_text = view.sent(ATTACHMENTS)
    form = form_class(form_data(form_class.base_fields, fields, is_text=is_text), files, **options)
    refuse_invalid(form)
    return form


def thread_found(view: ApiView, thread_id: UUID) -> tuple[Case, Thread]:
    """A thread of a case that the client's side reads, or NotVisible."""
    key = Thread.objects.filter(id=thread_id).values_list("case_id", flat=True).first()
    if key is None:
        raise NotVisible(f"thread:{thread_id}")
    case = case_head_for(view.actor, key)
    return case, thread_get(view.actor, case, thread_id)


def represented(thread: Thread) -> dict[str, Any]:
    """The thread as it is now; its messages are a list of their own."""
    return dict(ThreadSerializer(Thread.objects.select_related("information").get(id=thread.id)).data)


def looked_at(view: ApiView, thread_id: UUID) -> Thread:
    """The thread, or NotVisible; the look is recorded."""
    case, thread = thread_found(view, thread_id)
    access_record(actor=view.actor, action="thread.viewed", subject=f"thread:{thread.id}", about=about(case))
    return thread


def once_answered(view: ApiView, work: Callable[[], UUID], *, status: int = 200) -> Response:
    """Do `work` once; the answer is the thread whose key it gives, as it is now. One that is told again is a look."""

    def tell(thread_id: UUID, *, is_repeated: bool) -> Response:
        thread = looked_at(view, thread_id) if is_repeated else thread_found(view, thread_id)[1]
        headers = {"Location": f"/api/v1/threads/{thread_id}"} if status == 201 else None
        return view.tagged(represented(thread), status=status, headers=headers)

    return view.once(work, tell)


@docs.threads
class ThreadListView(CaseView):
    """The threads of a case; a new question."""

    scopes = {"GET": "messages:read", "POST": "messages:write"}
    parser_classes = [PlainJSONParser, MultiPartParser]
    files_at_most = FILES_AT_MOST

    def get(self, request: Request, case_id: UUID) -> Response:
        """One page, in the order in which they were opened; the look is recorded."""
        _values, cursor, limit = self.paged()
        case = case_head_for(self.actor, case_id)
        if not may_read(self.actor, case):
            raise NotVisible(f"case:{case_id}")
        self.look(case, "messages.opened")
        threads = Thread.objects.filter(case=case).select_related("information")
        page = slice_of(threads, cursor, limit)
        return Response({"results": ThreadSerializer(page.rows, many=True).data, "next": page.next_cursor})

    def post(self, request: Request, case_id: UUID) -> Response:
        """Put a question to the other side, once."""
        return once_answered(self, lambda: self._open(case_id), status=201)

    def _open(self, case_id: UUID) -> UUID:
        case = case_head_for(self.actor, case_id)
        form = written(self, QuestionForm, zone=other_country(case, side_of(self.actor, case)).time_zone)
        values = form.cleaned_data
        thread = messages.thread_open(
            actor=self.actor,
            case_id=case_id,
            title=values["title"],
            text=values["text"],
            due_on=values["due_on"],
            files=form.uploads(),
        )
        return thread.id


@docs.thread
class ThreadView(ApiView):
    """One thread."""

    scopes = {"GET": "messages:read"}

    def get(self, request: Request, thread_id: UUID) -> Response:
        """The thread without its messages; the look is recorded."""
        self.known()
        return self.tagged(represented(looked_at(self, thread_id)))


class ThreadChangeView(ApiView):
    """A change of a thread: locked, and compared with what the client saw where that matters."""

    scopes = {"POST": "messages:write"}
    is_matched: ClassVar[bool] = True

    def post(self, request: Request, thread_id: UUID) -> Response:
        """Do it, once."""
        return once_answered(self, lambda: self._change(thread_id))

    def _change(self, thread_id: UUID) -> UUID:
        case, thread = thread_found(self, thread_id)
        # The case, as whoever writes in a part of it locks it: nobody else changes the thread until the request ends.
        list(Case.objects.select_for_update(of=("self",), no_key=True).filter(id=case.id).values_list("id", flat=True))
        if self.is_matched:
            refuse_unless_matching(self.request.headers, etag_of(represented(thread)))
        self.change(thread_id)
        return thread_id

    def change(self, thread_id: UUID) -> None:
        """The act itself."""
        raise NotImplementedError


class WritingView(ThreadChangeView):
    """A change that brings words and files."""

    parser_classes = [PlainJSONParser, MultiPartParser]
    files_at_most = FILES_AT_MOST


@docs.messages_of_thread
class MessageListView(WritingView):
    """The messages of a thread; one more."""

    scopes = {"GET": "messages:read", "POST": "messages:write"}
    is_matched = False

    def get(self, request: Request, thread_id: UUID) -> Response:
        """One page, oldest first; the look is recorded. Reading marks nothing: that is an act of its own."""
        _values, cursor, limit = self.paged()
        thread = looked_at(self, thread_id)
        page = slice_of(Message.objects.filter(thread=thread).prefetch_related("files__file"), cursor, limit)
        return Response({"results": MessageSerializer(page.rows, many=True).data, "next": page.next_cursor})

    def change(self, thread_id: UUID) -> None:
        """Write it."""
        form = written(self, MessageForm)
        messages.message_send(
            actor=self.actor, thread_id=thread_id, text=form.cleaned_data["text"], files=form.uploads()
        )


@docs.information_answer
class InformationAnswerView(WritingView):
    """The answer to a request for information."""

    def change(self, thread_id: UUID) -> None:
        """Answer it."""
        form = written(self, MessageForm)
        information_requests.information_answer(
            actor=self.actor,
            thread_id=thread_id,
            version=None,
            text=form.cleaned_data["text"],
            files=form.uploads(),
        )


class PlainChangeView(ThreadChangeView):
    """A change that brings nothing."""

    service: ClassVar[Callable[..., Any]]

    def change(self, thread_id: UUID) -> None:
        """Call the service; the thread is locked and was compared."""
        refuse_unknown(self.request.data, ())
        type(self).service(actor=self.actor, thread_id=thread_id, version=None)


@docs.information_cancel
class InformationCancelView(PlainChangeView):
    """Take a request for information back."""

    service = staticmethod(information_requests.information_cancel)


@docs.thread_close
class ThreadCloseView(PlainChangeView):
    """Close a question of the own side."""

    service = staticmethod(messages.thread_close)


@docs.thread_reopen
class ThreadReopenView(PlainChangeView):
    """Undo the closing."""

    service = staticmethod(messages.thread_reopen)


@docs.thread_read
class ThreadReadView(ThreadChangeView):
    """The client's office has the thread in front of it."""

    is_matched = False

    def change(self, thread_id: UUID) -> None:
        """What the other side wrote counts as read from now on."""
        refuse_unknown(self.request.data, ())
        messages.thread_read(actor=self.actor, thread_id=thread_id)
