"""Retention in words: erasures by two persons, what was erased, holds, for `cases.wording.event_words`."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLAIN: Final[Mapping[str, Promise]] = {
    "case.erased": _("Data erased because its time of keeping was over"),
    "retention.requested": _("An erasure that needs a second person was asked for"),
    "retention.announced": _("The other side will erase records that you share: place a hold on what must be kept"),
    "retention.approved": _("An erasure was approved by a second person"),
    "retention.rejected": _("An erasure was rejected by a second person"),
    "retention.withdrawn": _("A request for an erasure was withdrawn"),
    "hold.placed": _("Legal hold placed: nothing is erased"),
    "hold.lifted": _("Legal hold lifted"),
}
