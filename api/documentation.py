"""What each address says of itself in the OpenAPI description; the decorators of the views."""

from collections.abc import Callable
from typing import Any

from django.utils.text import capfirst
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    PolymorphicProxySerializer,
    extend_schema,
)
from rest_framework import serializers

from api.bodies import JSON, MULTIPART, NO_PERSONS, SECTIONS, START, plain_and_files, with_files_body
from api.describing import CURSOR, NOTHING, PAGING, op, page, parameter, view, whole
from api.payloads import payload_schema
from api.serializers import lists, messages, meta, parts, reference
from api.serializers.cases import CaseRowSerializer, ReceivingCaseSerializer, RequestingCaseSerializer
from api.serializers.costs import CostClaimSerializer, CostItemSerializer
from api.serializers.exits import ErrorClaimSerializer
from api.serializers.families import FamilyGroupSerializer
from api.serializers.interviews import VisitDetailSerializer, VisitSerializer
from cases.choices import Outcome, Side, Status, VerificationStatus
from cases.forms.conversation import MessageForm, QuestionForm
from cases.forms.costs import CostItemForm
from cases.forms.exits import RefilingForm
from cases.forms.filing_documents import EvidenceForm
from cases.forms.filing_family import FamilyMemberForm
from cases.forms.filing_more import PhotographForm
from cases.forms.verification import AnswerForm
from cases.forms.visits import PersonForm as PersonOfVisitForm
from cases.forms.visits import SlotForm, SystemVisitForm
from cases.workflow.types import Transition
from notifications.choices import NoticeKind

_CASE = PolymorphicProxySerializer(
    component_name="CaseOfSide",
    serializers={"requesting": RequestingCaseSerializer, "receiving": ReceivingCaseSerializer},
    resource_type_field_name="side",
)


# --- cases ------------------------------------------------------------------------------------------------------------

cases = view(
    get=op(
        "Cases",
        "List cases",
        answer=page(CaseRowSerializer),
        is_tagged=False,
        query=[
            *PAGING,
            parameter("status", f"Statuses, separated by commas: {', '.join(Status.values)}."),
            parameter("side", "On which side your country stands.", codes=Side.values),
            parameter("country", "Alpha-3 code of the other side."),
            parameter("reference", "The reference of one case."),
            parameter("outcome", "The answer.", codes=Outcome.values),
        ],
    ),
    post=op("Cases", "Start a draft", answer=_CASE, status=201, body={JSON: START}),
)
case = view(
    get=op("Cases", "Read a case", answer=_CASE),
    patch=op(
        "Cases",
        "Change a draft or a returned application",
        answer=_CASE,
        body={JSON: SECTIONS},
        is_matched=True,
        description=NO_PERSONS,
    ),
)
changes = view(
    get=op(
        "Cases",
        "What changed since",
        answer=page(lists.ChangeSerializer, has_more=serializers.BooleanField(read_only=True)),
        is_tagged=False,
        query=PAGING,
        description="Acts on your cases in the order in which they became visible; none is ever passed over. Keep "
        "`next` and ask with it again; without a cursor the feed begins at its beginning.",
    )
)
evidence = view(
    post=op(
        "Application",
        "Add a means of evidence",
        answer=_CASE,
        status=201,
        body=plain_and_files(EvidenceForm),
        is_matched=True,
    )
)
evidence_item = view(
    delete=op("Application", "Take out a means of evidence", answer=_CASE, is_matched=True),
)
photograph = view(
    post=op(
        "Application",
        "Set the photograph",
        answer=_CASE,
        status=201,
        body={MULTIPART: with_files_body(PhotographForm)},
        is_matched=True,
    )
)
family = view(
    post=op(
        "Application",
        "Add a member of the family",
        answer=_CASE,
        status=201,
        body={JSON: payload_schema(FamilyMemberForm.base_fields)},
        is_matched=True,
    )
)
family_member = view(
    patch=op(
        "Application",
        "Correct a member of the family",
        answer=_CASE,
        body={JSON: payload_schema(FamilyMemberForm.base_fields)},
        is_matched=True,
    ),
    delete=op("Application", "Take out a member of the family", answer=_CASE, is_matched=True),
)
error_claims = view(
    get=op("Cases", "Claims of readmission in error", answer=whole(ErrorClaimSerializer), is_tagged=False)
)
AMOUNT = {JSON: payload_schema({name: field for name, field in CostItemForm.base_fields.items() if name != "scan"})}
costs = view(
    get=op("Cases", "What your side spent", answer=whole(CostItemSerializer), is_tagged=False),
    post=op("Cases", "Record an amount that your side spent", answer=_CASE, body=AMOUNT, is_matched=True),
)
cost_claims = view(get=op("Cases", "Claims of costs", answer=whole(CostClaimSerializer), is_tagged=False))
refile = view(
    post=op(
        "Application",
        "File again what is over",
        answer=_CASE,
        status=201,
        body={JSON: payload_schema(RefilingForm.base_fields)},
        is_matched=True,
        description="If-Match carries the tag of the earlier case; the answer is the new draft. What was refused or "
        "inconclusive needs `what_is_new`, and goes to review only with something new.",
    )
)
family_group = view(
    get=op("Cases", "The family, each case with where it stands", answer=FamilyGroupSerializer),
    delete=op("Application", "Take a draft out of its family", answer=_CASE, is_matched=True),
)
family_case = view(
    post=op(
        "Application",
        "Start a case of a member's own",
        answer=_CASE,
        status=201,
        body=NOTHING,
        is_matched=True,
        description="If-Match carries the tag of the first case; the answer is the new one.",
    )
)


