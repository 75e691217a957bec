"""Files and papers: what there is about a case, and their bytes."""

from uuid import UUID

from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation as docs
from api.serializers.lists import PaperSerializer
from api.serializers.parts import FileSerializer
from api.views.base import ApiView, CaseView
from audit.services import access_record
from cases.selectors.case_head import case_head_for
from documents import selectors
from documents.services import about_case
from documents.views import download_response


@docs.file_list
class FileListView(CaseView):
    """The files about a case that the client's side may read."""

    scopes = {"GET": "files:read"}

    def get(self, request: Request, case_id: UUID) -> Response:
        """Oldest first; withdrawn ones are not told. The look is recorded: the pages tell files with their case."""
        self.known()
        case = case_head_for(self.actor, case_id)
        self.look(case, "case.opened")
        files = selectors.file_list(case.subject)
        return Response({"results": FileSerializer(files, many=True).data})


@docs.paper_list
class PaperListView(CaseView):
    """The papers about a case."""

    scopes = {"GET": "files:read"}

    def get(self, request: Request, case_id: UUID) -> Response:
        """Newest first, each with the state of its drawing; the look is recorded."""
        self.known()
        case = case_head_for(self.actor, case_id)
        self.look(case, "case.opened")
        papers = selectors.paper_list(case.subject) if case.shared else []
        return Response({"results": PaperSerializer(papers, many=True).data})


@docs.paper
class PaperView(ApiView):
    """One paper: to be asked again until it is drawn."""

    scopes = {"GET": "files:read"}

    def get(self, request: Request, document_id: UUID) -> Response:
        """The paper; its file is named once it is drawn."""
        self.known()
        return self.tagged(PaperSerializer(selectors.document_get(document_id)).data)


@docs.file_content
class FileContentView(ApiView):
    """The bytes of a file, as they were stored."""

    scopes = {"GET": "files:read"}

    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        """An attachment; the look is recorded, the bytes are compared with their hash."""
        self.known()
        file = selectors.file_get(file_id)
        subject = f"storedfile:{file.id}"
        access_record(actor=self.actor, action="file.downloaded", subject=subject, about=about_case(file))
        return download_response(file)
