"""Every code has a wording, and every wording has its parameters."""

import re
from pathlib import Path

from cases.identity import problems

SOURCES = Path(problems.__file__).parent


def test_every_code_in_use_has_a_wording_and_the_other_way_round():
    code = re.compile(r'"((?:mrz|name|date|birth|document)\.[a-z_]+)"')
    used = set()
    for path in SOURCES.glob("*.py"):
        if path.name != "problems.py":
            used |= set(code.findall(path.read_text(encoding="utf-8")))
    assert used == set(problems.WORDINGS)
