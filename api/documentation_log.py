"""What the addresses of the sealed log say of themselves in the OpenAPI description."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers as fields

from api.bodies import JSON
from api.describing import op, parameter, view, whole
from api.serializers import log as serializers

_TAG = "The log"
_ENTRIES = {"type": "integer", "minimum": 0}
_LIMIT = OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 1000}, description="How many at most.")
_NEXT = fields.IntegerField(allow_null=True, read_only=True)

log = view(
    get=op(
        _TAG,
        "The log and its last checkpoint",
        answer=serializers.LogSerializer,
        description="Keep the checkpoint where nobody of the hosting state reaches it: later it shows whether anything "
        "before it was changed. Your office is noted to hold it.",
    )
)
checkpoints = view(
    get=op(
        _TAG,
        "Checkpoints",
        answer=inline_serializer(
            "CheckpointPage", {"results": serializers.CheckpointSerializer(many=True, read_only=True), "next": _NEXT}
        ),
        is_tagged=False,
        query=[
            OpenApiParameter("after", _ENTRIES, description="Only those over more entries: `next` of the page before."),
            _LIMIT,
        ],
    ),
    post=op(
        _TAG,
        "Show a checkpoint that you kept",
        answer=serializers.ComparedSerializer,
        is_tagged=False,
        body={
            JSON: {
                "type": "object",
                "additionalProperties": False,
                "required": ["note"],
                "properties": {"note": {"type": "string", "minLength": 1}},
            }
        },
        description="It is compared with the log. The line of your witness under it, if the operator knows its key, is "
        "kept. `unsigned`, `larger` and `different` mean that the log is not what it was.",
    ),
)
proof = view(
    get=op(
        _TAG,
        "That the log only grew",
        answer=serializers.ConsistencySerializer,
        is_tagged=False,
        query=[
            OpenApiParameter("old", _ENTRIES, description="How many entries the older checkpoint is over."),
            OpenApiParameter("new", _ENTRIES, description="The newer one; without it the last."),
        ],
    )
)
entries = view(
    get=op(
        _TAG,
        "Entries",
        answer=inline_serializer(
            "RecordPage", {"results": serializers.RecordSerializer(many=True, read_only=True), "next": _NEXT}
        ),
        is_tagged=False,
        query=[
            OpenApiParameter("from", _ENTRIES, description="From which position: `next` of the page before."),
            _LIMIT,
        ],
        description="As records of an export for the verifier: `entry` where your office reads it, else `leaf`.",
    )
)
of_case = view(
    get=op(
        _TAG,
        "The entries of one case with their proofs",
        answer=whole(serializers.RecordSerializer),
        is_tagged=False,
        query=[parameter("earlier", "Sizes of checkpoints that you kept, separated by commas.", kind=OpenApiTypes.STR)],
    )
)
