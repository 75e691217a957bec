"""Work of this app in the background."""

from uuid import UUID

from core.outbox import task
from protection.services.certificates import CERTIFICATE_TASK, certificate_request


@task(CERTIFICATE_TASK)
def certificate(run: str) -> None:
    """Ask for the certificate of a run of erasure; runs for its country."""
    certificate_request(UUID(run))
