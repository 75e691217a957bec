"""Inventing persons: names in Latin and native script, parents, places, documents with valid machine-readable lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from cases.demo.files import CasePlan, Names, names
from cases.identity.dates import PartialDate
from cases.identity.romanisation import suggest_latin
from cases.specimens.passport import PassportFields

# (seed, age drawn) of the portraits that are shared out, by sex; drawing one for each person would take too long.
_PORTRAITS: Final[Mapping[str, tuple[tuple[int, int], ...]]] = {
    "M": (
        *((8, 8), (16, 16), (3, 24), (21, 24), (5, 30), (14, 30), (33, 30), (7, 37), (12, 37), (41, 37)),
        *((19, 45), (27, 45), (50, 57)),
    ),
    "F": ((6, 6), (2, 26), (9, 26), (4, 32), (15, 32), (23, 38), (11, 45), (52, 54)),
}
_NATIONALITIES: Final = {
    "SRB": "Serbian",
    "GEO": "Georgian",
    "ALB": "Albanian",
    "PAK": "Pakistani",
    "XKX": "Kosovar",
    "BGD": "Bangladeshi",
    "NLD": "Dutch",
}
_EYES: Final = ("brown", "dark brown", "green", "grey-blue", "hazel")
_PASSPORTS: Final = ("passport", "expired_passport")
# Evidence that bears no number of its own.
_STATEMENTS: Final = {
    "language": "Short interview in the language of the country; recording kept.",
    "statement_of_person": "Own statement, signed in the presence of an interpreter.",
    "statement_of_witness": "Statement of a cousin who lives in the requesting country.",
}
_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Issuer:
    """The country whose specimens are drawn: its name and the code that its machine-readable zones carry."""

    code: str
    name: str
    icao_code: str


@dataclass(frozen=True, slots=True)
class Portrait:
    """Which portrait shows a person; equal values give the same picture."""

    seed: int
    sex: str
    age: int


@dataclass(frozen=True, slots=True)
class Proof:
    """One means of evidence: the values of the service, and the scan to draw (pages, 0 for none)."""

    values: Mapping[str, Any]
    passport: PassportFields | None = None
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Invented:
    """A person with the fields of the form (part A), a portrait and evidence."""

    values: Mapping[str, Any]
    portrait: Portrait
    proofs: tuple[Proof, ...]


class Inventor:
    """Invents the persons of one case; the same plan and day always give the same persons."""

    def __init__(self, case: CasePlan, issuer: Issuer, today: date) -> None:
        self.case = case
        self.issuer = issuer
        self.today = today
        self.names: Names = names()[case.names]
        self.random = Random(f"rcms demo {case.key}")  # noqa: S311 - invented people, no secret
        # Counted on, not drawn: two cases shall not bear the same name by chance.
        self.round, self.place = divmod(case.number, len(self.names.families))
        self.family = self._latin_and_native(self.names.families[self.place])
        self.street = f"{self.random.choice(self.names.streets)} {self.random.randint(1, 180)}"
        self.town = self.random.choice(self.names.towns)

    def person(self) -> Invented:
        """The person whom the case is about."""
        return self._invent(self.case.who, self.case.proofs, dict(self.case.person))

    def spouse(self) -> Invented:
        """The spouse, with a passport."""
        return self._invent(self.case.spouse, ("passport",), {"civil_status": "married"})

    def member(self, who: str) -> dict[str, str]:
        """A child as the form of a parent names it."""
        return {
            "family_name": self.family[0],
            "given_names": self._name(self._given(who))[0],
            "birth_date": self._born(who).isoformat(),
            "birth_place": self.town,
            "sex": who[0],
            "nationality": self.issuer.code,
        }

    def _invent(self, who: str, proofs: tuple[str, ...], further: Mapping[str, Any]) -> Invented:
        chance = self.random
        sex, age = who[0], int(who[1:])
        entries = self._given(who)
        given = self._latin_and_native(entries[(self.round + 3 * self.place) % len(entries)])
        born = self._born(who)
        values: dict[str, Any] = {
            "family_name": self.family[0],
            "given_names": given[0],
            "family_name_native": self.family[1],
            "given_names_native": given[1],
            "native_language": self.names.tag,
            "birth_date": {"year": f"{born:%Y}", "month": f"{born:%Y-%m}"}.get(self.case.birth, born.isoformat()),
            "birth_place": self.town,
            "birth_country": self.issuer.code,
            "sex": sex,
            "nationality": self.issuer.code,
            "languages": self.names.languages,
            "father_name": f"{self._name(self.names.men)[0]} {self.family[0]}",
            "mother_name": f"{self._name(self.names.women)[0]} {self.family[0]}",
            "civil_status": "married" if self.case.spouse else chance.choice(("single", "married", "divorced")),
            "last_address": f"{self.street}, {self.town}",
            "eye_colour": chance.choice(_EYES),
            "height_cm": chance.randint(158, 172) if sex == "F" else chance.randint(168, 190),
        }
        if age < 18:
            values |= {"civil_status": "single", "height_cm": 90 + 5 * age}
        values |= further
        portrait = self._portrait(sex, age)
        return Invented(values, portrait, tuple(self._proof(proof, values, born, portrait) for proof in proofs))

    def _name(self, entries: tuple[str, ...]) -> tuple[str, str]:
        """(Latin, native) of an entry by chance."""
        return self._latin_and_native(self.random.choice(entries))

    def _latin_and_native(self, entry: str) -> tuple[str, str]:
        latin, _, native = entry.partition("|")
        if native:
            return latin, native
        return suggest_latin(latin, self.names.tag) or latin, latin

    def _given(self, who: str) -> tuple[str, ...]:
        return self.names.women if who.startswith("F") else self.names.men

    def _born(self, who: str) -> date:
        """A date that makes the person as old as the plan says, on the day of the seeding."""
        return self.today - int(who[1:]) * _YEAR - timedelta(days=self.random.randint(20, 330) + int(who[1:]) // 4)

    def _portrait(self, sex: str, age: int) -> Portrait:
        pool = _PORTRAITS[sex]
        nearest = min(abs(drawn - age) for _, drawn in pool)
        fitting = [entry for entry in pool if abs(entry[1] - age) <= nearest + 1]
        seed, drawn = fitting[self.case.number % len(fitting)]
        return Portrait(seed, sex, drawn)

    def _proof(self, text: str, person: Mapping[str, Any], born: date, portrait: Portrait) -> Proof:
        kind, _, scan = text.partition(":")
        chance = self.random
        if kind in _STATEMENTS:
            said_on = self.today - timedelta(days=self.case.days[0] * 7 // 5 + 20)
            return Proof({"kind": kind, "issued_on": said_on, "note": _STATEMENTS[kind]})
        latest = self.today - timedelta(days=self.case.days[0] * 7 // 5 + 90)
        issued = max(born + timedelta(days=60), latest - timedelta(days=chance.randint(200, 1500)))
        # SP for specimen: a number that no country gives.
        values: dict[str, Any] = {
            "kind": kind,
            "number": f"SP{chance.randint(1, 9_999_999):07d}",
            "issued_at": self.town,
            "issuing_authority": f"Specimen office, {self.town}",
            "issued_on": issued,
        }
        if kind not in _PASSPORTS:
            if kind in {"identity_card", "driving_licence"}:
                values["expires_on"] = issued + 10 * _YEAR
            if kind == "photocopy":
                values["note"] = "Copy of an identity card, both sides"
            return Proof(values)
        if kind == "expired_passport":
            values["issued_on"] = issued = latest - 10 * _YEAR - timedelta(days=chance.randint(100, 500))
        values["expires_on"] = issued + (5 if issued - born < 18 * _YEAR else 10) * _YEAR
        passport = self._passport(values, person, born, portrait)
        values["mrz"] = "\n".join(passport.mrz_lines())
        return Proof(values, passport, {"scan": 1, "pdf": 2}.get(scan, 0))

    def _passport(
        self, values: Mapping[str, Any], person: Mapping[str, Any], born: date, portrait: Portrait
    ) -> PassportFields:
        return PassportFields(
            country_name=self.issuer.name,
            issuer=self.issuer.icao_code,
            nationality=self.issuer.icao_code,
            nationality_name=_NATIONALITIES[self.issuer.code],
            surname=person["family_name"],
            given_names=person["given_names"],
            number=values["number"],
            birth_date=PartialDate.of(born) if not self.case.birth else PartialDate.parse(person["birth_date"]),
            sex=person["sex"],
            place_of_birth=person["birth_place"],
            issued_on=values["issued_on"],
            expires_on=values["expires_on"],
            authority=values["issuing_authority"],
            portrait_seed=portrait.seed,
            language=self.names.tag,
        )
