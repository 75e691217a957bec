"""The name field of a machine readable zone: fitting names in, and reading them back."""

from __future__ import annotations

from cases.identity.mrz_layout import FILLER


def fit_name(primary: str, secondary: str, width: int) -> str:
    """The name field, `width` characters, from names already in MRZ letters (components separated by `<`).

    When all fits, all is written and the rest filled. Otherwise names are shortened as Doc 9303 Parts 4 to 7, section
    4.2.3 allow, by this one rule out of those offered: every component keeps at least its initial as long as that is
    possible, and earlier components keep as many letters as possible. Surnames are shortened only as far as the
    initials of the given names need. A shortened field ends with a letter, which tells the reader that it may be
    shortened. (A field of single letters only can end one place short of that.)
    """
    surnames = [part for part in primary.split(FILLER) if part]
    given = [part for part in secondary.split(FILLER) if part]
    if not surnames:
        # A person with one name has a primary identifier only (Doc 9303 Part 3 section 3.4).
        surnames, given = given, []
    whole = FILLER.join(surnames) + (FILLER * 2 + FILLER.join(given) if given else "")
    if len(whole) <= width:
        return whole.ljust(width, FILLER)
    if not given:
        return _shorten(surnames, width).ljust(width, FILLER)
    initials = len(given)
    while initials > 1 and 2 * len(surnames) - 1 + 2 + 2 * initials - 1 > width:
        initials -= 1
    first = _shorten(surnames, width - 2 - (2 * initials - 1))
    second = _shorten(given, width - 2 - len(first))
    return f"{first}{FILLER * 2}{second}".ljust(width, FILLER)


def _shorten(components: list[str], width: int) -> str:
    kept = list(components)
    while len(kept) > 1 and 2 * len(kept) - 1 > width:
        kept.pop()
    left = width
    written: list[str] = []
    for position, component in enumerate(kept):
        reserved = 2 * (len(kept) - position - 1)
        part = component[: max(left - reserved, 1)]
        written.append(part)
        left -= len(part) + 1
    return FILLER.join(written)


def split_name(field: str) -> tuple[str, str]:
    """Surname and given names of a name field, components separated by a space."""
    primary, _, secondary = field.strip(FILLER).partition(FILLER * 2)
    return " ".join(filter(None, primary.split(FILLER))), " ".join(filter(None, secondary.split(FILLER)))
