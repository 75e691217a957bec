"""What apps above do in the transaction of an act of cases, which knows nothing of them: they register it when they are
ready. What they do must not fail for a lawful act.
"""

from collections.abc import Callable
from typing import Final

from accounts.actor import Actor
from cases.models import ApplicationVersion, Case

SentAgain = Callable[[Actor, Case, ApplicationVersion], None]
_SENT_AGAIN: Final[list[SentAgain]] = []


def sent_again_register(follower: SentAgain) -> None:
    """Let `follower(actor, case, version)` be called when an application that came back was sent again; once, in an
    app's `ready`."""
    _SENT_AGAIN.append(follower)


def sent_again_follow(actor: Actor, case: Case, version: ApplicationVersion) -> None:
    """An application was sent again as this version."""
    for follower in _SENT_AGAIN:
        follower(actor, case, version)
