"""Who should see which row, worked out in Python from the cases' story: no policy, no scope and no copied column.

Each rule takes a persona, the row as the owner of the tables reads it, and its case.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.isolation.house import ANSWERING, MONITORING, SEEING, House, Persona
from tests.isolation.talk import FLAG_SHARED

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """All rows of the world that rules refer to, by table, and the names of groups."""

    house: House
    tables: Mapping[str, Mapping[str, Row]]
    groups: Mapping[int, str]

    def case_of(self, row: Row) -> Row:
        return self.tables["cases_case"][row.get("case_id") or row.get("content_object_id") or row["id"]]


def _stands(who: Persona, country: str, office: str) -> bool:
    """Whether the person sees the cases of this office (of this country)."""
    if who.role not in SEEING:
        return False
    return who.country == country if who.is_desk else UUID(office) in who.offices


def is_requesting(who: Persona, case: Row) -> bool:
    return _stands(who, case["requesting_country_id"], case["requesting_authority_id"])


def is_receiving(who: Persona, case: Row) -> bool:
    """On the receiving side, which knows of a case from its submission on (when it gets its reference)."""
    return case["reference"] is not None and _stands(who, case["receiving_country_id"], case["receiving_authority_id"])


def is_delegate(who: Persona, case: Row, known: Known) -> bool:
    return who.group in known.house.delegated[UUID(case["id"])]


def both(who: Persona, row: Row, known: Known) -> bool:
    case = known.case_of(row)
    return is_requesting(who, case) or is_receiving(who, case) or is_delegate(who, case, known)


def requesting_only(who: Persona, row: Row, known: Known) -> bool:
    return is_requesting(who, known.case_of(row))


def receiving_only(who: Persona, row: Row, known: Known) -> bool:
    return is_receiving(who, known.case_of(row))


def asked_agency(who: Persona, agency: str) -> bool:
    return who.role in ANSWERING and UUID(agency) in who.offices


def monitoring_body(who: Persona, row: Row) -> bool:
    return who.role in MONITORING and UUID(row["body_id"]) in who.offices


def monitored(who: Persona, row: Row, known: Known) -> bool:
    """The monitoring body; the requesting side, and the receiving one once it knows of the transfer."""
    if row["own_side"]:
        return requesting_only(who, row, known) or monitoring_body(who, row)
    return offices(who, row, known) or monitoring_body(who, row)


def observed(who: Persona, row: Row, known: Known) -> bool:
    """What was seen of a transfer of which the other side was told; else as what is not known there."""
    is_told = known.tables["cases_transfer"][row["transfer_id"]]["notified_at"] is not None
    return (is_told and offices(who, row, known)) or monitoring_plan(who, row, known)


def monitoring_plan(who: Persona, row: Row, known: Known) -> bool:
    return requesting_only(who, row, known) or monitoring_body(who, row)


def health(who: Persona, row: Row, known: Known) -> bool:
    """The offices, with consent; nobody to whom the case is only delegated."""
    return offices(who, row, known) if row["has_consent"] else requesting_only(who, row, known)


def submitted_health(who: Persona, row: Row, known: Known) -> bool:
    """As the note on health itself: consent counts, not what was sent under it."""
    notes = known.tables["cases_healthnote"].values()
    return health(who, next(note for note in notes if note["case_id"] == row["case_id"]), known)


def health_for_journey(who: Persona, row: Row, known: Known) -> bool:
    """The requesting side, and the border post that receives the person; not the receiving office, not the consulate."""
    case = known.case_of(row)
    carries = who.role == "border_officer" and is_delegate(who, case, known)
    return is_requesting(who, case) or (carries and bool(row["carriers"]))


def note(who: Persona, row: Row, known: Known) -> bool:
    author = next(person for person in known.house.personas if str(person.actor.user_id) == row["author_id"])
    of_requesting = author.country == known.case_of(row)["requesting_country_id"]
    return requesting_only(who, row, known) if of_requesting else receiving_only(who, row, known)


def offices(who: Persona, row: Row, known: Known) -> bool:
    """What the sides' offices write to each other: no delegate reads it."""
    case = known.case_of(row)
    return is_requesting(who, case) or is_receiving(who, case)


