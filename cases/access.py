"""Who may see a case and its files: the only writer of case grants, delegates and audiences.

`expected_delegates` is pure: from the case and its live transfer it says which groups the case is delegated to. The
column `Case.delegates` (read by row security) and guardian's `CaseGrant` rows (read by people and reports) are written
together.
"""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import Group, Permission

from accounts.permissions import codename
from accounts.roles import ROLES
from accounts.services.memberships import group_name
from cases.choices import UNDER_EXAMINATION, Status, Track, TransferStatus
from cases.choices_interviews import LIVE_INTERVIEW
from cases.choices_transit import TransitEnd, TransitStatus
from cases.models import Case, CaseGrant, Interview, Transfer, Transit
from core.audience import Audience
from core.kept import kept
from core.models import JobProgress
from countries.models import Authority
from documents.models import GeneratedDocument, StoredFile

_WITH_CONSULATE = {Status.ACCEPTED, Status.COMPLETED}
_WITH_MISSION = {*UNDER_EXAMINATION, Status.ACCEPTED}
_WITH_POSTS = {Status.ACCEPTED, Status.REVOKED, Status.EXPIRED, Status.COMPLETED}
_WITH_BORDER = {
    TransferStatus.CONFIRMED,
    TransferStatus.DEPARTED,
    TransferStatus.HANDED_OVER,
    TransferStatus.REFUSED_AT_BORDER,
    TransferStatus.ABORTED,
    TransferStatus.FAILED,
}


def expected_delegates(case: Case, transfer: Transfer | None, missions: Iterable[UUID] = ()) -> list[tuple[UUID, str]]:
    """(authority id, role) of each delegation that the case should have now.

    The consulate that serves the person issues the travel document once the case is accepted; the border post of the
    crossing point sees a transfer once it is confirmed, and one that failed until another is planned. missions: the
    offices that have to hear the person, while they have to.
    """
    expected: list[tuple[UUID, str]] = []
    # A transit needs no travel document of the country that lets the person through.
    if case.status in _WITH_CONSULATE and case.consulate_id and case.track != Track.TRANSIT:
        expected.append((case.consulate_id, "consular_officer"))
    is_confirmed = transfer is not None and transfer.status in _WITH_BORDER and transfer.confirmed_at is not None
    if case.status in _WITH_CONSULATE and is_confirmed and transfer and transfer.crossing_point.authority_id:
        expected.append((transfer.crossing_point.authority_id, "border_officer"))
    expected += [(mission, "consular_officer") for mission in missions]
    return expected


def posts_of_transit(case: Case) -> list[tuple[UUID, str]]:
    """The border posts where a transit enters and leaves, from its scheduling on; also of a person who waits to be
    taken back."""
    if case.track != Track.TRANSIT or case.status not in _WITH_POSTS:
        return []
    transit = Transit.objects.filter(case=case).select_related("entry_point", "exit_point").first()
    if transit is not None and case.status == Status.EXPIRED and transit.end_code == TransitEnd.EXPIRED:
        # A person may have come in time whose entry nobody has written down yet.
        entry = transit.entry_point.authority_id
        return [(entry, "border_officer")] if entry else []
    if transit is None or transit.status == TransitStatus.NOT_ENTERED:
        return []
    posts = {transit.entry_point.authority_id, transit.exit_point.authority_id} - {None}
    return [(post, "border_officer") for post in posts if post]


def missions_of(case: Case) -> list[UUID]:
    """The office that has to hear the person now, if there is one: until it has told the result."""
    if case.status not in _WITH_MISSION:
        return []
    live = Interview.objects.filter(case=case, status__in=LIVE_INTERVIEW).exclude(mission=None)
    return list(live.values_list("mission_id", flat=True))


def audience_both(case: Case) -> Audience:
    """Both sides of the case, once it is shared; before that the requesting side alone."""
    requesting = audience_requesting(case)
    return requesting | audience_receiving(case) if case.shared else requesting


def audience_requesting(case: Case) -> Audience:
    """The requesting office and its national desk."""
    return Audience((case.requesting_country_id,), (case.requesting_authority_id,))


def audience_receiving(case: Case) -> Audience:
    """The receiving office and its national desk."""
    return Audience((case.receiving_country_id,), (case.receiving_authority_id,))


def audience_with_delegates(case: Case) -> Audience:
    """Both sides and the delegated groups: for the person's photograph and the papers of the transfer."""
    return audience_both(case) | Audience(groups=tuple(case.delegates))


