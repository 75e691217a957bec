"""The sheet on health for the journey, to read and to print."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from audit.services import access_record
from cases.selectors.health_sheet import health_sheet
from cases.views.base import ActorRequest, ActorView, about
from cases.wording import moment_words
from core import clock


class HealthSheetView(ActorView):
    """For those who plan the transfer, to hand to a medical escort, and for the border post."""

    def get(self, request: ActorRequest, case_id: UUID) -> HttpResponse:
        """The sheet; each look is recorded."""
        sheet = health_sheet(request.actor, case_id)
        case = sheet.case
        access_record(actor=request.actor, action="health_sheet.opened", subject=case.subject, about=about(case))
        arrival = moment_words(sheet.transfer.arrives_at, case.receiving_country)
        context = {"case": case, "sheet": sheet, "arrival": arrival, "now": clock.now()}
        return render(request, "cases/case/health_sheet.html", context)
