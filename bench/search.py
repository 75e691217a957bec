"""Finding a person by a misspelt name: milliseconds per search at 10,000 and 100,000 cases, and how often it is found.

    RCMS_LOGIN=app python -m bench.search      (part of ./run bench; the database must have the demonstration)

Three ways side by side in one run: the function `search_cases` under the searcher's scope; the same index asked by the
owner of the tables for the same words with no wall at all ("bare"), which is the yardstick; and the plain query under
row security ("plain"), which may not use the index. A tenth of the cases is the searcher's to see. The names are put
together at random from the demonstration's lists and from syllables, always the same.
"""

import os
import random
import statistics
import time
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcms.settings")
django.setup()

import psycopg
from django.conf import settings
from django.db import connection

from cases.demo.people import actors
from cases.identity.search_keys import asked_words, name_keys
from cases.identity.search_terms import Asked
from cases.models import Case
from cases.selectors.search import key_matches
from core.ids import uuid7
from core.scope import use_scope
from countries.models import Authority
from rcms.environment import database_from_url

SIZES = (10_000, 100_000)
ASKED = 60
VISIBLE_SHARE = 10
TABLES = ("cases_case", "cases_person", "cases_searchkey")
BARE = "select distinct case_id from cases_searchkey where kind = 'name' and word %% any (%s)"
PLAIN = f"{BARE} limit 500"

Person = tuple[str, str]


def people() -> Iterator[Person]:
    """(family name, given name) without end, the same in every run."""
    chance = random.Random(7)  # noqa: S311 - nothing secret
    lists = tomllib.loads((Path(settings.BASE_DIR) / "cases/demo/data/names.toml").read_text(encoding="utf-8"))
    given = [name.split("|")[0] for table in lists.values() for name in (*table["men"], *table["women"])]
    families = [name.split("|")[0] for table in lists.values() for name in table["families"]]
    syllables = ["ba", "ko", "mi", "ra", "sto", "pe", "tro", "vu", "ka", "li", "ja", "no", "gra", "de", "ha", "se"]
    endings = ["vić", "dze", "ov", "shi", "man", "zai", "li", "ić", "yan", "nen"]
    families += ["".join(chance.choices(syllables, k=3)).title() + chance.choice(endings) for _ in range(20_000)]
    while True:
        yield chance.choice(families), chance.choice(given)


def misspelt(name: str, chance: random.Random) -> str:
    """One letter left out, doubled, changed or exchanged with its neighbour."""
    place = chance.randrange(1, max(2, len(name) - 1))
    kind = chance.randrange(4)
    if kind == 0:
        return name[:place] + name[place + 1 :]
    if kind == 1:
        return name[:place] + name[place] + name[place:]
    if kind == 2:
        return name[:place] + chance.choice("aeiounrst") + name[place + 1 :]
    return name[: place - 1] + name[place : place + 1] + name[place - 1] + name[place + 1 :]


