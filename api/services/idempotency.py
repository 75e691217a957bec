"""The same request twice is done once: what it was about is kept for a day under the client's key."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, Protocol
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import Problem
from api.models import IdempotencyKey
from core.outbox import wall_now

KEPT_FOR: Final = timedelta(hours=24)
_KEY: Final = re.compile(r"[\x21-\x7e]{1,100}")


class Telling(Protocol):
    """What tells the thing that was worked on, as the caller may see it now; raises NotVisible where it may not.
    is_repeated: nothing was done this time, the caller only looks."""

    def __call__(self, thing_id: UUID, /, *, is_repeated: bool) -> Response:
        """The answer."""


def answer_once(request: Request, work: Callable[[], UUID], tell: Telling, *, is_required: bool) -> Response:
    """Do `work`, unless the same key and the same contents came before, and tell the thing that it is about.

    Nothing that was told is kept but the key of the thing: a repeated request is told what the caller sees by then. Of
    two requests with one key at the same time the second waits for the first at the unique pair (client, key): it is
    told the same, or does the work itself when the first was refused. is_required: without a key there is a problem.
    Raises Problem: 400 for a missing or malformed key, 422 for a key that was used for something else.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key and not is_required:
        return tell(work(), is_repeated=False)
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
        thing_id, is_repeated = _thing_of(row), True
    else:
        thing_id, is_repeated = work(), False
        IdempotencyKey.objects.filter(id=row.id).update(thing_id=thing_id)
    response = tell(thing_id, is_repeated=is_repeated)
    if is_repeated:
        response["Idempotency-Replayed"] = "true"
    return response


def _thing_of(row: IdempotencyKey) -> UUID:
    kept = IdempotencyKey.objects.get(user_id=row.user_id, key=row.key)
    if kept.request_sha256 != row.request_sha256:
        raise Problem(422, "idempotency_key_reused", _("This key was used for another request."))
    assert kept.thing_id is not None  # written in the transaction that wrote the key
    return kept.thing_id


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
