"""The closed lists of this app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    """Changes that wait for a second administrator."""

    ENROL_OFFICE = "enrol_office", _("Enrol an office")
    ENROL_COUNTRY = "enrol_country", _("Enrol a country")
    MOVE_OFFICE = "move_office", _("Put an office below another one")
    DEACTIVATE_OFFICE = "deactivate_office", _("Deactivate an office")
    REACTIVATE_OFFICE = "reactivate_office", _("Take an office into use again")
    CHANGE_DESK = "change_desk", _("Change the national desk")
    GIVE_ROLE = "give_role", _("Give a role")
    CLIENT_SECRET = "client_secret", _("Give a national system a new secret")
    ENROL_CLIENT = "enrol_client", _("Enrol a national system")
    REPAIR_GRANTS = "repair_grants", _("Restore the rights of a role")
    MOVE_PERSON = "move_person", _("Move a person to another office")
    RESET_PASSWORD = "reset_password", _("Make a new first password")
    RESET_FACTORS = "reset_factors", _("Take away somebody's second step")
    SET_PROVIDER = "set_provider", _("Set up the sign-in of an authority")
    LINK_ACCOUNT = "link_account", _("Link an account to the sign-in of the authority")
    LETTER_TEXT = "letter_text", _("Change the words of a paper")
    EDIT_AGREEMENT = "edit_agreement", _("Change the values of an agreement")
    ADD_AGREEMENT = "add_agreement", _("Add an agreement")
    EDIT_CALENDAR = "edit_calendar", _("Change the working days of a country")
    RECOMPUTE = "recompute", _("Compute running time limits anew")


class ChangeState(models.TextChoices):
    WAITING = "waiting", _("Waiting for a second person")
    APPROVED = "approved", _("Approved and done")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    FAILED = "failed", _("Approved, but no longer possible")


class RegisterAct(models.TextChoices):
    ENROLLED = "enrolled", _("Enrolled")
    DEACTIVATED = "deactivated", _("Deactivated")
    REACTIVATED = "reactivated", _("Taken into use again")
    DESK = "desk", _("Became the national desk")


class RecomputationState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Computed anew")
    LEFT = "left", _("Left as it is: it ended or changed meanwhile")


class AccessDecision(models.TextChoices):
    """What an administrator says of one line of the review of access."""

    KEEP = "keep", _("Keep")
    CHANGE = "change", _("Change")
    END = "end", _("End")
