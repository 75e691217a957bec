"""A family as a group of cases."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation as docs
from api.serializers.families import FamilyGroupSerializer
from api.views.base import CaseView
from cases.selectors.case_head import case_head_for
from cases.selectors.families import family_page
from cases.services.family_group import family_leave


@docs.family_group
class FamilyGroupView(CaseView):
    """The cases of one family."""

    scopes = {"GET": "cases:read", "DELETE": "cases:write"}

    def get(self, request: Request, case_id: UUID) -> Response:
        """Every case of the family, this one among them, with where each stands; the look is recorded."""
        self.known()
        case = case_head_for(self.actor, case_id)
        self.look(case, "case.opened")
        return self.tagged(FamilyGroupSerializer(family_page(self.actor, case)).data)

    def delete(self, request: Request, case_id: UUID) -> Response:
        """Take a draft out of its family: it goes its own way."""
        return self.once_answered(lambda: self._leave(case_id))

    def _leave(self, case_id: UUID) -> UUID:
        self.locked(case_id)
        family_leave(actor=self.actor, case_id=case_id, version=None)
        return case_id
