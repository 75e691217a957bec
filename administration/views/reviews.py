"""The quarterly list of everybody with access: gone through and signed by administrators, seen by supervisors."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from administration.forms.reviews import AccessReviewForm
from administration.selectors import reviews as selectors
from administration.selectors.offices import office_get
from administration.services.reviews import review_save
from administration.views.base import ActorRequest, ActorView, AdministratorView, tried
from audit.services import export_record
from core import clock
from core.exports import file_response, format_of


class ReviewListView(AdministratorView):
    """The offices within reach, with how the list of this quarter stands; and the lists that were signed."""

    tab = "review-list"

    def get(self, request: ActorRequest) -> HttpResponse:
        context = {
            "lines": selectors.reviews_due(request.actor),
            "earlier": selectors.reviews_before(request.actor),
            "quarter": selectors.quarter_of(clock.now().astimezone(request.actor.zone).date()),
        }
        return self.page(request, "reviews.html", context)


class ReviewFillView(AdministratorView):
    """The list of one office in this quarter. What is decided can be kept and gone on with before it is signed."""

    tab = "review-list"

    def get(self, request: ActorRequest, code: str) -> HttpResponse:
        view = selectors.review_current(request.actor, office_get(request.actor, code))
        if view.review is not None and view.is_signed:
            return redirect("administration:review-detail", list_id=view.review.id)
        return self._page(request, view, AccessReviewForm(view.lines))

    def post(self, request: ActorRequest, code: str) -> HttpResponse:
        office = office_get(request.actor, code)
        view = selectors.review_current(request.actor, office)
        form = AccessReviewForm(view.lines if not view.is_signed else (), request.POST)
        is_signed = request.POST.get("do") == "sign"
        if form.is_valid():
            review = tried(
                form,
                lambda: review_save(actor=request.actor, office=office, said=form.said(), is_signed=is_signed),
            )
            if review is not None and is_signed:
                messages.success(request, _("The list is signed."))
                return redirect("administration:review-detail", list_id=review.id)
            if review is not None:
                messages.success(request, _("What you decided so far is kept. The list is not signed yet."))
                return redirect("administration:review-fill", code=code)
        return self._page(request, view, form, 422)

    def _page(
        self, request: ActorRequest, view: selectors.ReviewView, form: AccessReviewForm, status: int = 200
    ) -> HttpResponse:
        return self.page(request, "review_fill.html", {"view": view, "form": form, "self_mark": selectors.SELF}, status)


class ReviewDetailView(AdministratorView):
    """A signed list, with what is still to be done of it."""

    tab = "review-list"

    def get(self, request: ActorRequest, list_id: UUID) -> HttpResponse:
        view = selectors.review_signed(request.actor, list_id)
        return self.page(request, "review_signed.html", {"view": view})


class ReviewExportView(AdministratorView):
    """A signed list as a file. GET shows nothing: an export is an act."""

    http_method_names = ["post"]

    def post(self, request: ActorRequest, list_id: UUID) -> HttpResponseBase:
        view = selectors.review_signed(request.actor, list_id)
        file_format = format_of(request.POST.get("format", ""))
        if file_format is None:
            return HttpResponse(_("Choose CSV or XLSX."), status=422, content_type="text/plain; charset=utf-8")
        name = f"rcms-access-{view.office.code}-{view.quarter.code}"
        response, rows = file_response(selectors.review_sheet(view), file_format, name)
        filters = {"office": view.office.code, "quarter": view.quarter.code}
        export_record(actor=request.actor, kind="access-review", file_format=file_format, filters=filters, rows=rows)
        return response


class ReviewDoneView(ActorView):
    """For supervisors: which offices' lists were signed, when and by whom; no line of them."""

    def get(self, request: ActorRequest) -> HttpResponse:
        context = {
            "lines": selectors.reviews_seen(request.actor),
            "quarter": selectors.quarter_of(clock.now().astimezone(request.actor.zone).date()),
            "back_url": reverse("supervision:overview"),
        }
        return render(request, "administration/reviews_done.html", context)
