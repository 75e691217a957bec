"""The certificate of destruction of a run: drawn like other papers, kept with the run."""

from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from cases.letters import office
from cases.workflow.system import system_of
from core import clock
from countries.models import Authority
from documents.letters.certificate import DestroyedClass, DestructionCertificate
from documents.models import GeneratedDocument
from documents.services import document_request
from protection.choices import ItemState, Origin, Part, RunState
from protection.models import DestroyedFile, RetentionItem, RetentionRun

CERTIFICATE_TASK: Final = "protection.certificate"


def certificate_request(run_id: UUID) -> None:
    """Ask for the certificate of a run that is done; repeating it changes nothing. Under the scope of its country."""
    run = RetentionRun.objects.select_for_update().filter(id=run_id, state=RunState.DONE).first()
    if run is None or GeneratedDocument.objects.filter(subject=run.subject).exists():
        return
    offices = Authority.objects.select_related("country")
    authority = (
        offices.get(id=run.requested_office_id)
        if run.requested_office_id
        else offices.filter(country=run.country_id, is_national_desk=True).order_by("code").first()
    )
    if authority is None:
        return
    document_request(
        actor=system_of(run.country_id, authority.id),
        context=_context(run, authority),
        subject=run.subject,
        audience=run.audience,
        # Whoever is kept out of one of the cases does not read its reference here.
        named_cases=RetentionItem.objects.filter(run=run, state=ItemState.DONE).values_list("case_id", flat=True),
    )


def _context(run: RetentionRun, authority: Authority) -> DestructionCertificate:
    zone = ZoneInfo(authority.country.time_zone)
    items = list(RetentionItem.objects.filter(run=run).order_by("part", "own_side", "rule", "id"))
    done = [item for item in items if item.state == ItemState.DONE]
    groups: dict[tuple[str, bool, str], list[RetentionItem]] = {}
    for item in done:
        groups.setdefault((item.part, bool(item.own_side), item.rule), []).append(item)
    classes = []
    for (part, is_own, rule), ones in groups.items():
        label = str(Part(part).label)
        classes.append(
            DestroyedClass(
                what=_("%(what)s (own side)") % {"what": label} if is_own else label,
                rule=rule,
                citation=ones[0].citation,
                certainty=ones[0].certainty,
                cases=len({item.case_id for item in ones}),
                rows=sum(item.rows for item in ones),
                files=sum(item.files for item in ones),
            )
        )
    gone = DestroyedFile.objects.filter(item__run=run, gone_at__isnull=False).order_by("id")
    assert run.decided_at is not None and run.done_at is not None
    is_again = run.origin == Origin.RESTORED
    return DestructionCertificate(
        reference=str(run.id),
        issued_on=clock.now().astimezone(zone).date(),
        office=office(authority),
        run=str(run.id),
        reasons=_("Applied again after a restore from a backup") if is_again else run.reason,
        asked_by=run.requested_by_name,
        asked_at=run.requested_at.astimezone(zone),
        approved_by=run.decided_by_name,
        approved_at=run.decided_at.astimezone(zone),
        done_at=run.done_at.astimezone(zone),
        classes=tuple(classes),
        cases=tuple(sorted({item.case_reference or str(item.case_id) for item in done})),
        kept=len(items) - len(done),
        hashes=tuple(gone.values_list("sha256", flat=True)),
    )
