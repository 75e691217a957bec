"""The record of processing, and the notices for persons."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.policies import require_act
from accounts.views.base import tried
from cases.views.base import ActorRequest, ActorView, leading_back, version_of
from protection.forms.record import RecordForm
from protection.selectors.record import notice_for, notices, record_of
from protection.services.record import FIELDS, may_write, record_save
from protection.views.base import links_for


class RecordView(ActorView):
    """What RCMS knows of the processing, with the controller's words."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """The page."""
        require_act(request.actor, "protect_data")
        context = {
            "links": links_for(request.actor, "record"),
            "record": record_of(request.actor),
            "form": RecordForm(),
            "fields": FIELDS,
            "may_write": may_write(request.actor),
        }
        return render(request, "protection/record.html", context)


class RecordEditView(ActorView):
    """The controller's words."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """The form."""
        require_act(request.actor, "protect_data")
        own = record_of(request.actor).own
        initial = {name: getattr(own, name) for name in FIELDS} if own else {}
        return self._page(request, RecordForm(initial=initial))

    def post(self, request: ActorRequest) -> HttpResponse:
        """Keeps them."""
        require_act(request.actor, "protect_data")
        form = RecordForm(request.POST)
        if form.is_valid():
            with leading_back(reverse("protection:record")):
                row = tried(
                    form,
                    lambda: record_save(actor=request.actor, version=version_of(request), values=form.cleaned_data),
                )
            if row is not None:
                messages.success(request, _("The record is kept."))
                return redirect("protection:record")
        return self._page(request, form, status=422)

    def _page(self, request: ActorRequest, form: RecordForm, status: int = 200) -> HttpResponse:
        own = record_of(request.actor).own
        context = {"form": form, "version": own.version if own else 0, "back_url": reverse("protection:record")}
        return render(request, "protection/record_edit.html", context, status=status)


class NoticeView(ActorView):
    """What a person is told, in one language: to be read, printed, handed over."""

    def get(self, request: ActorRequest, language: str) -> HttpResponse:
        """The page, for everybody who is signed in."""
        notice = notice_for(request.actor, language)
        if notice is None:
            raise Http404(language)
        return render(request, "protection/notice.html", {"notice_words": notice, "notices": notices()})
