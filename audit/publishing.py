"""Checkpoints leave the system: to partners' witnesses, to a file that only grows, to a time-stamping authority.

Runs as rcms_seal in a process of its own, which has the network and not the key. Nothing waits for it: what could not
be sent is sent with the next checkpoint, each of which holds all that came before.
"""

import base64
import json
import logging
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from rfc3161_client import PKIStatus, TimestampRequestBuilder, decode_timestamp_response

from audit.holding import How, cosignature_keep, held
from audit.log import Signed, consistency, last_signed, signed_after
from audit.models import Holding, Stamp, Witness
from audit.notes import BadNote, Checkpoint, Key, cosignature
from core.outbox import wall_now
from core.outgoing import NoAnswer, Question, ask, parts_of

log = logging.getLogger("audit.publisher")

STAMP_EVERY: Final = timedelta(hours=1)
AWAY: Final = timedelta(minutes=1)  # for which a witness that did not answer is not asked again
_AT_ONCE: Final = 1000
_TAIL: Final = 64 * 1024  # bytes in which the file's last line stands whole
_SIZE: Final = "text/x.tlog.size"


# --- a file that only grows -------------------------------------------------------------------------------------------


def file_append(path: Path) -> int:
    """Add to the file what was signed since its last line; returns how many checkpoints. Raises OSError.

    Each line is a checkpoint as an export of the log holds it. A line that was cut off, by a power failure, stays and
    is followed by whole ones.
    """
    added = 0
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        size, is_cut = _file_end(descriptor)
        while found := signed_after(size, _AT_ONCE):
            lines = (json.dumps({"record": "checkpoint", "size": one.size, "note": one.note}) + "\n" for one in found)
            os.write(descriptor, (("\n" if is_cut else "") + "".join(lines)).encode())
            os.fsync(descriptor)
            added, size, is_cut = added + len(found), found[-1].size, False
    finally:
        os.close(descriptor)
    return added


def _file_end(descriptor: int) -> tuple[int, bool]:
    """The size of the last checkpoint in the file, and whether its last line was cut off."""
    length = os.fstat(descriptor).st_size
    start = max(0, length - _TAIL)
    tail = os.pread(descriptor, _TAIL, start)
    for line in reversed(tail.split(b"\n")):
        try:
            return int(json.loads(line)["size"]), bool(tail) and not tail.endswith(b"\n")
        except (ValueError, KeyError, TypeError):
            continue
    return 0, bool(tail) and not tail.endswith(b"\n")


# --- partners' witnesses ----------------------------------------------------------------------------------------------


class Witnesses:
    """The partners that are shown each checkpoint (C2SP tlog-witness). One that is away is left alone for a while."""

    def __init__(self) -> None:
        self._away: dict[str, datetime] = {}

    def push(self) -> int:
        """Show the last checkpoint to every witness that has not signed it; returns how many signed."""
        last, signed = last_signed(), 0
        if last is None:
            return 0
        for witness in Witness.objects.filter(is_active=True).exclude(url=""):
            now = wall_now()
            if now < self._away.get(str(witness.id), now):
                continue
            try:
                signed += _shown(witness, last)
            except (NoAnswer, BadNote) as error:
                log.warning("the witness of %s did not sign: %s", witness.country, error)
                self._away[str(witness.id)] = now + AWAY
        return signed


def _shown(witness: Witness, last: Signed) -> bool:
    """Whether this witness signed the checkpoint now. Raises NoAnswer, BadNote."""
    known = Holding.objects.filter(authority=witness.authority_id, how=How.COSIGNED).values_list("size", flat=True)
    old = known.first() or 0
    if old >= last.size:
        return False
    address = f"{witness.url.rstrip('/')}/add-checkpoint"
    host = getattr(parts_of(address), "hostname", None) or ""
    for _attempt in range(2):
        proof = "".join(f"{base64.b64encode(step).decode()}\n" for step in consistency(old, last.size))
        answer = ask(
            address,
            Question({"Content-Type": "text/plain; charset=utf-8"}, body=f"old {old}\n{proof}\n{last.note}".encode()),
            hosts=[host],
            certificates=settings.WITNESS_CA,
        )
        # It holds another one than we remember: it says over how many entries.
        if answer.status != 409:
            break
        held_size = answer.content.decode("ascii", "replace").strip()
        if not held_size.isdigit() or len(held_size) > 18 or int(held_size) > last.size:
            raise NoAnswer("it holds a checkpoint over more entries than the log has")
        if int(held_size) == old:
            _dispute(witness, last)
            raise NoAnswer("it holds another checkpoint over as many entries")
        old = int(held_size)
    if answer.status == 422:
        _dispute(witness, last)
        raise NoAnswer("the log is not what it signed before")
    if answer.status != 200:
        raise NoAnswer(f"answered {answer.status}")
    checkpoint = Checkpoint.read(last.note.rpartition("\n\n")[0] + "\n")
    line, _at = cosignature(last.note + answer.content.decode("utf-8", "replace"), Key.read(witness.key))
    cosignature_keep(witness=witness, checkpoint=checkpoint, line=line, at=wall_now())
    return True


def _dispute(witness: Witness, last: Signed) -> None:
    log.error("the witness of %s says that the log is not what it signed before", witness.country)
    checkpoint = Checkpoint.read(last.note.rpartition("\n\n")[0] + "\n")
    held(
        authority=str(witness.authority_id),
        country=witness.country,
        how=How.DISPUTED,
        checkpoint=checkpoint,
        at=wall_now(),
    )


# --- time-stamps ------------------------------------------------------------------------------------------------------


def stamp(address: str) -> bool:
    """Have the last checkpoint stamped, at most once an hour; whether that was done. Raises NoAnswer."""
    last, before = last_signed(), Stamp.objects.order_by("-size").values_list("size", "at").first()
    if last is None or (before and (before[0] >= last.size or wall_now() - before[1] < STAMP_EVERY)):
        return False
    request = TimestampRequestBuilder().data(last.note.encode()).build()
    answer = ask(
        address,
        Question({"Content-Type": "application/timestamp-query"}, body=request.as_bytes()),
        hosts=[getattr(parts_of(address), "hostname", None) or ""],
    )
    if answer.status != 200:
        raise NoAnswer(f"answered {answer.status}")
    try:
        response = decode_timestamp_response(answer.content)
        is_of_this = response.tst_info.message_imprint.message == request.message_imprint.message
    except ValueError as error:
        raise NoAnswer("no time-stamp") from error
    if response.status not in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS) or not is_of_this:
        raise NoAnswer("refused, or over something else")
    Stamp.objects.bulk_create([Stamp(size=last.size, token=answer.content, at=wall_now())], ignore_conflicts=True)
    return True
