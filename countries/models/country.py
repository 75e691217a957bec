from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Country(models.Model):
    """A country of ISO 3166-1, Kosovo (XKX), or a former state whose documents are still shown as evidence.

    The key is the alpha-3 code. A former state can be a nationality, never a party (`is_historical`).
    """

    code = models.CharField(primary_key=True, max_length=3)
    alpha2 = models.CharField(max_length=2)
    # What the machine-readable zone prints (ICAO Doc 9303-3, section 5): D for Germany, RKS for Kosovo.
    icao_code = models.CharField(max_length=3)
    name = models.CharField(max_length=80)
    # The note that has to stand wherever the name carries an asterisk.
    footnote = models.CharField(max_length=300, blank=True)
    time_zone = models.CharField(max_length=50)  # IANA name, of the capital
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)  # BCP 47
    is_historical = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["alpha2"], condition=Q(is_historical=False), name="countries_alpha2_of_present_country"
            ),
            models.UniqueConstraint(fields=["icao_code"], name="countries_icao_code"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The English short name, with the asterisk that points to the footnote where there is one."""
        return f"{self.name}*" if self.footnote else self.name


class NationalityCode(models.Model):
    """A code that stands in place of a nationality and is no country: stateless, refugee, specimen, organisations.

    Source: ICAO Doc 9303-3, section 5, parts B to D.
    """

    code = models.CharField(primary_key=True, max_length=3)
    name = models.CharField(max_length=120)
    is_stateless = models.BooleanField(default=False)
    # Codes that only issuers of documents carry (European Union, United Nations) are read, never offered.
    is_choosable = models.BooleanField(default=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