def reception(who: Persona, row: Row, known: Known) -> bool:
    """Who receives a child: told to the side that confirms it; of a transit it is the own side's."""
    return of_one_side(who, row, known) if row["own_side"] else offices(who, row, known)


def of_one_side(who: Persona, row: Row, known: Known) -> bool:
    """What one side alone records: its office and its desk."""
    return _of_side(who, row, known, row["own_side"] == "requesting")


def _of_side(who: Persona, row: Row, known: Known, is_of_requesting: bool) -> bool:
    return requesting_only(who, row, known) if is_of_requesting else receiving_only(who, row, known)


def stored_file(who: Persona, row: Row, known: Known) -> bool:
    """A bundle of the papers of many cases is for the person who asked for it."""
    is_bundle = row["subject"].startswith("bulkrun:")
    return audience(who, row, known) and (not is_bundle or row["uploaded_by_id"] == str(who.actor.user_id))


def message_author(who: Persona, row: Row, known: Known) -> bool:
    side = known.tables["cases_message"][row["message_id"]]["side"]
    return _of_side(who, row, known, side == "requesting")


def flag(who: Persona, row: Row, known: Known) -> bool:
    if row["reason"].startswith(FLAG_SHARED):
        return both(who, row, known)
    return _of_side(who, row, known, row["side"] == "requesting")


def link(who: Persona, row: Row, known: Known) -> bool:
    maker = next(person for person in known.house.personas if person.actor.name == row["made_by_name"])
    return _of_side(who, row, known, maker.country == known.case_of(row)["requesting_country_id"])


def task(who: Persona, row: Row, known: Known) -> bool:
    return receiving_only(who, row, known) or asked_agency(who, row["agency_id"])


def result(who: Persona, row: Row, known: Known) -> bool:
    return both(who, row, known)


def decision(who: Persona, row: Row, known: Known) -> bool:
    is_answer = row["countersigned_at"] is not None
    return both(who, row, known) if is_answer else receiving_only(who, row, known)


def transit_consent(who: Persona, row: Row, known: Known) -> bool:
    """Of the transit country alone until another person has signed the answer that it goes with."""
    return decision(who, known.tables["cases_decision"][row["decision_id"]], known)


def transfer(who: Persona, row: Row, known: Known) -> bool:
    is_announced = row["notified_at"] is not None
    return both(who, row, known) if is_announced else requesting_only(who, row, known)


def grant(who: Persona, row: Row, known: Known) -> bool:
    return both(who, row, known) or known.groups[row["group_id"]] == who.group


def family(who: Persona, row: Row, known: Known) -> bool:
    """The empty shell of a family tells two countries: everybody of the requesting one, and of the other once sent."""
    cases = [case for case in known.tables["cases_case"].values() if case["group_id"] == row["id"]]
    is_sent = any(case["reference"] for case in cases)
    return who.country == row["requesting_country_id"] or (is_sent and who.country == row["receiving_country_id"])


def audience(who: Persona, row: Row, known: Known) -> bool:
    """Rows of lower floors carry their readers; who these must be is the matter of test_audiences."""
    by_group = who.group in {known.groups.get(group) for group in row["audience_groups"]}
    if who.role not in SEEING:
        return by_group
    by_country = who.is_desk and who.country in row["audience_countries"]
    by_office = not who.is_desk and bool(who.offices & {UUID(key) for key in row["audience_authorities"]})
    return by_country or by_office or by_group


def key_of_case(who: Persona, row: Row, known: Known) -> bool:
    """A key of the search follows what it was made from; the own file number is the requesting side's."""
    return requesting_only(who, row, known) if row["kind"] == "file_number" else both(who, row, known)


def own_country(who: Persona, row: Row, known: Known) -> bool:
    """What a country's people have among themselves."""
    return who.country == row["country_id"]


def notice(who: Persona, row: Row, known: Known) -> bool:
    """An office's notice; one for a single person is that person's alone."""
    return audience(who, row, known) and row["recipient_id"] in {None, str(who.actor.user_id)}


