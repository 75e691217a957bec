"""Law, calendars and the directory of offices: read by anybody, written in an administering scope (what needs two
persons is asked by `administration`) or by the owner."""

from django.db import migrations

from core.rowsecurity import ADMINISTERING, ADMINISTERS, ANYBODY, COUNTRY, NEVER, secure

OFFICES = f"""country_id = any ({ADMINISTERS}) or id::text = any ({ADMINISTERS})
or parent_id::text = any ({ADMINISTERS})"""
PLACES = f"country_id = any ({ADMINISTERS}) or (country_id = {COUNTRY} and {ADMINISTERING})"
CALENDARS = f"country_id = any ({ADMINISTERS})"
# Changed by administrators of one or two countries; the rows of most do not say of which.
LAW = (
    "countries_agreedvalue",
    "countries_agreement",
    "countries_agreementform",
    "countries_agreementmember",
    "countries_agreementparty",
    "countries_agreementsuspension",
    "countries_attachmentrequirement",
    "countries_contactpoint",
    "countries_evidenceitem",
    "countries_publicholiday",
    "countries_rule",
    "countries_ruleversion",
)


class Migration(migrations.Migration):
    dependencies = [("countries", "0001_initial"), ("core", "0004_entrances")]

    operations = [
        *[secure(table, read=ANYBODY, insert=ADMINISTERING, update=ADMINISTERING) for table in LAW],
        *[
            secure(table, read=ANYBODY, insert=ADMINISTERING, update=ADMINISTERING, delete=NEVER)
            for table in ("countries_country", "countries_nationalitycode")
        ],
        # A country that begins to take part gets its first office from the administrators of another one.
        secure("countries_authority", read=ANYBODY, insert=ADMINISTERING, update=OFFICES, delete=NEVER),
        secure("countries_crossingpoint", read=ANYBODY, insert=PLACES, update=PLACES, delete=NEVER),
        secure("countries_workingcalendar", read=ANYBODY, insert=CALENDARS, update=CALENDARS, delete=NEVER),
    ]
