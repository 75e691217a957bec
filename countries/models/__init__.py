from countries.models.agreement import Agreement, AgreementMember, AgreementParty, EvidenceItem, Rule
from countries.models.authority import Authority, ContactPoint, CrossingPoint
from countries.models.calendar import PublicHoliday, WorkingCalendar
from countries.models.country import Country, NationalityCode

__all__ = [
    "Agreement",
    "AgreementMember",
    "AgreementParty",
    "Authority",
    "ContactPoint",
    "Country",
    "CrossingPoint",
    "EvidenceItem",
    "NationalityCode",
    "PublicHoliday",
    "Rule",
    "WorkingCalendar",
]
