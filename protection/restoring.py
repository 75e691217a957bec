"""After a restore from a backup: what was erased since is asked for again, from the register outside the database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from cases.models import Case
from core import clock
from core.scope import SYSTEM_ID
from protection.choices import ItemState, Origin, Part, RunState
from protection.models import RetentionItem, RetentionRun
from protection.register import Line, lines_read
from protection.services.retention import item_audience


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """unclear: begun before the backup's loss and not known to be done."""

    cases: int
    parts: int
    unclear: list[Line]


def erasures_ask_again(path: Path) -> AskedAgain:
    """Approve once more, without people, what people approved and RCMS erased before the restore. Runs as the owner.

    Idempotent: what the database knows as erased, or has asked for again already, is left alone.
    """
    done: dict[str, Line] = {}
    begun: dict[str, Line] = {}
    for line in lines_read(path):
        (done if line.state == "done" else begun)[line.item] = line
    with transaction.atomic():
        known = RetentionItem.objects.filter(state=ItemState.DONE).order_by("done_at")
        erased = {(str(row.case_id), row.part, row.own_side): row.done_at for row in known if row.done_at}
        waiting = {
            (str(case), part, side)
            for case, part, side in RetentionItem.objects.filter(
                run__origin=Origin.RESTORED, state=ItemState.WAITING
            ).values_list("case_id", "part", "own_side")
        }
        missing = []
        for line in done.values():
            key = (line.case, line.part, line.own_side)
            at = erased.get(key)
            # A part can have gone before the backup, and once more after it with the record.
            if key not in waiting and (at is None or at < datetime.fromisoformat(line.at)):
                missing.append(line)
        cases = Case.objects.in_bulk({line.case for line in missing})
        runs: dict[str, RetentionRun] = {}
        added = 0
        now = clock.now()
        for line in missing:
            case = next((case for key, case in cases.items() if str(key) == line.case), None)
            if case is None:
                continue
            if line.country not in runs:
                runs[line.country] = _run(line.country)
            run = runs[line.country]
            _, is_new = RetentionItem.objects.get_or_create(
                run=run,
                case=case,
                own_side=line.own_side,
                part=Part(line.part),
                defaults={
                    "case_reference": case.reference or "",
                    "country": line.country,
                    "rule": line.rule,
                    "citation": "",
                    "certainty": "",
                    "due_on": now.date(),
                    "not_before": run.not_before,
                    **item_audience(case, line.country, line.own_side).fields(),
                },
            )
            added += is_new
    unclear = [line for key, line in begun.items() if key not in done]
    return AskedAgain(len({line.case for line in missing}), added, unclear)


def _run(country: str) -> RetentionRun:
    now = clock.now()
    run = RetentionRun(
        country_id=country,
        origin=Origin.RESTORED,
        state=RunState.APPROVED,
        reason="restore",
        requested_at=now,
        requested_by=SYSTEM_ID,
        requested_by_name="RCMS",
        decided_at=now,
        decided_by=SYSTEM_ID,
        decided_by_name="RCMS",
        not_before=now,
        audience_countries=[country],
    )
    run.save(force_insert=True)
    return run
