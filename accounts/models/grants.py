"""Guardian's direct-foreign-key permission rows for countries and authorities (for cases: `cases.models.grants`)."""

from django.db import models
from guardian.models import GroupObjectPermissionBase


class CountryGrant(GroupObjectPermissionBase):
    """A group's permission on a whole country: the national desk."""

    row_secured = True

    content_object = models.ForeignKey("countries.Country", on_delete=models.CASCADE, related_name="group_grants")

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class AuthorityGrant(GroupObjectPermissionBase):
    """A group's permission on an authority and those below it."""

    row_secured = True

    content_object = models.ForeignKey("countries.Authority", on_delete=models.CASCADE, related_name="group_grants")

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
