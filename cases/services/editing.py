"""Changing what an application says, as long as it may be changed: the ground of every save of the form."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from accounts.actor import Actor
from cases.choices import OPEN_STATUSES, Status
from cases.models import (
    Case,
    CasePrivate,
)
from cases.policies import is_granted
from cases.services.search_keys import KEYED_FIELDS, search_keys_write
from cases.services.working import refused_about
from cases.workflow.engine import event_write
from cases.workflow.types import Readers
from core import clock
from core.errors import NotVisible, StaleVersion

EDITABLE = (Status.DRAFT, Status.RETURNED_INCOMPLETE)


def row_write(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Save what differs; returns the names of the changed fields."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(force_update=True, update_fields=changed)
    return changed


@dataclass(slots=True)
class Edit:
    """A draft being changed. changed: names of changed fields, for the event; values: what the fields of persons said
    before and say now, as text."""

    case: Case
    changed: list[str] = field(default_factory=list)
    values: dict[str, tuple[str, str]] = field(default_factory=dict)

    def row_save(self, row: models.Model, values: Mapping[str, Any]) -> None:
        """Save what differs in a row, and remember what it said before."""
        before = {name: getattr(row, name) for name in values}
        for name in row_write(row, values):
            self.changed.append(name)
            self.values[name] = (_as_text(before[name]), _as_text(values[name]))


def _as_text(value: Any) -> str:
    if isinstance(value, models.Model):
        return str(value.pk)
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)


@contextmanager
def editing(*, actor: Actor, case_id: UUID, version: int | None, is_private: bool = False) -> Iterator[Edit]:
    """Lock a draft (or a case returned as incomplete) for a change of its contents.

    Private data of the requesting side may change as long as the case is open, and have a version of their own.
    Raises NotVisible, ActRefused, StaleVersion.
    """
    case = Case.objects.visible_to(actor).select_for_update(of=("self",)).filter(id=case_id).first()
    if case is None:
        raise NotVisible(f"case:{case_id}")
    if actor.country != case.requesting_country_id or not is_granted(actor, "draft_case", case):
        raise refused_about(case, "not_granted", _("Your office and role do not include this."))
    if case.status == Status.IN_REVIEW:
        words = _(
            "The application is being reviewed: have it returned first. What the reviewer looks at does not change."
        )
        raise refused_about(case, "wrong_status", words)
    if case.status not in (OPEN_STATUSES if is_private else EDITABLE):
        raise refused_about(case, "wrong_status", _("The application can no longer be changed."))
    private = CasePrivate.objects.select_for_update().get(case=case) if is_private else None
    if version is not None and version != (private or case).version:
        raise refused_about(
            case, "stale", _("Somebody changed this case after you opened the page."), kind=StaleVersion
        )
    edit = Edit(case)
    yield edit
    if KEYED_FIELDS.intersection(edit.changed):
        search_keys_write(case=case)
    if private is not None:
        # The case itself does not change: its version and date would tell the other side that something did.
        CasePrivate.objects.filter(id=private.id).update(version=private.version + 1)
    else:
        if case.status == Status.RETURNED_INCOMPLETE:
            # Whoever completes it does not send it again: a second person does.
            case.prepared_by = actor.user_id
        case.version += 1
        case.changed_at = clock.now()
        case.save(force_update=True)
    # What is corrected in an application that came back is the own side's until it is submitted again.
    event_write(
        actor,
        case,
        "case.application_saved",
        Readers.REQUESTING,
        changed=sorted(set(edit.changed)),
        values=edit.values,
    )
