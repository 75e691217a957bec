"""Claims of readmission in error, and an application filed again."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation as docs
from api.payloads import form_data, refuse_invalid
from api.serializers.exits import ErrorClaimSerializer
from api.views.base import CaseView
from cases.forms.exits import RefilingForm
from cases.selectors.case_head import case_head_for
from cases.selectors.exits import claims_of, needs_new
from cases.services.refiling import case_refile
from core.errors import Invalid


@docs.error_claims
class ErrorClaimListView(CaseView):
    """What was claimed about a readmission, and what came of it."""

    scopes = {"GET": "cases:read"}

    def get(self, request: Request, case_id: UUID) -> Response:
        """Every claim, oldest first; the look is recorded."""
        self.known()
        case = case_head_for(self.actor, case_id)
        self.look(case, "case.opened")
        return Response({"results": ErrorClaimSerializer(claims_of(case), many=True).data})


@docs.refile
class RefileView(CaseView):
    """An application filed again for the person of a case that is over."""

    scopes = {"POST": "cases:write"}

    def post(self, request: Request, case_id: UUID) -> Response:
        """A new draft with what the earlier case had; the answer is the new case."""
        return self.once_answered(lambda: self._file(case_id), status=201)

    def _file(self, case_id: UUID) -> UUID:
        found = self.locked(case_id)
        fields = RefilingForm(needs_new=needs_new(found.case)).fields
        form = RefilingForm(form_data(fields, self.request.data), needs_new=needs_new(found.case))
        refuse_invalid(form)
        try:
            return case_refile(actor=self.actor, case_id=case_id, **form.cleaned_data).id
        except Invalid as invalid:
            raise Invalid({"what_is_new": [text for texts in invalid.errors.values() for text in texts]}) from invalid
