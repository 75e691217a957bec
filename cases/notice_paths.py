"""Where notices about a case lead: to the page on which their readers do something about it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse


def notice_path(subject: str, action: str, parameters: Mapping[str, Any]) -> str:
    """The address for a notice about `subject` ("case:<id>"): the thread, the agency's question, the expected arrival,
    else the case.
    """
    case_id = subject.removeprefix("case:")
    if action.startswith("access."):
        return reverse("supervision:access")
    if "thread" in parameters:
        return reverse("cases:thread", args=[case_id, parameters["thread"]])
    if "between" in parameters:
        return reverse("protection:between", args=[parameters["between"]])
    if "task" in parameters:
        return reverse("cases:verification-task", args=[parameters["task"]])
    if "monitoring" in parameters:
        return reverse("cases:monitoring-assignment", args=[parameters["monitoring"]])
    return reverse("cases:arrival-detail" if action == "arrival.expected" else "cases:case-detail", args=[case_id])


def visit_path(subject: str, action: str, parameters: Mapping[str, Any]) -> str:
    """The address for a notice about a mission visit ("visit:<id>")."""
    return reverse("cases:visit-detail", args=[subject.removeprefix("visit:")])


def operation_path(subject: str, action: str, parameters: Mapping[str, Any]) -> str:
    """The address for a notice about a group operation ("operation:<id>")."""
    return reverse("cases:operation", args=[subject.removeprefix("operation:")])


def access_path(subject: str, action: str, parameters: Mapping[str, Any]) -> str:
    """The address for a notice about a request to see a case ("accessrequest:<id>"): for whoever answers, or asked."""
    return reverse("supervision:access" if action == "access.asked" else "cases:access-ask")