class Filling:
    """Cases added as the owner, with their keys; triggers rest meanwhile."""

    def __init__(self, session: psycopg.Connection, template: Case) -> None:
        self.session = session
        self.template = template
        self.names = people()
        self.visible: list[tuple[UUID, Person]] = []
        self.number = 0
        self.others = tuple(
            Authority.objects.filter(country=code).order_by("code").values_list("id", flat=True)[0]
            for code in ("DEU", "PAK")
        )

    def fill(self, upto: int) -> None:
        """Add cases until there are `upto`."""
        for table in TABLES:
            self.session.execute(f"alter table {table} disable trigger user, no force row level security")
        rows = [(uuid7(), next(self.names), number) for number in range(self.number, upto)]
        self.number = upto
        self._cases(rows)
        self._keys(rows)
        self.session.execute("set constraints all immediate")
        for table in TABLES:
            self.session.execute(f"alter table {table} enable trigger user, force row level security")
        self.session.commit()
        self.session.autocommit = True
        self.session.execute("vacuum analyze cases_searchkey")
        self.session.execute("vacuum analyze cases_case")
        self.session.autocommit = False
        self.visible += [(key, person) for key, person, number in rows if number % VISIBLE_SHARE == 0]

    def _parties(self, number: int) -> tuple[Any, ...]:
        """Countries and offices: the template's for the visible ones, others' for the rest."""
        case = self.template
        if number % VISIBLE_SHARE == 0:
            return (
                case.requesting_country_id,
                case.receiving_country_id,
                case.requesting_authority_id,
                case.receiving_authority_id,
            )
        return ("DEU", "PAK", *self.others)

    def _cases(self, rows: Iterable[tuple[UUID, Person, int]]) -> None:
        columns = [
            description.name
            for description in self.session.execute("select * from cases_case limit 0").description or ()
        ]
        mould = dict(
            zip(
                columns,
                self.session.execute("select * from cases_case where id = %s", [self.template.id]).fetchone() or (),
                strict=True,
            )
        )
        with self.session.cursor().copy(f"copy cases_case ({', '.join(columns)}) from stdin") as copy:
            for key, _person, number in rows:
                requesting, receiving, sending_office, receiving_office = self._parties(number)
                values = mould | {
                    "id": key,
                    "reference": f"BENCH-{number}",
                    "requesting_country_id": requesting,
                    "receiving_country_id": receiving,
                    "requesting_authority_id": sending_office,
                    "receiving_authority_id": receiving_office,
                    "shared": True,
                }
                copy.write_row([values[column] for column in columns])

    def _keys(self, rows: Iterable[tuple[UUID, Person, int]]) -> None:
        columns = (
            "id, case_id, own_side, requesting_country, receiving_country, requesting_authority, receiving_authority,"
            " delegates, shared, kind, source, word, skeleton, shown"
        )
        with self.session.cursor().copy(f"copy cases_searchkey ({columns}) from stdin") as copy:
            for key, (family, given), number in rows:
                parties = self._parties(number)
                for source, name in (("family_name", family), ("given_names", given)):
                    for found in name_keys(name, "sr"):
                        values = [uuid7(), key, "", *parties, [], True, "name", source]
                        copy.write_row([*values, found.word, found.skeleton, found.shown])


def timed(statement: Any) -> tuple[float, Any]:
    """Milliseconds of one call, and what it gave."""
    begun = time.perf_counter()
    found = statement()
    return (time.perf_counter() - begun) * 1000, found


def searched(filling: Filling, actor: Any) -> None:
    """One line of the table: medians over the same misspelt names."""
    chance = random.Random(11)  # noqa: S311 - nothing secret
    asked = chance.sample(filling.visible, ASKED)
    times: dict[str, list[float]] = {"search": [], "bare": [], "plain": []}
    hits = 0
    for key, (family, given) in asked:
        words = asked_words(f"{misspelt(given, chance)} {misspelt(family, chance)}")
        plain_words = [word.word for word in words]
        with use_scope(actor.scope):
            spent, found = timed(lambda words=words: key_matches(Asked(names=words)))
            times["search"].append(spent)
            hits += key in list(found)[:20]
            with connection.cursor() as cursor:
                cursor.execute("select set_config('pg_trgm.similarity_threshold', '0.4', true)")
                spent, _ = timed(lambda cursor=cursor, words=plain_words: cursor.execute(PLAIN, [words]))
            times["plain"].append(spent)
        filling.session.execute("select set_config('pg_trgm.similarity_threshold', '0.4', true)")
        spent, _ = timed(lambda words=plain_words: filling.session.execute(BARE, [words]).fetchall())
        times["bare"].append(spent)
        filling.session.rollback()
    middle = {name: statistics.median(values) for name, values in times.items()}
    print(
        f"{filling.number:>9,}{middle['search']:>10.1f}{middle['bare']:>10.1f}{middle['plain']:>10.1f}"
        f"{middle['search'] / middle['bare']:>14.2f}{hits / ASKED:>10.2f}"
    )


def main() -> None:
    """Print the table."""
    actor = actors()["registry.rs"]
    with use_scope(actor.scope):
        case = Case.objects.select_related("agreement").filter(status="in_verification").latest("created_at")
    login: dict[str, Any] = database_from_url("owner")
    with psycopg.connect(
        dbname=login["NAME"],
        user=login["USER"],
        password=login["PASSWORD"],
        host=login["HOST"],
        port=login["PORT"] or None,
    ) as session:
        filling = Filling(session, case)
        print(f"{'cases':>9}{'search':>10}{'bare':>10}{'plain':>10}{'search/bare':>14}{'hit@20':>10}   ms, median")
        for size in SIZES:
            filling.fill(size)
            searched(filling, actor)


if __name__ == "__main__":
    main()