def own_row(who: Persona, row: Row, known: Known) -> bool:
    return row["user_id"] == str(who.actor.user_id)


def administers(who: Persona, country: str, office: str | None = None) -> bool:
    if who.role != "administrator":
        return False
    return who.country == country if who.is_desk else office is not None and UUID(office) in who.offices


def preference(who: Persona, row: Row, known: Known) -> bool:
    return own_row(who, row, known) or administers(who, row["country"])


def mail(who: Persona, row: Row, known: Known) -> bool:
    return administers(who, row["country"], row["authority_id"])


def work(who: Persona, row: Row, known: Known) -> bool:
    """Background work: of the country for whose people it was promised."""
    return administers(who, row["scope"]["country"])


def of_persons_side(who: Persona, row: Row, known: Known) -> bool:
    """Who has a case, who has it open: for the side on which that person stands."""
    person = next(found for found in known.house.personas if str(found.actor.user_id) == row["user_id"])
    of_requesting = person.country == known.case_of(row)["requesting_country_id"]
    return requesting_only(who, row, known) if of_requesting else receiving_only(who, row, known)


def absence(who: Persona, row: Row, known: Known) -> bool:
    """The two people, and whoever sees the cases of the office."""
    is_one_of_them = str(who.actor.user_id) in {row["user_id"], row["covered_by_id"]}
    return is_one_of_them or _stands(who, row["country"], row["authority_id"])


def person(who: Persona, row: Row, known: Known) -> bool:
    """People of the own country: colleagues, whoever administers them."""
    return who.country == row["country_id"]


def role(who: Persona, row: Row, known: Known) -> bool:
    return person(who, known.tables["accounts_user"][row["user_id"]], known)


def country_right(who: Persona, row: Row, known: Known) -> bool:
    return who.country == row["content_object_id"]


def office_right(who: Persona, row: Row, known: Known) -> bool:
    """Codes of offices begin with that of their country."""
    return who.country.lower() == known.groups[row["group_id"]].partition("-")[0]


def client(who: Persona, row: Row, known: Known) -> bool:
    return own_row(who, row, known) or (who.role == "administrator" and role(who, row, known))


def provider(who: Persona, row: Row, known: Known) -> bool:
    return administers(who, row["country"], row["authority_id"])


def provider_link(who: Persona, row: Row, known: Known) -> bool:
    return own_row(who, row, known) or provider(who, row, known)


def interview_note(who: Persona, row: Row, known: Known) -> bool:
    """Why it was postponed is the requesting side's; minutes and who took part are the receiving side's, and the
    mission's that wrote them."""
    of_requesting = row["kind"] == "postponement"
    is_mission = not of_requesting and who.role in SEEING and UUID(row["mission_id"]) in who.offices
    return _of_side(who, row, known, of_requesting) or is_mission


def visit(who: Persona, row: Row, known: Known) -> bool:
    """The office that organises it; the mission once it was announced."""
    is_organiser = _stands(who, row["requesting_country"], row["requesting_authority"])
    is_announced = known.tables["cases_missionvisit"][row.get("visit_id") or row["id"]]["announced_at"] is not None
    return is_organiser or (is_announced and _stands(who, row["receiving_country"], row["mission"]))


def register_number(who: Persona, row: Row, known: Known) -> bool:
    """The register of an office is for whoever sees that office's cases."""
    return _stands(who, row["country_id"], row["authority_id"])


def access_review(who: Persona, row: Row, known: Known) -> bool:
    """Whoever administers the office, and the supervisors who see that it was done."""
    is_here = who.country == row["country_id"] if who.is_desk else UUID(row["authority_id"]) in who.offices
    return (who.role == "administrator" and is_here) or audience(who, row, known)


def case_access(who: Persona, row: Row, known: Known) -> bool:
    """Whoever is let in; the offices of the own side; of an elevation the offices of both."""
    is_let_in = row["kind"] != "exclusion" and own_row(who, row, known)
    if not row["own_side"]:
        return is_let_in or offices(who, row, known)
    return is_let_in or _of_side(who, row, known, row["own_side"] == "requesting")


