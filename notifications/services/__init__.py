"""What is done with notices. `notice_send` is the one door for services of other apps."""

from notifications.services.notices import notice_send

__all__ = ["notice_send"]
