"""The controller's own words in the record of processing."""

from django.utils.translation import gettext_lazy as _

from core.forms import PageForm, PlainTextField


class RecordForm(PageForm):
    """What RCMS cannot know."""

    controller = PlainTextField(label=_("Controller, with address"), multiline=True, required=False, max_length=500)
    officer = PlainTextField(
        label=_("Data protection officer, with address"), multiline=True, required=False, max_length=500
    )
    legal_basis = PlainTextField(
        label=_("Legal basis in national law"), multiline=True, required=False, max_length=2000
    )
    retention = PlainTextField(label=_("How long data is kept"), multiline=True, required=False, max_length=2000)
    safeguards = PlainTextField(
        label=_("Safeguards for transfers to other states (GDPR, Chapter V)"),
        multiline=True,
        required=False,
        max_length=2000,
    )
    security = PlainTextField(label=_("Security measures"), multiline=True, required=False, max_length=2000)
