"""docs/agreements.md says what the data say."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from countries.services import files
from countries.services.agreement_document import agreements_document


def test_the_document_is_current():
    """After a change of countries/data: `./run manage agreements_doc`."""
    call_command("agreements_doc", "--check")


def test_every_agreement_and_every_limit_stands_in_it():
    text = (Path(settings.BASE_DIR) / "docs" / "agreements.md").read_text(encoding="utf-8")
    for _, content in files.agreement_files():
        section = text.partition(f"Code `{content['code']}`.")[2].partition("\n### ")[0]
        assert section, content["code"]
        rows = [line for line in section.splitlines() if line.startswith("| ")]
        rules = content.get("rule", [])
        assert len(rows) == (len(rules) + 2 if rules else 0), content["code"]
        for rule, row in zip(rules, rows[2:], strict=False):
            # Article, source and certainty as they stand in the file, in the order of the file.
            assert row.rstrip(" |").split("| ")[-1].startswith(rule["certainty"])
            assert rule.get("citation", "") in row and rule.get("source", "").replace("|", "/") in row


def test_the_language_of_whoever_makes_it_does_not_matter():
    expected = agreements_document()
    with translation.override("fr"):
        assert agreements_document() == expected
