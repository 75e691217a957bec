"""The sealed log for partners: checkpoints to keep, proofs, the own entries, and whether what was kept still fits."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actor import Actor, Reach
from accounts.policies import require_act
from api import documentation_log as docs
from api.errors import Problem, bad_parameter
from api.payloads import refuse_unknown
from api.serializers import log as serializers
from api.views.base import ApiView, CaseView, about
from audit.exporting import Readable, case_export, entries_export
from audit.holding import checkpoint_fetch, checkpoint_show
from audit.log import Verdict, as_base64, compared, consistency, keys_read, last_signed, signed_after
from audit.services import access_record
from cases.policies import is_granted
from cases.services.working import refused_about

LIMIT: Final = 1000
_DIGITS: Final = 18


def _number(name: str, text: str, default: int) -> int:
    """A number of entries in the address; 400 for anything else."""
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise bad_parameter({name: [_("Give a number of entries")]})
    return int(text)


def _limit(text: str) -> int:
    limit = _number("limit", text, LIMIT)
    if not 1 <= limit <= LIMIT:
        raise bad_parameter({"limit": [_("Give a number from 1 to %(limit)d") % {"limit": LIMIT}]})
    return limit


def _readable(actor: Actor) -> Readable:
    reach = actor.grants.get("verify_log", Reach())
    return Readable(reach.countries, reach.authorities)


def _signed_size() -> int:
    last = last_signed()
    return last.size if last else 0


@docs.log
class LogView(ApiView):
    """The log and its last checkpoint, which the caller's office then holds."""

    def get(self, request: Request) -> Response:
        """Name, keys, checkpoint."""
        self.known()
        keys, last = keys_read(), last_signed()
        if last is not None:
            checkpoint_fetch(actor=self.actor, note=last.note)
        data = {
            "origin": keys[0][0].name if keys else settings.LOG_ORIGIN,
            "keys": [{"key": key.text, "introduction": introduction} for key, introduction in keys],
            "checkpoint": last,
        }
        return self.tagged(serializers.LogSerializer(data).data)


@docs.checkpoints
class CheckpointListView(ApiView):
    """All checkpoints; and what the caller's office kept, shown back."""

    def get(self, request: Request) -> Response:
        """Those over more than `after` entries, smallest first."""
        values = self.known("after", "limit")
        limit = _limit(values["limit"])
        rows = signed_after(_number("after", values["after"], 0), limit + 1)
        return Response(
            {
                "results": serializers.CheckpointSerializer(rows[:limit], many=True).data,
                "next": rows[limit - 1].size if len(rows) > limit else None,
            }
        )

    def post(self, request: Request) -> Response:
        """Compare a checkpoint with the log; RCMS notes that the office holds it, and its witness's line."""
        fields, _files, _is_text = self.sent()
        refuse_unknown(fields, ["note"])
        note = fields.get("note")
        if not isinstance(note, str) or not note.strip():
            wrong = {"note": [_("Give the text of a checkpoint")]}
            raise Problem(422, "invalid", _("Some values are not right."), fields=wrong)

        def work() -> UUID:
            if checkpoint_show(actor=self.actor, note=note).verdict == Verdict.UNREADABLE:
                wrong = {"note": [_("This is no checkpoint")]}
                raise Problem(422, "invalid", _("Some values are not right."), fields=wrong)
            return UUID(int=0)

        def tell(_key: UUID, *, is_repeated: bool) -> Response:
            found = compared(note)
            size = found.checkpoint.size if found.checkpoint else 0
            return Response(serializers.ComparedSerializer({"verdict": found.verdict.value, "size": size}).data)

        return self.once(work, tell)


@docs.proof
class ConsistencyView(ApiView):
    """That the log only grew."""

    def get(self, request: Request) -> Response:
        """The proof between two sizes; without `new` up to the last checkpoint."""
        values = self.known("old", "new")
        new = _number("new", values["new"], _signed_size())
        old = _number("old", values["old"], 0)
        if new > _signed_size() or old > new:
            raise bad_parameter({"old": [_("Give two sizes of the log, the smaller one first")]})
        proof = [as_base64(step) for step in consistency(old, new)]
        return Response(serializers.ConsistencySerializer({"old": old, "new": new, "proof": proof}).data)


@docs.entries
class EntryListView(ApiView):
    """The entries of the log in their order: whole where the caller's office reads them, else their hashes."""

    scopes = {"GET": "audit:read"}

    def get(self, request: Request) -> Response:
        """Some records. The look is recorded."""
        values = self.known("from", "limit")
        require_act(self.actor, "verify_log")
        first, end = _number("from", values["from"], 0), _signed_size()
        last = min(end, first + _limit(values["limit"]))
        access_record(
            actor=self.actor, action="log.read", subject="log", parameters={"from": first, "to": max(first, last)}
        )
        records: list[Any] = list(entries_export(first, last, _readable(self.actor))) if first < last else []
        return Response({"results": records, "next": last if first < last < end else None})


@docs.of_case
class CaseLogView(CaseView):
    """The entries of one case, each with its proof."""

    scopes = {"GET": "audit:read"}

    def get(self, request: Request, case_id: UUID) -> Response:
        """An export for the verifier. The look is recorded. earlier: sizes of kept checkpoints, with commas."""
        values = self.known("earlier")
        case = self.found(case_id).case
        if not is_granted(self.actor, "verify_log", case):
            raise refused_about(case, "not_granted", _("Your office and role do not include this."))
        sizes = [_number("earlier", text, 0) for text in values["earlier"].split(",")] if values["earlier"] else []
        access_record(actor=self.actor, action="log.read", subject=case.subject, about=about(case))
        # Before anything is signed there is nothing to prove.
        is_signed = _signed_size() > 0
        records = case_export(case=str(case.id), earlier=sizes, readable=_readable(self.actor)) if is_signed else ()
        return Response({"results": list(records)})
