"""Words for events about exceptions to who sees a case. Joined to the other events in `cases.wording`."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

PLAIN: Final[Mapping[str, Words | tuple[Words, Words]]] = {
    "access.opened": _("Opened who is kept out and let in"),
    "access.excluded": _("A person is kept out of the case"),
    "access.conflict_declared": _("Somebody declared a conflict of interest"),
    "access.exclusion_lifted": _("A person who was kept out sees the case again"),
    "access.asked": _("Somebody asks to see a case"),
    "access.granted": _("A person was let in to read the case"),
    "access.request_granted": _("A request to see a case was granted"),
    "access.request_refused": _("A request to see a case was refused"),
    "access.ended": _("A person was let in no longer"),
    "access.elevated": (
        _("An administrator looks at the case"),
        _("An administrator of the other side looks at the case"),
    ),
    "access.elevation_ended": (
        _("An administrator's look at the case was ended"),
        _("The look of an administrator of the other side was ended"),
    ),
}
# Why an act was refused, as a clause in the past.
REFUSALS: Final[Mapping[str, Words]] = {
    "supervises_above": _("the person supervised the case above that office"),
    "own_access_request": _("somebody else answers a request"),
    "no_such_case": _("no case with this reference was supervised there"),
    "ended_already": _("it had ended already"),
}
