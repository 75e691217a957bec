"""What was read in the other bilateral agreements and in arrangements."""

from tests.countries.expected import tables

# [agreement condition day], condition and day where they are needed; then: requesting, receiving, track ("foreign":
# third-country nationals and stateless persons), kind, value, unit, start, silence, certainty, layer. What holds for
# everybody stands with own nationals.
OTHERS = tables(
    """
[benelux-kosovo]
NLD XKX foreign      submission               1  year         knowledge               -        T agreement
NLD XKX own_national reply                    28 calendar_day delivery                accepted T agreement
NLD XKX own_national register_check           7  calendar_day delivery                -        T agreement
NLD XKX own_national transfer                 3  month        acceptance              -        T agreement
NLD XKX own_national travel_document_issue    3  working_day  travel_document_request -        T agreement
NLD XKX own_national travel_document_validity 3  month        travel_document_issue   -        T agreement
NLD XKX own_national travel_document_renewal  3  working_day  document_expiry         -        T agreement
NLD XKX own_national error                    3  month        transfer                -        T agreement
NLD XKX own_national transfer_notice          2  working_day  planned_transfer        -        T agreement
NLD XKX transit      transit_submission       2  calendar_day planned_transit         -        T agreement

[benelux-bosnia-and-herzegovina-2006]
BEL BIH own_national reply                    1 month       delivery                accepted T agreement
BEL BIH own_national travel_document_issue    3 working_day travel_document_request -        T agreement
BEL BIH own_national travel_document_validity 1 month       travel_document_issue   -        T agreement
BEL BIH own_national transfer                 1 month       acceptance              -        T agreement
BEL BIH own_national transfer_notice          3 working_day planned_transfer        -        T agreement

[benelux-bosnia-and-herzegovina-2006 by_air]
BEL BIH transit transit_submission 2 working_day planned_transit - T agreement

[benelux-bosnia-and-herzegovina-2006 by_land]
BEL BIH transit transit_submission 3 working_day planned_transit - T agreement

[benelux-armenia-2009]
NLD ARM own_national reply                    30 calendar_day delivery              unknown T agreement
NLD ARM own_national travel_document_issue    3  working_day  acceptance            -       T agreement
NLD ARM own_national travel_document_validity 1  month        travel_document_issue -       T agreement
NLD ARM own_national travel_document_renewal  5  working_day  document_expiry       -       T agreement
NLD ARM own_national transfer                 1  month        acceptance            -       T agreement
NLD ARM own_national transfer_notice          3  working_day  planned_transfer      -       T agreement

[benelux-north-macedonia-2006]
LUX MKD own_national reply                    15 working_day delivery              accepted T agreement
LUX MKD own_national travel_document_validity 1  month       travel_document_issue -        T agreement
LUX MKD own_national travel_document_renewal  5  working_day document_expiry       -        T agreement
LUX MKD own_national transfer                 1  month       acceptance            -        T agreement
LUX MKD own_national transfer_notice          3  working_day planned_transfer      -        T agreement

[benelux-yugoslavia-2002]
NLD SRB foreign      submission            12 month        unlawful_stay         -       T agreement
NLD SRB own_national reply                 10 working_day  delivery              unknown T agreement
NLD SRB own_national reply_extension       10 working_day  obstacle_end          unknown T agreement
NLD SRB own_national travel_document_issue 3  working_day  acceptance            -       T agreement
NLD SRB own_national transfer              30 calendar_day travel_document_issue -       T agreement
NLD SRB foreign      transfer              30 calendar_day acceptance            -       T agreement
NLD SRB own_national error                 30 calendar_day transfer              -       T agreement
NLD SRB own_national transfer_notice       3  working_day  planned_transfer      -       T agreement
NLD SRB transit      transit_submission    8  working_day  planned_transit       -       T agreement
NLD SRB transit      transit_reply         5  working_day  transit_request       -       T agreement
NLD SRB own_national costs                 30 calendar_day invoice               -       T agreement

[benelux-yugoslavia-2002 police_escort]
NLD SRB own_national transfer_notice 5 working_day planned_transfer - T agreement

[benelux-kazakhstan]
NLD KAZ own_national reply                    21 calendar_day delivery              accepted T agreement
NLD KAZ own_national transfer                 1  month        acceptance            -        T agreement
NLD KAZ own_national travel_document_issue    5  working_day  acceptance            -        T agreement
NLD KAZ own_national travel_document_validity 6  month        travel_document_issue -        T agreement
NLD KAZ own_national travel_document_renewal  5  working_day  document_expiry       -        T agreement
NLD KAZ own_national error                    3  month        transfer              -        T agreement
NLD KAZ own_national transfer_notice          3  working_day  planned_transfer      -        T agreement

[austria-kosovo]
AUT XKX own_national reply                    30 calendar_day delivery              accepted T agreement
AUT XKX own_national travel_document_issue    5  working_day  acceptance            -        T agreement
AUT XKX own_national travel_document_validity 30 calendar_day travel_document_issue -        T agreement
AUT XKX own_national error                    2  month        transfer              -        T agreement

[austria-north-macedonia-2007]
AUT MKD foreign      submission 12 month       knowledge  -        T agreement
AUT MKD own_national reply      14 working_day delivery   accepted T agreement
AUT MKD own_national transfer   3  month       acceptance -        T agreement

[austria-serbia-and-montenegro-2004]
AUT SRB own_national reply           21 calendar_day delivery         unknown T agreement
AUT SRB own_national reply_extension -  none         reply_period_end unknown T agreement

[austria-nigeria]
AUT NGA own_national transfer_notice 5 working_day planned_transfer - T agreement

[greece-bosnia-and-herzegovina]
GRC BIH foreign      submission            12 month        unlawful_entry  -                    T agreement
GRC BIH own_national reply                 3  working_day  delivery        transfer_may_proceed T agreement
GRC BIH foreign      reply                 15 working_day  delivery        none                 T agreement
GRC BIH own_national interview             3  working_day  delivery        -                    T agreement
GRC BIH own_national travel_document_issue -  none         acceptance      -                    T agreement
GRC BIH own_national transfer              6  working_day  acceptance      -                    T agreement
GRC BIH foreign      transfer              15 working_day  acceptance      -                    T agreement
GRC BIH foreign      error                 30 calendar_day transfer        -                    T agreement
GRC BIH transit      transit_submission    2  working_day  planned_transit -                    T agreement
GRC BIH transit      transit_reply         2  working_day  transit_request -                    T agreement
GRC BIH own_national costs                 60 calendar_day invoice         -                    T agreement

[spain-poland]
ESP POL foreign      submission 1  year         knowledge  -       T agreement
ESP POL own_national reply      15 calendar_day delivery   unknown T agreement
ESP POL own_national transfer   1  month        acceptance -       T agreement

[spain-morocco]
ESP MAR foreign submission 10 calendar_day unlawful_entry - T agreement

[eu-gambia proof 2019-06-01]
NLD GMB own_national travel_document_issue 5 calendar_day travel_document_request - S agreement

[eu-gambia no_evidence 2019-06-01]
NLD GMB own_national interview 7 calendar_day interview_request - S agreement

[eu-gambia - 2019-06-01]
NLD GMB own_national transfer_notice -  none   planned_transfer - S agreement
NLD GMB own_national monthly_cap     50 person calendar_month   - S agreement

[eu-afghanistan-2016 - 2017-01-01]
NLD AFG own_national travel_document_issue 28 calendar_day travel_document_request - S agreement
NLD AFG own_national flight_cap            50 person       flight                  - S agreement
"""
)
