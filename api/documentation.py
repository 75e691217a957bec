"""What each address says of itself in the OpenAPI description; the decorators of the views."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.text import capfirst
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers

from api.openapi import MATCHED, TAGGED
from api.payloads import payload_schema
from api.selectors.paging import LIMIT, LIMIT_AT_MOST
from api.serializers import lists, messages, meta, parts, reference
from api.serializers.cases import CaseRowSerializer, ReceivingCaseSerializer, RequestingCaseSerializer
from cases.choices import Outcome, Side, Status, VerificationStatus
from cases.forms.conversation import MessageForm, QuestionForm
from cases.forms.filing_documents import EvidenceForm
from cases.forms.filing_family import FamilyMemberForm
from cases.forms.filing_more import CircumstancesForm, PhotographForm, SafeguardsForm, StartForm
from cases.forms.filing_person import PersonForm
from cases.forms.verification import AnswerForm
from cases.workflow.types import Transition
from notifications.choices import NoticeKind

JSON, MULTIPART = "application/json", "multipart/form-data"
_NOTHING = {JSON: {"type": "object", "additionalProperties": False}}
_CASE = PolymorphicProxySerializer(
    component_name="CaseOfSide",
    serializers={"requesting": RequestingCaseSerializer, "receiving": ReceivingCaseSerializer},
    resource_type_field_name="side",
)


def _op(
    tag: str,
    summary: str,
    *,
    answer: Any,
    status: int = 200,
    body: Mapping[str, Any] | None = None,
    query: Sequence[OpenApiParameter] = (),
    is_matched: bool = False,
    is_tagged: bool = True,
    description: str = "",
) -> Any:
    """One operation. body: media type -> schema; is_matched: it needs If-Match; is_tagged: the answer has an ETag."""
    return extend_schema(
        tags=[tag],
        summary=summary,
        description=description or None,
        request=dict(body) if body is not None else None,
        responses={status: answer},
        parameters=list(query),
        extensions={MATCHED: is_matched, TAGGED: is_tagged},
    )


def _view(**operations: Any) -> Callable[[Any], Any]:
    return extend_schema_view(**operations)


def _query(name: str, words: str, *, codes: Sequence[str] = (), kind: Any = OpenApiTypes.STR) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=words, enum=list(codes) or None)


_CURSOR = _query("cursor", "Where to go on: `next` of the page before.", kind=OpenApiTypes.UUID)
_LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": LIMIT_AT_MOST, "default": LIMIT},
    description="How many at most.",
)
_PAGING = (_CURSOR, _LIMIT)


def _page(serializer: type[serializers.BaseSerializer[Any]], **more: serializers.Field) -> Any:
    """A page: results, and the cursor of the next one (null: nothing more now)."""
    name = serializer.__name__.removesuffix("Serializer")
    following = serializers.CharField(allow_null=True, read_only=True)
    fields: dict[str, Any] = {"results": serializer(many=True, read_only=True), "next": following, **more}
    return inline_serializer(f"{name}Page", fields)


def _all(serializer: type[serializers.BaseSerializer[Any]]) -> Any:
    """A list that comes whole."""
    name = serializer.__name__.removesuffix("Serializer")
    return inline_serializer(f"{name}List", {"results": serializer(many=True, read_only=True)})


def _partial(form: Any) -> dict[str, Any]:
    return payload_schema(form.base_fields, is_partial=True)


_START = payload_schema(StartForm.base_fields)
_START["properties"]["receiving_country"] = {"type": "string", "description": "Alpha-3 code of the country asked."}
_START["required"] = ["receiving_country", "agreement"]
_SECTIONS = {
    "type": "object",
    "additionalProperties": False,
    "minProperties": 1,
    "properties": {
        "person": _partial(PersonForm),
        "circumstances": _partial(CircumstancesForm),
        "safeguards": _partial(SafeguardsForm),
    },
}
_NO_PERSONS = "What is not named stays as it is; null empties a field. All of it is written or nothing."


def _with_files(form: Any) -> dict[str, Any]:
    """A multipart body: the same fields as text, and files."""
    schema = payload_schema(form.base_fields, with_files=True)
    for name, field in schema["properties"].items():
        if name == "attachments":
            schema["properties"][name] = {"type": "array", "items": field, "maxItems": 5}
    return schema


def _plain_and_files(form: Any) -> dict[str, Any]:
    return {JSON: payload_schema(form.base_fields), MULTIPART: _with_files(form)}


# --- cases ------------------------------------------------------------------------------------------------------------

cases = _view(
    get=_op(
        "Cases",
        "List cases",
        answer=_page(CaseRowSerializer),
        is_tagged=False,
        query=[
            *_PAGING,
            _query("status", f"Statuses, separated by commas: {', '.join(Status.values)}."),
            _query("side", "On which side your country stands.", codes=Side.values),
            _query("country", "Alpha-3 code of the other side."),
            _query("reference", "The reference of one case."),
            _query("outcome", "The answer.", codes=Outcome.values),
        ],
    ),
    post=_op("Cases", "Start a draft", answer=_CASE, status=201, body={JSON: _START}),
)
case = _view(
    get=_op("Cases", "Read a case", answer=_CASE),
    patch=_op(
        "Cases",
        "Change a draft or a returned application",
        answer=_CASE,
        body={JSON: _SECTIONS},
        is_matched=True,
        description=_NO_PERSONS,
    ),
)
changes = _view(
    get=_op(
        "Cases",
        "What changed since",
        answer=_page(lists.ChangeSerializer, has_more=serializers.BooleanField(read_only=True)),
        is_tagged=False,
        query=_PAGING,
        description="Acts on your cases in the order in which they became visible; none is ever passed over. Keep "
        "`next` and ask with it again; without a cursor the feed begins at its beginning.",
    )
)
evidence = _view(
    post=_op(
        "Application",
        "Add a means of evidence",
        answer=_CASE,
        status=201,
        body=_plain_and_files(EvidenceForm),
        is_matched=True,
    )
)
evidence_item = _view(
    delete=_op("Application", "Take out a means of evidence", answer=_CASE, is_matched=True),
)
photograph = _view(
    post=_op(
        "Application",
        "Set the photograph",
        answer=_CASE,
        status=201,
        body={MULTIPART: _with_files(PhotographForm)},
        is_matched=True,
    )
)
family = _view(
    post=_op(
        "Application",
        "Add a member of the family",
        answer=_CASE,
        status=201,
        body={JSON: payload_schema(FamilyMemberForm.base_fields)},
        is_matched=True,
    )
)
family_member = _view(
    delete=_op("Application", "Take out a member of the family", answer=_CASE, is_matched=True),
)
family_case = _view(
    post=_op(
        "Application",
        "Start a case of a member's own",
        answer=_CASE,
        status=201,
        body=_NOTHING,
        is_matched=True,
        description="If-Match carries the tag of the first case; the answer is the new one.",
    )
)


# --- acts -------------------------------------------------------------------------------------------------------------

act_list = _view(get=_op("Acts", "What can be done now", answer=_all(lists.ActSerializer), is_tagged=False))


def act(row: Transition, body: dict[str, Any]) -> Callable[[Any], Any]:
    """The decorator of one act's view."""
    words = "Choices that depend on the case (agencies, crossing points) are told by the list of acts."
    return _view(
        post=_op("Acts", capfirst(str(row.label)), answer=_CASE, body={JSON: body}, is_matched=True, description=words)
    )