# --- acts -------------------------------------------------------------------------------------------------------------

act_list = view(get=op("Acts", "What can be done now", answer=whole(lists.ActSerializer), is_tagged=False))


def act(row: Transition, body: dict[str, Any]) -> Callable[[Any], Any]:
    """The decorator of one act's view."""
    words = "Choices that depend on the case (agencies, crossing points) are told by the list of acts."
    return view(
        post=op("Acts", capfirst(str(row.label)), answer=_CASE, body={JSON: body}, is_matched=True, description=words)
    )


# --- files, papers, conversation --------------------------------------------------------------------------------------

file_list = view(get=op("Files", "Files of a case", answer=whole(parts.FileSerializer), is_tagged=False))
paper_list = view(get=op("Files", "Papers of a case", answer=whole(lists.PaperSerializer), is_tagged=False))
paper = view(get=op("Files", "One paper and its progress", answer=lists.PaperSerializer))
file_content = view(
    get=extend_schema(
        tags=["Files"],
        summary="Download a file",
        responses={(200, kind): OpenApiTypes.BINARY for kind in ("application/pdf", "image/jpeg", "image/png")},
    )
)
threads = view(
    get=op("Messages", "Threads of a case", answer=page(messages.ThreadSerializer), query=PAGING, is_tagged=False),
    post=op(
        "Messages",
        "Put a question to the other side",
        answer=messages.ThreadSerializer,
        status=201,
        body=plain_and_files(QuestionForm),
    ),
)
thread = view(get=op("Messages", "One thread", answer=messages.ThreadSerializer))
messages_of_thread = view(
    get=op("Messages", "Messages of a thread", answer=page(messages.MessageSerializer), query=PAGING, is_tagged=False),
    post=op("Messages", "Write a message", answer=messages.ThreadSerializer, body=plain_and_files(MessageForm)),
)
information_answer = view(
    post=op(
        "Messages",
        "Answer a request for information",
        answer=messages.ThreadSerializer,
        body=plain_and_files(MessageForm),
        is_matched=True,
    )
)


def _thread_change(summary: str, *, is_matched: bool = True) -> Callable[[Any], Any]:
    answer = messages.ThreadSerializer
    return view(post=op("Messages", summary, answer=answer, body=NOTHING, is_matched=is_matched))


information_cancel = _thread_change("Take a request for information back")
thread_close = _thread_change("Close a question")
thread_reopen = _thread_change("Open a question again")
thread_read = _thread_change("Mark as read", is_matched=False)


# --- agencies, notices, reference -------------------------------------------------------------------------------------

visits = view(
    get=op("Interviews", "Mission visits", answer=page(VisitSerializer), is_tagged=False, query=PAGING),
    post=op(
        "Interviews",
        "Plan a mission visit",
        answer=VisitDetailSerializer,
        body={JSON: payload_schema(SystemVisitForm.base_fields)},
        status=201,
    ),
)
visit = view(get=op("Interviews", "One mission visit", answer=VisitDetailSerializer))


def _visit_change(summary: str, body: Any) -> Any:
    return view(post=op("Interviews", summary, answer=VisitDetailSerializer, body=body, is_matched=True))


visit_persons = _visit_change("Add a person to a mission visit", {JSON: payload_schema(PersonOfVisitForm.base_fields)})
visit_slot = _visit_change("Move a person on a mission visit", {JSON: payload_schema(SlotForm.base_fields)})


def visit_act(summary: str) -> Any:
    """A step of a whole visit."""
    return _visit_change(summary, NOTHING)


def question_act(summary: str, form: Any = None) -> Any:
    """What the receiving desk does about one of its questions."""
    body = {JSON: payload_schema(form.base_fields)} if form else NOTHING
    return view(post=op("Verification", summary, answer=_CASE, body=body, is_matched=True))


task_list = view(
    get=op(
        "Verification",
        "Questions to your agency",
        answer=page(lists.TaskRowSerializer),
        is_tagged=False,
        query=[*PAGING, parameter("status", "Only with this status.", codes=VerificationStatus.values)],
    )
)
task = view(get=op("Verification", "One question", answer=lists.TaskSerializer))
task_answer = view(
    post=op(
        "Verification",
        "Answer a question",
        answer=lists.TaskSerializer,
        body={JSON: payload_schema(AnswerForm.base_fields)},
        is_matched=True,
    )
)
notices = view(
    get=op(
        "Notices",
        "Notices of your office",
        answer=page(lists.NoticeSerializer),
        is_tagged=False,
        query=[CURSOR, parameter("kind", "Only of this kind.", codes=NoticeKind.values)],
    )
)
_COUNTRY = parameter("country", "Only of this country (alpha-3).")
client = view(get=op("Token", "Who the token is", answer=meta.ClientSerializer))
countries = view(get=op("Reference", "Countries", answer=whole(reference.CountrySerializer)))
authorities = view(get=op("Reference", "Offices", answer=whole(reference.AuthoritySerializer), query=[_COUNTRY]))
crossing_points = view(
    get=op("Reference", "Crossing points", answer=whole(reference.CrossingPointSerializer), query=[_COUNTRY])
)
agreements = view(get=op("Reference", "Agreements", answer=whole(reference.AgreementSerializer)))
agreement = view(get=op("Reference", "One agreement", answer=reference.AgreementInWholeSerializer))
codes = view(get=op("Reference", "Code lists", answer=whole(reference.CodeListSerializer)))