def access_request(who: Persona, row: Row, known: Known) -> bool:
    """Whoever asked, and those of the country who see cases."""
    return own_row(who, row, known) or (who.country == row["country"] and who.role in SEEING)


def unusual(who: Persona, row: Row, known: Known) -> bool:
    """Whoever reads the audit trail of the office."""
    is_here = who.country == row["country"] and (who.is_desk or UUID(row["authority_id"]) in who.offices)
    return who.role in ("supervisor", "data_protection_officer") and is_here


def watched_days(who: Persona, row: Row, known: Known) -> bool:
    """Whoever reads the audit trail of any office of the country."""
    return who.role in ("supervisor", "data_protection_officer") and who.country == row["country"]


Rule = Callable[[Persona, Row, Known], bool]

RULES: dict[str, Rule] = {
    "accounts_absence": absence,
    "accounts_authoritygrant": office_right,
    "accounts_countrygrant": country_right,
    "accounts_identityprovider": provider,
    "accounts_machineclient": client,
    "accounts_membership": role,
    "accounts_user": person,
    "administration_accessreview": access_review,
    "accounts_authenticator": own_row,
    "accounts_browsersession": own_row,
    "accounts_keptform": own_row,
    "accounts_providerlink": provider_link,
    "accounts_recoverycode": own_row,
    "administration_changerequest": audience,
    "administration_recomputation": audience,
    "api_idempotencykey": own_row,
    "audit_access": audience,
    "audit_event": audience,
    "cases_accessrequest": access_request,
    "cases_applicationversion": both,
    "cases_assignment": of_persons_side,
    "cases_bulkrun": own_row,
    "cases_case": both,
    "cases_caseaccess": case_access,
    "cases_caseclock": both,
    "cases_clockextension": offices,
    "cases_clockpause": both,
    "cases_dispute": offices,
    "cases_documentnumber": register_number,
    "cases_documentnumberentry": register_number,
    "cases_documentseries": own_country,
    "cases_errorclaim": offices,
    "cases_refiling": offices,
    "cases_casesuspension": requesting_only,
    "cases_voluntarydeparture": requesting_only,
    "cases_apprehension": both,
    "cases_processingrestriction": of_one_side,
    "protection_betweenrequest": offices,
    "protection_controllerrecord": own_country,
    "protection_personrequest": audience,
    "cases_procedurechange": both,
    "cases_paperrecord": offices,
    "cases_pausereason": requesting_only,
    "cases_casegrant": grant,
    "cases_casegroup": family,
    "cases_caseflag": flag,
    "cases_caselink": link,
    "cases_caseprivate": requesting_only,
    "cases_checklist": own_country,
    "cases_decision": decision,
    "cases_detention": requesting_only,
    "cases_entrycheck": requesting_only,
    "cases_entryrecord": both,
    "cases_evidence": both,
    "cases_familymember": both,
    "cases_handover": both,
    "cases_handoveritem": both,
    "cases_healthnote": health,
    "cases_submittedhealth": submitted_health,
    "cases_bestinterests": requesting_only,
    "cases_familyseparation": requesting_only,
    "cases_healthconsent": requesting_only,
    "cases_reception": reception,
    "cases_safeguardpoint": requesting_only,
    "cases_transferhealth": health_for_journey,
    "cases_informationrequest": offices,
    "cases_interview": both,
    "cases_interviewnote": interview_note,
    "cases_message": offices,
    "cases_missionvisit": visit,
    "cases_messageauthor": message_author,
    "cases_messagefile": offices,
    "cases_operation": audience,
    "cases_operationauthority": audience,
    "cases_operationpassenger": audience,
    "cases_operationstaff": audience,
    "cases_costclaim": offices,
    "cases_costitem": of_one_side,
    "cases_monitoring": monitored,
    "cases_monitoringobservation": observed,
    "cases_monitoringplan": monitoring_plan,
    "cases_monitoringreply": monitored,
    "cases_monitoringreport": monitored,
    "cases_ownsidenote": note,
    "cases_person": both,
    "cases_sharednote": offices,
    "cases_statuscheck": requesting_only,
    "cases_thread": offices,
    "cases_presence": of_persons_side,
    "cases_savedfilter": own_row,
    "cases_searchkey": key_of_case,
    "cases_searchquery": own_row,
    "cases_transfer": transfer,
    "cases_transitplan": both,
    "cases_transitconsent": transit_consent,
    "cases_transit": both,
    "cases_traveldocument": both,
    "cases_verificationresult": result,
    "cases_verificationtask": task,
    "cases_visitslot": visit,
    "cases_withdrawal": requesting_only,
    "core_jobprogress": audience,
    "core_outboxmessage": work,
    "documents_generateddocument": audience,
    "documents_pagepreview": audience,
    "documents_storedfile": stored_file,
    "notifications_delivery": mail,
    "notifications_notice": notice,
    "notifications_noticemark": own_row,
    "notifications_noticepreference": preference,
    "notifications_noticewatermark": own_row,
    "notifications_officemailbox": mail,
    "protection_retentionrun": audience,
    "protection_retentionitem": audience,
    "protection_destroyedfile": audience,
    "protection_legalhold": audience,
    "supervision_qualityreview": audience,
    "supervision_qualitysample": audience,
    "supervision_unusualaccess": unusual,
    "supervision_watcheddays": watched_days,
}
# Read by anybody, and why.
PUBLISHED = {
    "audit_checkpoint": "what the log had come to: a hash, signed",
    "audit_cosignature": "partners' signatures under checkpoints",
    "audit_erasure": "which values of which entries were erased by which event: keys",
    "audit_holding": "which office holds which checkpoint; written by its own country",
    "audit_key": "the log's public keys",
    "audit_seal": "which entry stands where, by id and hash",
    "audit_stamp": "time-stamps over checkpoints",
    "audit_tile": "hashes of the log's tree",
    "audit_witness": "partners' witnesses: public keys and addresses",
    "administration_registerentry": "the register that all partners read: offices and dates, no persons",
    "auth_group": "names of offices with roles",
    "auth_permission": "names of acts",
    "core_clockoffset": "one number, in demonstrations",
    "countries_agreedvalue": "how two countries read published law; countries, no persons",
    "countries_agreement": "published law",
    "countries_agreementform": "published law",
    "countries_agreementmember": "published law",
    "countries_agreementparty": "published law",
    "countries_agreementsuspension": "published law",
    "countries_attachmentrequirement": "published practice of receiving countries",
    "countries_authority": "the directory of offices",
    "countries_contactpoint": "the directory of offices",
    "countries_country": "reference data",
    "countries_crossingpoint": "published in the agreements",
    "countries_evidenceitem": "published law",
    "countries_nationalitycode": "reference data",
    "countries_publicholiday": "reference data",
    "countries_rule": "published law",
    "countries_ruleversion": "published law as it stood before an edit; countries, no persons",
    "countries_workingcalendar": "reference data",
    "django_content_type": "names of tables",
    "documents_lettertext": "words that a country prints on papers for the other side",
}
# Of these a row is found by its own key alone (`core.scope.entrance`), whoever asks.
BY_KEY = {
    "accounts_signinfailure": "wrong passwords of the name that somebody types",
    "oauth2_provider_accesstoken": "checksums of tokens",
}
# No right and no policy for any login but the owner.
HIDDEN = {
    "audit_unsealed": "entries that wait for the log: written by a trigger, read by the sealer",
    "auth_group_permissions": "not used; Django's",
    "core_scopekey": "the key of the seal on a scope: read by functions",
    "cases_referencecounter": "how many cases others have: counted by a function",
    "guardian_groupobjectpermission": "not used: grants have tables of their own",
    "guardian_userobjectpermission": "likewise",
    "oauth2_provider_devicegrant": "a grant that is not offered",
    "oauth2_provider_grant": "likewise",
    "oauth2_provider_idtoken": "likewise",
    "oauth2_provider_refreshtoken": "likewise",
}
WITHOUT_POLICY = {"django_migrations": "Django's own list, which it makes before everything else; read only"}
OPEN_TABLES = {**PUBLISHED, **BY_KEY, **HIDDEN, **WITHOUT_POLICY}
