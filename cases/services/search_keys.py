"""Keeping the keys under which a case is found in step with what they are made from.

Called by the services that write the person, the family, the evidence, the own file number and the reference, in their
transaction and beside their event. What the requesting side corrects in an application that came back is found by that
side alone until the application is submitted again: the other side goes on finding what it was sent.
"""

from collections.abc import Iterable
from typing import Final

from cases.choices import FamilyRelation, Side, Status, Track
from cases.identity.search_keys import code_key, name_keys
from cases.models import Case, CasePrivate, Evidence, FamilyMember, Person, SearchKey, TransitPlan

# Fields of the person with a name of hers or his, and whether it is written in the native script.
_NAMES: Final = (
    ("family_name", False),
    ("given_names", False),
    ("family_name_native", True),
    ("given_names_native", True),
    ("maiden_name", False),
    ("other_names", False),
    ("father_name", False),
    ("mother_name", False),
)
# Changes that change a key, by the names that `filing.editing` collects.
KEYED_FIELDS: Final = frozenset(name for name, _native in _NAMES) | {
    "native_language",
    "birth_date",
    "evidence",
    "family",
    *(f"family.{relation}" for relation in FamilyRelation.values),
    "file_number",
    "transit.document_number",
}

_Identity = tuple[str, str, str]


def search_keys_write(*, case: Case) -> None:
    """Make the keys of a case those of its present contents. At most seven statements, none needed twice.

    The caller has locked the case and writes the event of the change.
    """
    wanted = {_identity(key): key for key in _keys_of(case)}
    present = list(SearchKey.objects.filter(case=case))
    is_open_correction = case.shared and case.status == Status.RETURNED_INCOMPLETE
    shared = {_identity(key) for key in present if not key.own_side}
    if is_open_correction:
        # The other side keeps finding what it was sent; the corrections are the own side's.
        stale = [key.id for key in present if key.own_side and _identity(key) not in wanted]
        for key in wanted.values():
            key.own_side = Side.REQUESTING
        missing = wanted.keys() - {_identity(key) for key in present}
    else:
        stale = [key.id for key in present if not _fits(key, wanted.get(_identity(key)))]
        own = {_identity(key) for key in present if key.own_side}
        missing = {identity for identity, key in wanted.items() if identity not in (own if key.own_side else shared)}
    if stale:
        SearchKey.objects.filter(id__in=stale).delete()
    SearchKey.objects.bulk_create(key for identity, key in wanted.items() if identity in missing)


def _identity(key: SearchKey) -> _Identity:
    return key.kind, key.source, key.word


def _fits(present: SearchKey, wanted: SearchKey | None) -> bool:
    return wanted is not None and wanted.own_side == present.own_side and wanted.shown == present.shown


def _keys_of(case: Case) -> Iterable[SearchKey]:
    person = Person.objects.filter(case=case).first()
    if person is not None:
        yield from _of_person(case, person)
    for member in FamilyMember.objects.filter(case=case).order_by("id"):
        for name in (member.family_name, member.given_names, member.maiden_name):
            yield from _of_name(case, "family_member", name)
    for kind, number in Evidence.objects.filter(case=case).exclude(number="").values_list("kind", "number"):
        yield from _of_code(case, SearchKey.Kind.DOCUMENT, kind, number)
    if case.track == Track.TRANSIT:
        carried = TransitPlan.objects.filter(case=case).values_list("document_number", flat=True).first()
        yield from _of_code(case, SearchKey.Kind.DOCUMENT, "", carried or "")
    file_number = CasePrivate.objects.filter(case=case).values_list("file_number", flat=True).first()
    for key in _of_code(case, SearchKey.Kind.FILE_NUMBER, "", file_number or ""):
        key.own_side = Side.REQUESTING
        yield key
    yield from _of_code(case, SearchKey.Kind.REFERENCE, "", case.reference or "")


def _of_person(case: Case, person: Person) -> Iterable[SearchKey]:
    found: set[str] = set()
    for field, is_native in _NAMES:
        for key in _of_name(case, field, getattr(person, field), person.native_language if is_native else ""):
            # The two scripts of one name mostly give the same key: the Latin one, which comes first, is kept.
            if not is_native or key.word not in found:
                yield key
            found.add(key.word)
    if person.birth_date:
        yield SearchKey(
            case=case,
            kind=SearchKey.Kind.BIRTH,
            source="birth_date",
            word=person.birth_date,
            shown=person.birth_date,
        )


def _of_name(case: Case, source: str, name: str, language: str = "") -> Iterable[SearchKey]:
    for key in name_keys(name, language or None):
        yield SearchKey(
            case=case,
            kind=SearchKey.Kind.NAME,
            source=source,
            word=key.word,
            skeleton=key.skeleton,
            shown=key.shown[:150],
        )


def _of_code(case: Case, kind: str, source: str, number: str) -> Iterable[SearchKey]:
    word = code_key(number)[:100]
    if word:
        yield SearchKey(case=case, kind=kind, source=source, word=word, shown=number[:150])
