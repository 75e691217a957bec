"""The same request twice is done once: the answer is kept for a day under the client's key."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import Problem
from api.models import IdempotencyKey
from core.outbox import wall_now

KEPT_FOR: Final = timedelta(hours=24)
_KEY: Final = re.compile(r"[\x21-\x7e]{1,100}")
_KEPT_HEADERS: Final = ("ETag", "Location")


def answer_once(request: Request, work: Callable[[], Response], *, is_required: bool) -> HttpResponse | Response:
    """The answer of `work`, or the one that was given before to the same key and the same contents.

    Of two requests with one key at the same time the second waits for the first at the unique pair (client, key): it
    gets its answer, or does the work itself when the first was refused. is_required: without a key there is a problem.
    Raises Problem: 400 for a missing or malformed key, 422 for a key that was used for something else.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key and not is_required:
        return work()
    if not _KEY.fullmatch(key):
        words = _("Send a key of your own, at most 100 visible ASCII characters, in the header Idempotency-Key.")
        raise Problem(400, "idempotency_key_missing" if not key else "idempotency_key_malformed", words)
    user_id = request.auth.actor.user_id
    row = IdempotencyKey(user_id=user_id, key=key, request_sha256=_digest(request), created_at=wall_now())
    IdempotencyKey.objects.filter(user_id=user_id, key=key, created_at__lt=wall_now() - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return _kept(row)
    response = work()
    row.status = response.status_code
    row.headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    row.body = JSONRenderer().render(response.data).decode() if response.data is not None else ""
    row.save(update_fields=["status", "headers", "body"])
    return response


def _kept(row: IdempotencyKey) -> HttpResponse:
    kept = IdempotencyKey.objects.get(user_id=row.user_id, key=row.key)
    if kept.request_sha256 != row.request_sha256:
        raise Problem(422, "idempotency_key_reused", _("This key was used for another request."))
    response = HttpResponse(kept.body, content_type="application/json" if kept.body else None, status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def _digest(request: Request) -> str:
    """Of method, address and contents; how a multipart body was cut does not count, nor the precondition."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    data: Any = request.data
    if request.FILES:
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(f"\n{name}\0{file.name}\0".encode())
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
    plain = {n: [v for v in data.getlist(n) if isinstance(v, str)] for n in data} if hasattr(data, "getlist") else data
    digest.update(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()
