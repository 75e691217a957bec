"""The sealed log: what was signed, what partners hold of it, and whether a checkpoint that somebody kept still fits."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.holding import checkpoint_fetch, checkpoint_show
from audit.log import ALARMS, Compared, Verdict
from audit.services import access_record
from cases.views.base import ActorRequest, ActorView
from supervision.forms import CheckpointForm
from supervision.selectors.log import checkpoint_note, log_state
from supervision.views.base import links_for, require_act


class LogView(ActorView):
    """The log, and the form that compares a checkpoint with it."""

    def get(self, request: ActorRequest) -> HttpResponse:
        """The page."""
        require_act(request.actor, "view_audit")
        return self._page(request, CheckpointForm())

    def post(self, request: ActorRequest) -> HttpResponse:
        """What came of a checkpoint. It stands on the page that answers: nothing is changed by sending it again."""
        require_act(request.actor, "view_audit")
        form, found = CheckpointForm(request.POST, request.FILES), None
        if form.is_valid():
            access_record(actor=request.actor, action="log.compared", subject="log")
            found = checkpoint_show(actor=request.actor, note=form.text)
            if found.verdict == Verdict.UNREADABLE:
                form.add_error(form.given, _("This is no checkpoint: it must be the whole text, as it was given out"))
                found = None
        return self._page(request, form, found, status=200 if found else 422)

    def _page(
        self, request: ActorRequest, form: CheckpointForm, found: Compared | None = None, status: int = 200
    ) -> HttpResponse:
        before = request.GET.get("before", "")
        size = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
        state = log_state(request.actor.country, size)
        context = {
            "links": links_for(request.actor, "log"),
            "form": form,
            "found": found,
            "is_alarm": found is not None and found.verdict in ALARMS,
            "state": state,
            "next_url": f"{reverse('supervision:log')}?before={state.next_size}" if state.next_size else None,
            "first_url": reverse("supervision:log") if size else None,
        }
        return render(request, "supervision/log.html", context, status=status)


class CheckpointView(ActorView):
    """One checkpoint as a file to keep."""

    def get(self, request: ActorRequest, size: int) -> HttpResponse:
        """The note; the office then holds it."""
        require_act(request.actor, "view_audit")
        note = checkpoint_note(size)
        if note is None:
            raise Http404(str(size))
        checkpoint_fetch(actor=request.actor, note=note)
        response = HttpResponse(note, content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="checkpoint-{size}.txt"'
        return response
