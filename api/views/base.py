"""What every address of the API shares: who calls, how much it may send, tags, and doing a thing once."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Final
from uuid import UUID

from django.conf import settings
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actor import Actor
from api.errors import Problem, bad_parameter
from api.payloads import refuse_unknown
from api.preconditions import etag_of, is_unchanged, refuse_unless_matching
from api.selectors.cases import CaseInWhole, case_in_whole
from api.selectors.paging import parsed_cursor, parsed_limit
from api.serializers.cases import represented
from api.services.idempotency import Telling, answer_once
from audit.services import AboutCase, access_record
from cases.models import Case
from cases.workflow.locking import operations_lock
from core.errors import NotVisible

JSON_LIMIT: Final = 256 * 1024
# What surrounds the files of a multipart body.
ENVELOPE: Final = 256 * 1024


class ApiView(APIView):
    """scopes: method -> the scope that a token must carry; a method without one needs a token alone."""

    http_method_names = ["get", "head", "post", "patch", "delete"]
    scopes: ClassVar[Mapping[str, str]] = {}
    files_at_most: ClassVar[int] = 0

    @property
    def actor(self) -> Actor:
        """Who acts: the client's technical user, its grants cut to the token's scopes."""
        actor: Actor = self.request.auth.actor
        return actor

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a body that is too large before anything of it is read."""
        super().initial(request, *args, **kwargs)
        if request.method not in {"GET", "HEAD"}:
            self.known()
        limit = self.files_at_most * settings.UPLOAD_LIMIT_BYTES + ENVELOPE if self.files_at_most else JSON_LIMIT
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
            raise Problem(413, "too_large", _("The request is larger than what is taken here."))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """What an answer says depends on the token and on the language asked for."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Vary"] = "Authorization, Accept-Language"
        return response

    def known(self, *names: str) -> dict[str, str]:
        """The parameters of the address; 400 for one that is not among `names`, or stands twice."""
        query = self.request.query_params
        wrong = {name[:60]: [_("There is no parameter of this name")] for name in query if name not in names}
        wrong |= {name: [_("Give this once")] for name in names if len(query.getlist(name)) > 1}
        wrong |= {name: [_("A parameter has no NUL")] for name in names if "\0" in query.get(name, "")}
        wrong |= {name: [_("Give a value, or leave this out")] for name in names if query.get(name) == ""}
        if wrong:
            raise bad_parameter(wrong)
        return {name: query.get(name, "") for name in names}

    def paged(self, *names: str) -> tuple[dict[str, str], UUID | None, int]:
        """The parameters of a list: its own, where to go on, how many."""
        values = self.known("cursor", "limit", *names)
        return values, parsed_cursor(values["cursor"]), parsed_limit(values["limit"])

    def tagged(self, data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        """The answer with its entity tag; 304 where the client holds it already."""
        etag = etag_of(data)
        if self.request.method in {"GET", "HEAD"} and is_unchanged(self.request, etag):
            return Response(status=304, headers={"ETag": etag})
        return Response(data, status=status, headers={"ETag": etag, **(headers or {})})

    def sent(self, *file_names: str) -> tuple[dict[str, Any], MultiValueDict[str, Any], bool]:
        """(fields, files, whether the fields are text): JSON, or multipart with files of these names.

        400 for a file that nobody asked for, and for anything given twice where one is taken.
        """
        files: MultiValueDict[str, Any] = self.request.FILES
        refuse_unknown(files, file_names)
        data: Any = self.request.data
        is_text = hasattr(data, "getlist")
        several = {name: len(files.getlist(name)) for name in files if self.files_at_most > 1}
        if is_text:
            repeated = [name for name in data if len(data.getlist(name)) > several.get(name, 1)]
            if repeated:
                fields = {name[:60]: [_("Give this once")] for name in repeated}
                raise Problem(400, "wrong_type", _("A value is of the wrong type."), fields=fields)
        plain = {name: data[name] for name in data if name not in files}
        if is_text and any("\0" in value for value in plain.values()):
            raise Problem(400, "malformed", _("The body contains a NUL character."))
        return plain, files, is_text

    def once(self, work: Callable[[], UUID], tell: Telling) -> Response:
        """Do `work` unless the same request came before, and tell what it is about. POST needs a key."""
        return answer_once(self.request, work, tell, is_required=self.request.method == "POST")


def refuse_unknown_codes(name: str, codes: Iterable[str], known: Iterable[str]) -> None:
    """400 for a code in a parameter of the address that there is not; an empty one asks for nothing."""
    if not set(codes) <= {"", *known}:
        raise bad_parameter({name: [_("There is no such code")]})


def about(case: Case) -> AboutCase:
    """The case as the audit trail names it."""
    return AboutCase(case.id, case.reference or "")


class CaseView(ApiView):
    """An address about one case: it is locked and compared with what the client saw before anything changes."""

    def found(self, case_id: UUID) -> CaseInWhole:
        """The case, or NotVisible."""
        return case_in_whole(self.actor, case_id)

    def locked(self, case_id: UUID) -> CaseInWhole:
        """The case, locked until the request ends, if it is still what the client saw (If-Match).

        Raises NotVisible; Problem 428, 412.
        """
        operations_lock(case_id)
        row = Case.objects.visible_to(self.actor).select_for_update(of=("self",)).filter(id=case_id)
        if not row.values_list("id", flat=True).first():
            raise NotVisible(f"case:{case_id}")
        found = self.found(case_id)
        refuse_unless_matching(self.request.headers, etag_of(represented(found)))
        return found

    def once_answered(self, work: Callable[[], UUID], *, status: int = 200) -> Response:
        """Do `work` once; the answer is the case whose key it gives, as it is now. One that is told again is a look."""

        def tell(case_id: UUID, *, is_repeated: bool) -> Response:
            headers = {"Location": f"/api/v1/cases/{case_id}"} if status == 201 else None
            found = self.found(case_id)
            if is_repeated:
                self.look(found.case, "case.opened")
            return self.tagged(represented(found), status=status, headers=headers)

        return self.once(work, tell)

    def look(self, case: Case, action: str) -> None:
        """A look at a case is recorded, as a person's is."""
        access_record(actor=self.actor, action=action, subject=case.subject, about=about(case))
