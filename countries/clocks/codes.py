"""The codes of units, conventions and effects that the arithmetic reads."""

from typing import Final

HOUR: Final = "hour"
CALENDAR_DAY: Final = "calendar_day"
WORKING_DAY: Final = "working_day"
MONTH: Final = "month"
YEAR: Final = "year"
PERSON: Final = "person"
KILOMETRE: Final = "kilometre"
NO_UNIT: Final = "none"
# Units of periods; the others count persons or measure distances.
UNITS_OF_TIME: Final = (HOUR, CALENDAR_DAY, WORKING_DAY, MONTH, YEAR)

REQUESTING: Final = "requesting"
RECEIVING: Final = "receiving"
BOTH: Final = "both"

OBSTACLE_END: Final = "obstacle_end"

AFTER: Final = "after"
BEFORE: Final = "before"

PLAIN: Final = "plain"
ROLL_TO_WORKING_DAY: Final = "roll_to_working_day"
REGULATION_1182_71: Final = "regulation_1182_71"
NEXT_WORKING_DAY_AFTER_END: Final = "next_working_day_after_end"
UNVERIFIED: Final = "unverified"

SILENCE_ACCEPTED: Final = "accepted"
SILENCE_RECOGNISED: Final = "recognised"
SILENCE_CONSENT: Final = "consent"
SILENCE_NONE: Final = "none"
SILENCE_TRANSFER_MAY_PROCEED: Final = "transfer_may_proceed"
SILENCE_NOT_APPLICABLE: Final = "not_applicable"
SILENCE_UNKNOWN: Final = "unknown"

AGREEMENT_LAYER: Final = "agreement"
PROTOCOL_LAYER: Final = "protocol"

# Steps of a working that still hold when it goes on: how it began and what was skipped, not where it ended.
KEPT_STEPS: Final = ("counts", "worth", "holiday_skipped", "extended", "stood_still")

VERIFIED_CERTAINTIES: Final = ("T", "S")