# --- files, papers, conversation --------------------------------------------------------------------------------------

file_list = _view(get=_op("Files", "Files of a case", answer=_all(parts.FileSerializer), is_tagged=False))
paper_list = _view(get=_op("Files", "Papers of a case", answer=_all(lists.PaperSerializer), is_tagged=False))
paper = _view(get=_op("Files", "One paper and its progress", answer=lists.PaperSerializer))
file_content = _view(
    get=extend_schema(
        tags=["Files"],
        summary="Download a file",
        responses={(200, kind): OpenApiTypes.BINARY for kind in ("application/pdf", "image/jpeg", "image/png")},
    )
)
threads = _view(
    get=_op("Messages", "Threads of a case", answer=_page(messages.ThreadSerializer), query=_PAGING, is_tagged=False),
    post=_op(
        "Messages",
        "Put a question to the other side",
        answer=messages.ThreadSerializer,
        status=201,
        body=_plain_and_files(QuestionForm),
    ),
)
thread = _view(get=_op("Messages", "One thread", answer=messages.ThreadSerializer))
messages_of_thread = _view(
    get=_op(
        "Messages", "Messages of a thread", answer=_page(messages.MessageSerializer), query=_PAGING, is_tagged=False
    ),
    post=_op("Messages", "Write a message", answer=messages.ThreadSerializer, body=_plain_and_files(MessageForm)),
)
information_answer = _view(
    post=_op(
        "Messages",
        "Answer a request for information",
        answer=messages.ThreadSerializer,
        body=_plain_and_files(MessageForm),
        is_matched=True,
    )
)


def _thread_change(summary: str, *, is_matched: bool = True) -> Callable[[Any], Any]:
    answer = messages.ThreadSerializer
    return _view(post=_op("Messages", summary, answer=answer, body=_NOTHING, is_matched=is_matched))


information_cancel = _thread_change("Take a request for information back")
thread_close = _thread_change("Close a question")
thread_reopen = _thread_change("Open a question again")
thread_read = _thread_change("Mark as read", is_matched=False)


# --- agencies, notices, reference -------------------------------------------------------------------------------------

task_list = _view(
    get=_op(
        "Verification",
        "Questions to your agency",
        answer=_page(lists.TaskRowSerializer),
        is_tagged=False,
        query=[*_PAGING, _query("status", "Only with this status.", codes=VerificationStatus.values)],
    )
)
task = _view(get=_op("Verification", "One question", answer=lists.TaskSerializer))
task_answer = _view(
    post=_op(
        "Verification",
        "Answer a question",
        answer=lists.TaskSerializer,
        body={JSON: payload_schema(AnswerForm.base_fields)},
        is_matched=True,
    )
)
notices = _view(
    get=_op(
        "Notices",
        "Notices of your office",
        answer=_page(lists.NoticeSerializer),
        is_tagged=False,
        query=[_CURSOR, _query("kind", "Only of this kind.", codes=NoticeKind.values)],
    )
)
_COUNTRY = _query("country", "Only of this country (alpha-3).")
client = _view(get=_op("Token", "Who the token is", answer=meta.ClientSerializer))
countries = _view(get=_op("Reference", "Countries", answer=_all(reference.CountrySerializer)))
authorities = _view(get=_op("Reference", "Offices", answer=_all(reference.AuthoritySerializer), query=[_COUNTRY]))
crossing_points = _view(
    get=_op("Reference", "Crossing points", answer=_all(reference.CrossingPointSerializer), query=[_COUNTRY])
)
agreements = _view(get=_op("Reference", "Agreements", answer=_all(reference.AgreementSerializer)))
agreement = _view(get=_op("Reference", "One agreement", answer=reference.AgreementInWholeSerializer))
codes = _view(get=_op("Reference", "Code lists", answer=_all(reference.CodeListSerializer)))
