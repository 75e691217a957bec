"""What the addresses of group operations and of monitoring say of themselves in the OpenAPI description."""

from collections.abc import Callable
from typing import Any

from django.utils.text import capfirst

from api.bodies import JSON
from api.describing import PAGING, op, page, view, whole
from api.documentation import AMOUNT
from api.payloads import payload_schema
from api.serializers.costs import OperationCostSerializer
from api.serializers.monitoring import MonitoringRowSerializer, MonitoringSerializer
from api.serializers.operations import OperationRowSerializer, OperationSerializer
from cases.forms.monitoring import ObservationForm, ReportForm
from cases.forms.operations import SystemOperationForm

_TAG = "Transfers"
operations = view(
    get=op(_TAG, "Group operations", answer=page(OperationRowSerializer), is_tagged=False, query=PAGING),
    post=op(
        _TAG,
        "Plan a group operation",
        answer=OperationSerializer,
        body={JSON: payload_schema(SystemOperationForm.base_fields)},
        status=201,
        description="Departure on the clocks of your office, arrival on those of the receiving country. All seats are "
        "yours until you divide them (`set_authorities`).",
    ),
)
operation = view(get=op(_TAG, "One group operation", answer=OperationSerializer))
operation_costs = view(
    get=op(_TAG, "Your costs of a group operation", answer=whole(OperationCostSerializer), is_tagged=False),
    post=op(_TAG, "Record what a group operation cost", answer=OperationSerializer, body=AMOUNT),
)


def operation_act(label: Any, body: dict[str, Any]) -> Callable[[Any], Any]:
    """The decorator of one act's view."""
    return view(
        post=op(
            _TAG,
            capfirst(str(label)),
            answer=OperationSerializer,
            body={JSON: body},
            is_matched=True,
            description="The answer is the operation as it is then; `status` of each passenger says what became of the "
            "person.",
        )
    )


_MONITORING = "Monitoring"
monitorings = view(
    get=op(
        _MONITORING,
        "Transfers that your body monitors",
        answer=page(MonitoringRowSerializer),
        is_tagged=False,
        query=PAGING,
    )
)
monitoring = view(get=op(_MONITORING, "One transfer that your body monitors", answer=MonitoringSerializer))
observations = view(
    post=op(
        _MONITORING,
        "Record an observation",
        answer=MonitoringSerializer,
        body={JSON: payload_schema(ObservationForm.base_fields)},
        description="What you saw, not whom: name nobody.",
    )
)
monitoring_report = view(
    post=op(
        _MONITORING,
        "Submit the report",
        answer=MonitoringSerializer,
        body={JSON: payload_schema(ReportForm.base_fields)},
        is_matched=True,
        description="The supervisors of both sides read it; nothing can be added afterwards.",
    )
)
