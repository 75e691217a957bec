"""The person who signs in. There is no superuser: every right comes from a membership."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.ids import uuid7


class UserManager(BaseUserManager["User"]):
    """Makes users; look-ups by login name ignore case."""

    def create_user(self, login_name: str, password: str | None = None, **fields: object) -> "User":
        """A saved user with a hashed password (unusable when None)."""
        user = self.model(login_name=login_name.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db, force_insert=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(login_name=(username or "").lower())


class User(AbstractBaseUser):
    """One natural person of one country; offices and roles come from memberships."""

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    login_name = models.CharField(_("user name"), max_length=150, unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=10, default="en")
    is_active = models.BooleanField(_("active"), default=True)
    # A national system: it comes with a token through the API and never signs in to the pages.
    is_machine = models.BooleanField(default=False)
    # Somebody else made the password: until then it opens the page for choosing another one, and nothing more.
    first_password_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "login_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(login_name=Lower("login_name")), name="login_name_is_lower")
        ]

    @property
    def has_own_password(self) -> bool:
        """Whether there is a password that the person chose: who knows one that somebody else made shows nothing."""
        return self.has_usable_password() and self.first_password_until is None

    def get_full_name(self) -> str:
        """As Django's own forms ask for it."""
        return self.full_name


class SignInFailure(models.Model):
    """A wrong password or code, kept only to slow down guessing; cleared daily."""

    row_secured = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    login_name = models.CharField(max_length=150)
    # As attempts are counted (`core.request_context.counted_address`).
    address = models.GenericIPAddressField(null=True)
    # The browser, where the person signed in with it before: it has a counter of its own. Empty: a strange one.
    device = models.CharField(max_length=32, blank=True)
    # After the right password: such a failure says that the password is known.
    is_second_factor = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["login_name", "at"], name="sign_in_failures"),
            models.Index(fields=["address", "at"], name="sign_in_failures_of_address"),
        ]
