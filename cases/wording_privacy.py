"""Acts of data protection in words. Their codes begin with "privacy": a word that the other side may read."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

PLAIN: Final[Mapping[str, str | Promise]] = {
    "privacy.disclosures_opened": gettext_lazy("Opened the register of disclosures"),
}
