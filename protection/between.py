"""The lifecycle of what the two sides ask and tell each other about data: one row for each act.

The table drives the buttons, the services, the interface for machines and the tests.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from protection.choices import BetweenKind, BetweenState

_K, _S = BetweenKind, BetweenState
NOTICES: Final = (_K.CORRECTION, _K.ERASURE, _K.BLOCKING)


@dataclass(frozen=True, slots=True)
class BetweenAct:
    """One act on a request that stands. by_asker: whether the side that asked does it, else the other one; text: ""
    where nothing is written, else "optional" or "required"; is_end: nothing more is waited for."""

    name: str
    label: str | Promise
    kinds: tuple[BetweenKind, ...]
    sources: tuple[BetweenState, ...]
    target: BetweenState
    by_asker: bool
    event: str
    text: str = ""
    is_end: bool = True


TABLE: Final = (
    BetweenAct(
        "tell", _("Report on the use"), (_K.USE_REPORT,), (_S.WAITING,), _S.TOLD, False, "privacy.use_told", "required"
    ),
    BetweenAct(
        *("consent", _("Consent"), (_K.ONWARD_SHARING,), (_S.WAITING,), _S.CONSENTED, False),
        *("privacy.onward_consented", "optional"),
        is_end=False,
    ),
    BetweenAct(
        *("consent_conditions", _("Consent with conditions"), (_K.ONWARD_SHARING,), (_S.WAITING,), _S.CONDITIONS),
        *(False, "privacy.onward_consented", "required"),
        is_end=False,
    ),
    BetweenAct(
        *("refuse", _("Refuse"), (_K.ONWARD_SHARING,), (_S.WAITING,), _S.REFUSED, False),
        *("privacy.onward_refused", "required"),
    ),
    BetweenAct(
        *("share", _("Record that it was shared"), (_K.ONWARD_SHARING,), (_S.CONSENTED, _S.CONDITIONS), _S.SHARED),
        *(True, "privacy.onward_shared"),
    ),
    BetweenAct("apply", _("Applied"), NOTICES, (_S.WAITING,), _S.APPLIED, False, "privacy.notice_applied", "optional"),
    BetweenAct(
        *("not_apply", _("Not applied"), NOTICES, (_S.WAITING,), _S.NOT_APPLIED, False),
        *("privacy.notice_not_applied", "required"),
    ),
    BetweenAct(
        *("withdraw", _("Withdraw"), (_K.USE_REPORT, _K.ONWARD_SHARING)),
        *((_S.WAITING, _S.CONSENTED, _S.CONDITIONS), _S.WITHDRAWN, True, "privacy.request_withdrawn"),
    ),
)
BY_NAME: Final[Mapping[str, BetweenAct]] = {act.name: act for act in TABLE}
ASKED: Final[Mapping[str, str]] = {
    _K.USE_REPORT: "privacy.use_asked",
    _K.ONWARD_SHARING: "privacy.onward_asked",
    _K.CORRECTION: "privacy.notice_sent",
    _K.ERASURE: "privacy.notice_sent",
    _K.BLOCKING: "privacy.notice_sent",
}


def acts_of(kind: str, state: str, *, is_asker: bool) -> list[BetweenAct]:
    """The acts that a side can do now."""
    return [act for act in TABLE if kind in act.kinds and state in act.sources and act.by_asker is is_asker]


@cache
def periods() -> Mapping[str, Any]:
    """Days for the answer by kind, and how reminders go out."""
    return tomllib.loads((Path(__file__).parent / "data" / "periods.toml").read_text(encoding="utf-8"))
