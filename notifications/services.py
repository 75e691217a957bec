"""Writing notices, in the transaction of the act they tell of."""

from collections.abc import Mapping
from typing import Any

from core import clock
from core.audience import Audience
from notifications.models import Notice


def notice_send(
    *, action: str, subject: str, case_reference: str, audience: Audience, parameters: Mapping[str, Any] | None = None
) -> None:
    """Tell the offices of `audience`. Parameters are codes, dates and ids: no personal data."""
    Notice(
        at=clock.now(),
        action=action,
        subject=subject,
        case_reference=case_reference,
        parameters=dict(parameters or {}),
        **audience.fields(),
    ).save(force_insert=True)
