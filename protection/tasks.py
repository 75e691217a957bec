"""Work of data protection that is promised in the outbox."""

from uuid import UUID

from core.outbox import sweep, task
from protection.services import between, forgetting
from protection.services.certificates import CERTIFICATE_TASK, certificate_request


@task(between.REMIND_TASK)
def remind(request_id: str) -> None:
    """Remind the side that has not answered; runs for that side."""
    between.between_remind(UUID(request_id))


@task(CERTIFICATE_TASK)
def certificate(run: str) -> None:
    """Ask for the certificate of a run of erasure; runs for its country."""
    certificate_request(UUID(run))


@task(forgetting.FORGET_TASK)
def forget(country: str) -> None:
    """Forget the requests of persons whose time has passed; runs for the country."""
    forgetting.forget(country)


@sweep("protection.sweep_requests")
def sweep_requests() -> None:
    """Promise that for each country."""
    forgetting.forget_sweep()
