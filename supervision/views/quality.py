"""Quality reviews: draw a sample of closed cases, review each with a checklist, see what was found."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.views.base import ActorRequest, ActorView, tried, version_of
from cases.selectors.paging import Cursor
from core.forms import today
from core.periods import Span, period_of
from supervision.forms import ReviewForm, SampleForm
from supervision.selectors.quality import (
    handled_cases,
    items_of,
    review_get,
    sample_get,
    sample_page,
    samples_page,
)
from supervision.services.quality import review_complete, sample_draw
from supervision.views.base import links_for, require_act


class SampleListView(ActorView):
    """The samples of the reader's side, the latest first."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """One page."""
        require_act(request.actor, "review_quality")
        after, before = (Cursor.parse(request.GET.get(name, "")) for name in ("after", "before"))
        page = samples_page(request.actor, after=after, before=before)
        address = reverse("supervision:sample-list")
        context = {
            "links": links_for(request.actor, "sample-list"),
            "page": page,
            "next_url": f"{address}?{urlencode({'after': str(page.after)})}" if page.after else None,
            "previous_url": f"{address}?{urlencode({'before': str(page.before)})}" if page.before else None,
        }
        return render(request, "supervision/sample_list.html", context)


class SampleDrawView(ActorView):
    """Draw a sample: last month by default."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """The form."""
        require_act(request.actor, "review_quality")
        month = period_of(Span.LAST_30_DAYS, today(), request.actor.zone)
        return _draw_page(request, SampleForm(initial={"closed_from": month.first, "closed_to": month.last}))

    def post(self, request: ActorRequest) -> HttpResponse:
        """Draws, and leads to the sample."""
        require_act(request.actor, "review_quality")
        form = SampleForm(request.POST)
        if form.is_valid():
            sample = tried(form, lambda: sample_draw(actor=request.actor, **form.cleaned_data))
            if sample is not None:
                number = sample.reviews.count()
                words = ngettext("%(number)s case was drawn.", "%(number)s cases were drawn.", number)
                messages.success(request, words % {"number": number})
                return redirect("supervision:sample-detail", sample_id=sample.id)
        return _draw_page(request, form, status=422)


def _draw_page(request: ActorRequest, form: SampleForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "back_url": reverse("supervision:sample-list")}
    return render(request, "supervision/sample_draw.html", context, status=status)


class SampleDetailView(ActorView):
    """One sample: its cases, how far the reviews are, what they found."""

    def get(self, request: ActorRequest, sample_id: UUID) -> HttpResponse:
        """The page."""
        require_act(request.actor, "review_quality")
        page = sample_page(request.actor, sample_get(request.actor, sample_id))
        context = {
            "page": page,
            "sample": page.sample,
            "back_url": reverse("supervision:sample-list"),
            "can_export": request.actor.holds("export_data"),
        }
        return render(request, "supervision/sample_detail.html", context)


class ReviewView(ActorView):
    """The checklist of one drawn case: to answer, or answered."""

    def get(self, request: ActorRequest, review_id: UUID) -> HttpResponse:
        """The form, or what was found."""
        require_act(request.actor, "review_quality")
        review = review_get(request.actor, review_id)
        return self._page(request, review, ReviewForm(items_of(review.sample)))

    def post(self, request: ActorRequest, review_id: UUID) -> HttpResponse:
        """Answers the checklist; what was typed stays when something is missing."""
        require_act(request.actor, "review_quality")
        review = review_get(request.actor, review_id)
        form = ReviewForm(items_of(review.sample), request.POST)
        if form.is_valid():
            done = tried(
                form,
                lambda: review_complete(
                    actor=request.actor,
                    review_id=review.id,
                    version=version_of(request),
                    answers=form.answers(),
                    remark=form.cleaned_data["remark"],
                ),
            )
            if done is not None:
                messages.success(request, _("The review is recorded."))
                return redirect("supervision:sample-detail", sample_id=review.sample_id)
        return self._page(request, review, form, status=422)

    def _page(self, request: ActorRequest, review: Any, form: ReviewForm, status: int = 200) -> HttpResponse:
        context = {
            "review": review,
            "case": review.case,
            "form": form,
            "items": items_of(review.sample),
            "is_handled": bool(handled_cases(request.actor, [review.case_id])),
            "back_url": reverse("supervision:sample-detail", args=[review.sample_id]),
        }
        return render(request, "supervision/review.html", context, status=status)
