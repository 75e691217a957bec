"""That the events of a case stand in the sealed log, for its case file."""

import base64
import json
from collections.abc import Collection
from uuid import UUID

from audit.exporting import case_export
from audit.log import last_signed
from documents.letters.case_file import Proof, SealedLine


def proof_of_case(case_id: UUID, events: Collection[UUID]) -> Proof | None:
    """The proof of these events, as far as the scope reads them; None where nothing of them is signed yet.

    Who acted is told, since the readers of the file read it; grounds, changed values and addresses are withheld: a file
    goes further than a page.
    """
    if last_signed() is None:
        return None
    records = list(case_export(case=str(case_id), events=events, opened=("actor_name",)))
    lines = []
    for record in records:
        if record["record"] == "entry":
            sealed = json.loads(base64.b64decode(record["bytes"]))
            lines.append(
                SealedLine(
                    position=record["position"],
                    at=sealed["at"][:19].replace("T", " "),
                    action=sealed["action"],
                    leaf=base64.b64decode(record["leaf"]).hex(),
                )
            )
    if not lines:
        return None
    return Proof(
        checkpoint=next(record["note"] for record in records if record["record"] == "checkpoint"),
        lines=tuple(lines),
        waiting=len(events) - len(lines),
        export="".join(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n" for record in records),
    )
