"""Reference data, for every client alike: published law, the directory of offices, the codes."""

from typing import Any, Final

from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api import documentation as docs
from api.errors import bad_parameter
from api.serializers import reference as serializers
from api.views.base import ApiView
from cases import choices
from core.forms import today
from countries.choices import EvidenceKind, EvidenceWorth, RuleKind
from countries.models import Agreement, Authority, Country, CrossingPoint
from notifications.choices import NoticeKind

# name -> (audience, codes). What the requesting side alone knows (reasons of a withdrawal, vulnerabilities) stands in
# nobody's list: no client sends these codes.
CODE_LISTS: Final[dict[str, tuple[str, type[models.TextChoices]]]] = {
    "status": ("both", choices.Status),
    "track": ("both", choices.Track),
    "outcome": ("both", choices.Outcome),
    "basis": ("both", choices.Basis),
    "sex": ("both", choices.Sex),
    "civil_status": ("both", choices.CivilStatus),
    "family_relation": ("both", choices.FamilyRelation),
    "refusal_reason": ("both", choices.RefusalReason),
    "inconclusive_reason": ("both", choices.InconclusiveReason),
    "incomplete_reason": ("both", choices.IncompleteReason),
    "information_item": ("both", choices.InformationItem),
    "verification_answer": ("both", choices.VerificationAnswer),
    "decision_state": ("receiving", choices.DecisionState),
    "travel_document_status": ("both", choices.TravelDocumentStatus),
    "transfer_status": ("both", choices.TransferStatus),
    "transfer_means": ("both", choices.TransferMeans),
    "transfer_failure": ("both", choices.TransferFailure),
    "clock_kind": ("both", choices.ClockKind),
    "clock_state": ("both", choices.ClockState),
    "evidence_kind": ("both", EvidenceKind),
    "evidence_worth": ("both", EvidenceWorth),
    "rule_kind": ("both", RuleKind),
    "notice_kind": ("both", NoticeKind),
}


class ReferenceView(ApiView):
    """A list that any token may read; `country` narrows it where the rows have one."""

    def listed(self, rows: Any, serializer: Any, *, by_country: bool) -> Response:
        """All rows: reference data are small, and a client keeps a copy (If-None-Match)."""
        country = self.known("country")["country"] if by_country else self.known() and ""
        if country:
            if not (len(country) == 3 and country.isascii() and country.isupper()):
                raise bad_parameter({"country": [_("Give an alpha-3 code")]})
            rows = rows.filter(country=country)
        return self.tagged({"results": serializer(rows, many=True).data})


@docs.countries
class CountryListView(ReferenceView):
    """Countries of ISO 3166-1, Kosovo, and former states."""

    def get(self, request: Request) -> Response:
        """By code."""
        return self.listed(Country.objects.order_by("code"), serializers.CountrySerializer, by_country=False)


@docs.authorities
class AuthorityListView(ReferenceView):
    """Offices that exist today."""

    def get(self, request: Request) -> Response:
        """By country and code."""
        rows = Authority.objects.active_on(today()).order_by("country", "code")
        return self.listed(rows, serializers.AuthoritySerializer, by_country=True)


@docs.crossing_points
class CrossingPointListView(ReferenceView):
    """Where persons are handed over."""

    def get(self, request: Request) -> Response:
        """By country and code."""
        rows = CrossingPoint.objects.filter(is_active=True).order_by("country", "code")
        return self.listed(rows, serializers.CrossingPointSerializer, by_country=True)


@docs.agreements
class AgreementListView(ReferenceView):
    """Agreements and protocols."""

    def get(self, request: Request) -> Response:
        """By code."""
        return self.listed(Agreement.objects.order_by("code"), serializers.AgreementSerializer, by_country=False)


@docs.agreement
class AgreementView(ApiView):
    """One agreement with its values."""

    def get(self, request: Request, code: str) -> Response:
        """Parties, members and rules, with citation and certainty."""
        self.known()
        found = Agreement.objects.filter(code=code).prefetch_related("parties", "members", "rules").first()
        if found is None:
            raise Http404
        return self.tagged(serializers.AgreementInWholeSerializer(found).data)


@docs.codes
class CodeListView(ApiView):
    """Every code that the API sends or takes, with words and audience."""

    def get(self, request: Request) -> Response:
        """In the language of Accept-Language, as far as it is offered."""
        self.known()
        lists = [
            {
                "name": name,
                "audience": audience,
                "codes": [{"code": code, "label": str(label)} for code, label in codes.choices],
            }
            for name, (audience, codes) in CODE_LISTS.items()
        ]
        return self.tagged({"results": serializers.CodeListSerializer(lists, many=True).data})
