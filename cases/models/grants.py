"""Guardian's direct-foreign-key permission rows for single cases: delegation. `cases.access` is the only writer."""

from django.db import models
from guardian.models import GroupObjectPermissionBase

from cases.models.base import AudienceOfCase


class CaseGrant(AudienceOfCase, GroupObjectPermissionBase):
    """A group's permission on one case (a consulate, a border post, a monitor); secured like a part of the case."""

    content_object = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="group_grants")

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
