from countries.models.agreed import AgreedValue
from countries.models.agreement import (
    Agreement,
    AgreementForm,
    AgreementMember,
    AgreementParty,
    AgreementSuspension,
    AttachmentRequirement,
    EvidenceItem,
    Rule,
    RuleVersion,
)
from countries.models.authority import Authority, ContactPoint, CrossingPoint
from countries.models.calendar import PublicHoliday, WorkingCalendar
from countries.models.country import Country, NationalityCode

__all__ = [
    "AgreedValue",
    "Agreement",
    "AgreementForm",
    "AgreementMember",
    "AgreementParty",
    "AgreementSuspension",
    "AttachmentRequirement",
    "Authority",
    "ContactPoint",
    "Country",
    "CrossingPoint",
    "EvidenceItem",
    "NationalityCode",
    "PublicHoliday",
    "Rule",
    "RuleVersion",
    "WorkingCalendar",
]