def audience_consulates(case: Case) -> Audience:
    """The consulates to which the case is delegated, if any."""
    groups = Group.objects.filter(id__in=case.delegates, name__endswith=":consular_officer")
    return Audience(groups=tuple(groups.order_by("id").values_list("id", flat=True)))


def delegates_sync(case: Case, transfer: Transfer | None, acting: int = 0) -> dict[int, str] | None:
    """Make delegations as they should be; sets `case.delegates` (the caller saves it). Gives the new groups with their
    roles, or None when nothing changed. acting: the group of whoever acts: one that acts by delegation keeps the case
    until the next act, or it could not see what it did.
    """
    wanted: dict[int, str] = {}
    for authority_id, role in (*expected_delegates(case, transfer, missions_of(case)), *posts_of_transit(case)):
        group = _group(authority_id, role)
        if group is not None:
            wanted[group.id] = role
    before = set(case.delegates)
    if acting in before:
        wanted.setdefault(acting, "")
    if before == wanted.keys():
        return None
    case.delegates = sorted(wanted)
    CaseGrant.objects.filter(content_object=case, group_id__in=before - wanted.keys()).delete()
    added = {group_id: role for group_id, role in wanted.items() if group_id not in before}
    permissions = _permissions(frozenset(act for role in added.values() for act in ROLES[role].acts))
    CaseGrant.objects.bulk_create(
        CaseGrant(content_object=case, group_id=group_id, permission=permissions[codename("case", act)])
        for group_id, role in added.items()
        for act in sorted(ROLES[role].acts)
    )
    return added


@kept
def _group(authority_id: UUID, role: str) -> Group | None:
    """The group `authority:role`, or None while nobody holds that role there."""
    code = Authority.objects.values_list("code", flat=True).get(id=authority_id)
    return Group.objects.filter(name=group_name(code, role)).first()


@kept
def _permissions(acts: frozenset[str]) -> dict[str, Permission]:
    """Permissions of acts on a case by their codename."""
    found = Permission.objects.filter(codename__in=[codename("case", act) for act in acts])
    return {permission.codename: permission for permission in found}


def files_share(case: Case) -> None:
    """Files and papers of the case follow the case's readers: called when it is submitted, withdrawn, and when
    delegates change.

    The photograph goes to every delegate, evidence only to those whose role opens the case (the consulate, not the
    border post). What was taken out of the application stays with those who could read it then. Papers stay
    with the audience they were issued for, widened by the delegates where these need them; who is no delegate any more
    loses them.
    """
    names = Group.objects.filter(id__in=case.delegates).values_list("id", "name")
    readers = tuple(key for key, name in names if "view_case" in ROLES[name.rsplit(":", 1)[1]].acts)
    reference = {"case_reference": case.reference or ""}
    files = StoredFile.objects.filter(subject=case.subject, is_withdrawn=False)
    if case.status == Status.WITHDRAWN:
        # What was not sent before stays where it is.
        files = files.filter(audience_countries__contains=[case.receiving_country_id])
    photographs = files.filter(kind=StoredFile.Kind.PHOTOGRAPH)
    photographs.update(**audience_with_delegates(case).fields(), **reference)
    # What came with a message was stored for both sides' offices and stays theirs: delegates do not read messages.
    kept = [StoredFile.Kind.PHOTOGRAPH, StoredFile.Kind.GENERATED, StoredFile.Kind.ATTACHMENT]
    evidence = files.exclude(kind__in=kept)
    evidence.update(**(audience_both(case) | Audience(groups=readers)).fields(), **reference)
    for document in GeneratedDocument.objects.filter(subject=case.subject).exclude(audience_groups=[]).defer("context"):
        groups = [group for group in document.audience_groups if group in case.delegates]
        if groups != document.audience_groups:
            GeneratedDocument.objects.filter(id=document.id).update(audience_groups=groups)
            StoredFile.objects.filter(papers=document).update(audience_groups=groups)
            if document.progress_id is not None:
                JobProgress.objects.filter(id=document.progress_id).update(audience_groups=groups)


def papers_share(case: Case, documents: Iterable[GeneratedDocument]) -> None:
    """Let the delegated groups read these papers (travel document, transfer notice)."""
    values = audience_with_delegates(case).fields()
    documents = list(documents)
    GeneratedDocument.objects.filter(id__in=[document.id for document in documents]).update(**values)
    StoredFile.objects.filter(papers__in=documents).update(**values)
    JobProgress.objects.filter(id__in=[d.progress_id for d in documents if d.progress_id]).update(**values)
