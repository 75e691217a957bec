"""Keeping what was submitted."""

from django.db.models import Max

from cases.models import ApplicationVersion, Case, SubmittedHealth
from cases.selectors.versions import contents_of
from core import clock


def version_make(*, case: Case) -> ApplicationVersion:
    """Freeze the application as the next version of a case that was submitted just now.

    Called inside the transaction of the act that submits it, which has locked the case and writes the event.
    """
    last = ApplicationVersion.objects.filter(case=case).aggregate(last=Max("number"))["last"]
    contents = contents_of(case)
    statement = contents.pop("health")
    version = ApplicationVersion(case=case, number=(last or 0) + 1, made_at=clock.now(), contents=contents)
    version.save(force_insert=True)
    if statement:
        SubmittedHealth(case=case, submission=version, statement=statement).save(force_insert=True)
    return version
