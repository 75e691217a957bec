"""What partners hold of the log: checkpoints that they fetched, showed or signed."""

import logging
from datetime import datetime

from django.db import connection

from accounts.actor import Actor
from audit.log import ALARMS, Compared, Verdict, as_base64, compared
from audit.models import Cosignature, Holding, Witness
from audit.notes import BadNote, Checkpoint, Key, cosignature
from audit.services import event_record, own_audience
from core import clock
from core.ids import uuid7

log = logging.getLogger(__name__)
How = Holding.How
# What was known before is known still when somebody comes with an older one, or with another over as many entries; what
# did not fit is never replaced.
_HOLD = """
insert into audit_holding (id, authority_id, country, how, size, root, at) values (%s, %s, %s, %s, %s, %s, %s)
on conflict (authority_id, how) do {otherwise}
"""
_NEWER = """update set size = excluded.size, root = excluded.root, at = excluded.at
    where audit_holding.size < excluded.size
    or (audit_holding.size, audit_holding.root) = (excluded.size, excluded.root)"""


def held(*, authority: str, country: str, how: Holding.How, checkpoint: Checkpoint, at: datetime) -> None:
    """Note that an office holds a checkpoint."""
    otherwise = "nothing" if how == How.DISPUTED else _NEWER
    with connection.cursor() as cursor:
        cursor.execute(
            _HOLD.format(otherwise=otherwise),
            [uuid7(), authority, country, how, checkpoint.size, as_base64(checkpoint.root), at],
        )


def checkpoint_fetch(*, actor: Actor, note: str) -> None:
    """The actor's office is given a checkpoint of this log."""
    _hold(actor, How.FETCHED, Checkpoint.read(note.rpartition("\n\n")[0] + "\n"))


def checkpoint_show(*, actor: Actor, note: str) -> Compared:
    """A checkpoint that the actor's office kept is compared with the log, with what its witness wrote under it.

    One that does not fit is written to the audit trail, to the page of the log, and to the server's log.
    """
    found = compared(note)
    checkpoint = found.checkpoint
    if checkpoint is None:
        return found
    if found.verdict == Verdict.FITS:
        _hold(actor, How.CONFIRMED, checkpoint)
        _cosigned(actor, checkpoint, note.strip().replace("\r\n", "\n") + "\n")
    elif found.verdict in ALARMS:
        log.error("a checkpoint over %s entries does not fit the log: %s", checkpoint.size, found.verdict)
        if found.verdict != Verdict.UNSIGNED:  # anybody writes one that nobody signed
            _hold(actor, How.DISPUTED, checkpoint)
        event_record(
            actor=actor,
            action="log.disputed",
            subject="log",
            audience=own_audience(actor),
            parameters={"size": checkpoint.size, "root": as_base64(checkpoint.root), "verdict": found.verdict.value},
        )
    return found


def cosignature_keep(*, witness: Witness, checkpoint: Checkpoint, line: str, at: datetime) -> None:
    """A witness's line under a checkpoint, kept once."""
    Cosignature.objects.bulk_create(
        [
            Cosignature(
                authority_id=witness.authority_id, country=witness.country, size=checkpoint.size, line=line, at=at
            )
        ],
        ignore_conflicts=True,
    )
    held(authority=str(witness.authority_id), country=witness.country, how=How.COSIGNED, checkpoint=checkpoint, at=at)


def _cosigned(actor: Actor, checkpoint: Checkpoint, note: str) -> None:
    witness = Witness.objects.filter(authority=actor.authority_id, is_active=True).exclude(key="").first()
    if witness is None:
        return
    try:
        line, _at = cosignature(note, Key.read(witness.key))
    except BadNote:
        return
    cosignature_keep(witness=witness, checkpoint=checkpoint, line=line, at=clock.now())


def _hold(actor: Actor, how: Holding.How, checkpoint: Checkpoint) -> None:
    held(authority=str(actor.authority_id), country=actor.country, how=how, checkpoint=checkpoint, at=clock.now())
