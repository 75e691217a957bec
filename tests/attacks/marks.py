"""A mark in every text of every row, that tells from which row it came wherever it turns up.

While a world is being made, each free text that is written gets a mark of its own: so does each text that nobody filled
in. What services copy (data sheets, papers, notices, keys of the search) carries the mark of its source. Who may read a
mark follows from the rules of `tests/isolation/rules.py`, which know no policy of the database; where a text lawfully
travels to people who do not see its source stands in `TRAVELS`, in words.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pypdf
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.db.models.signals import pre_save

from accounts.actor import Actor
from accounts.models import Membership, User
from cases.models import Case
from countries.models import Authority
from tests import world
from tests.conftest import OWNER, logged_in_as
from tests.isolation.house import House, Persona
from tests.isolation.rules import RULES, Known
from tests.permissions import many

# Letters alone: names are written in machine-readable lines, which take nothing else.
MARK = re.compile(r"zq[a-j]{5}q", re.IGNORECASE)
# The same in small letters: a page is read through in half the time.
_LOWER = re.compile(MARK.pattern)
_LETTERS = str.maketrans("0123456789", "abcdefghij")
# What runs, if a page, a template or a header takes it for more than a text.
PAYLOAD = "'\"><b>{{191*211}}"
# Signs that it ran, or would: a quotation mark or a bracket that is not escaped, a template that was evaluated.
# The sum alone is no part of a key, a moment or an amount.
RAN = re.compile(r"zq[a-j]{5}q(?:'|&#39;)\"|\"><b>(?:\{\{|40301)|(?<![\w.:-])40301(?!\w)", re.IGNORECASE)
SHORTEST = 30
APPS = {"cases", "supervision"}
# Text that is no words of anybody: codes, keys, sums, names of rows of reference data.
CODES = {
    *("requesting_country", "receiving_country", "reference", "case_reference", "earlier_reference", "next_due_kind"),
    *("mrz", "zone", "act", "kind", "item", "source", "word", "skeleton", "shown", "seed", "population_digest"),
    *("worth", "worth_citation", "worth_certainty", "number", "document_number", "account"),
    *("crossing_point", "office", "opened_by_office", "asked_office"),
    # The names of people of an office are the marks of their accounts.
    *("created_by_name", "recorded_by_name", "planned_by_name", "proposed_by_name", "countersigned_by_name"),
    *("asked_by_name", "answered_by_name", "checked_by_name", "written_by_name", "decided_by_name", "author_name"),
    *("made_by_name", "ended_by_name", "user_name", "assigned_by_name", "issued_by_name", "drawn_by_name"),
    *("reviewed_by_name", "placed_by_name", "lifted_by_name", "name", "erased_rule"),
}
# Names that papers and machine-readable lines are made of get what would run when all is written.
LETTERS = {"family_name", "given_names", "full_name"}
# Where text goes to people who do not see its source: table of the source -> table that carries it, and why.
TRAVELS: dict[str, dict[str, str]] = {
    "cases_person": {
        "cases_verificationtask": "the data sheet of the question that an agency is asked",
        "cases_monitoringplan": "the languages of the person, for the body that sees the transfer",
    },
    "cases_transfer": {"cases_monitoringplan": "the journey, for the body that sees it"},
    "cases_ownsidenote": {"cases_sharednote": "a note that its author shared"},
}


@cache
def words_of(model: type[models.Model]) -> tuple[Any, ...]:
    """The columns of a table in which people write."""
    if model is User:
        return (User._meta.get_field("full_name"),)
    if model._meta.app_label not in APPS:
        return ()
    return tuple(
        column
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        and not column.choices
        and (column.max_length or SHORTEST) >= SHORTEST
        and (column.name not in CODES or (column.name == "name" and model.__name__ in {"Operation", "Reception"}))
    )


@dataclass
class Marks:
    """Which mark was put where; after `learn`, who may read it."""

    sources: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    known: Known | None = None
    carriers: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    _may: dict[tuple[str, str], bool] = field(default_factory=dict)

    def put(self, sender: type[models.Model], instance: models.Model, **_: Any) -> None:
        """Receiver of `pre_save`: marks whatever has no mark yet."""
        for column in words_of(sender):
            text = getattr(instance, column.attname) or ""
            if MARK.search(text):
                continue
            mark = "Zq" + f"{len(self.sources):05}".translate(_LETTERS) + "q"
            room = (column.max_length or 9999) - len(text) - len(mark) - 1
            if room < 0:
                continue
            payload = PAYLOAD if room >= len(PAYLOAD) and column.name not in LETTERS else ""
            setattr(instance, column.attname, f"{text} {mark}{payload}".strip())
            self.sources[mark.lower()] = (sender._meta.db_table, str(instance.pk), column.name)

    def fill(self) -> None:
        """What was written past the models gets its marks now, names what would run in them: as the owner of the tables."""
        have = {(table, column) for table, _key, column in self.sources.values()}
        many.events_not_needed()
        with logged_in_as(OWNER), transaction.atomic():
            for model in apps.get_models():
                table = model._meta.db_table
                for column in words_of(model):
                    if (table, column.name) not in have:
                        self._fill(model, column)
                    if column.name in LETTERS and model is not User:
                        more = model._default_manager.filter(**{f"{column.name}__iregex": MARK.pattern})
                        more.update(**{column.name: Concat(column.name, Value(PAYLOAD))})

    def _fill(self, model: type[models.Model], column: Any) -> None:
        for row in model._default_manager.filter(~Q(**{f"{column.name}__iregex": MARK.pattern})):
            self.put(model, row)
            model._default_manager.filter(pk=row.pk).update(**{column.name: getattr(row, column.attname)})

    def learn(self) -> None:
        """Read every row as the owner of the tables, and who everybody is."""
        house, tables = House(), {}
        with logged_in_as(OWNER), connection.cursor() as cursor:
            for table in RULES:
                cursor.execute(f"select to_jsonb(t) from {table} t")
                rows = [json.loads(text) for (text,) in cursor.fetchall()]
                tables[table] = {str(row["id"]): row for row in rows}
                for key, row in tables[table].items():
                    for mark in MARK.findall(json.dumps(row, ensure_ascii=False)):
                        self.carriers[mark.lower()].add((table, key))
            cursor.execute("select id, name from auth_group")
            groups = dict(cursor.fetchall())
            for case in Case.objects.all():
                house.cases[case.id] = case.status
                house.delegated[case.id] = {groups[key] for key in case.delegates}
            codes = dict(Authority.objects.values_list("id", "code"))
            for membership in Membership.objects.select_related("user"):
                actor = world.actor_of(membership.user)
                house.personas.append(Persona(str(actor.user_id), actor, codes[actor.authority_id]))
        self.known = Known(house, tables, groups)

    def may_read(self, actor: Actor | None, mark: str) -> bool:
        """Whether this person sees the row of which the text is, or one to which it lawfully went."""
        if actor is None:
            return False
        key = str(actor.user_id), mark
        if key not in self._may:
            self._may[key] = any(self.sees(actor, *row) for row in self._lawful(mark))
        return self._may[key]

    def _lawful(self, mark: str) -> Iterator[tuple[str, str]]:
        table, key, _column = self.sources[mark]
        yield table, key
        yield from (row for row in self.carriers[mark] if row[0] in TRAVELS.get(table, ()))

    def sees(self, actor: Actor, table: str, key: str) -> bool:
        """Whether the story of the rows lets this person see one."""
        assert self.known is not None
        who = self.known.house.persona(str(actor.user_id))
        if table == "accounts_user":
            return who.country == self.known.house.persona(key).country
        row = self.known.tables[table].get(key)
        return row is not None and RULES[table](who, row, self.known)

    def of(self, told: str) -> set[str]:
        """The marks of rows in a text."""
        return {mark for mark in _LOWER.findall(told.lower()) if mark in self.sources}

    def foreign(self, actor: Actor | None, told: str) -> set[str]:
        """Where the marks in a text come from that this person may not read."""
        return self.hidden(actor, self.of(told))

    def hidden(self, actor: Actor | None, marks: set[str]) -> set[str]:
        """Likewise, of marks that were found."""
        return {"{0}.{2}".format(*self.sources[mark]) for mark in marks if not self.may_read(actor, mark)}


@contextmanager
def marking() -> Iterator[Marks]:
    """Within the block everything that is written is marked."""
    marks = Marks()
    pre_save.connect(marks.put, dispatch_uid="marks")
    try:
        yield marks
    finally:
        pre_save.disconnect(dispatch_uid="marks")
    marks.fill()
    marks.learn()


def told_by(response: Any) -> str:
    """Everything that an answer says: its headers, its cookies, its contents, tables and papers unpacked."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.items()) + response.cookies.output()
    return f"{head}\n\n{_text_of(content)}"


def _text_of(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        with ZipFile(BytesIO(content)) as packed:
            return "\n".join(_text_of(packed.read(name)) for name in packed.namelist())
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
    return content.decode(errors="replace")
