"""What was read in the agreements of Switzerland and Liechtenstein."""

from tests.countries.expected import tables

# [agreement condition day], condition and day where they are needed; then: requesting, receiving, track ("foreign":
# third-country nationals and stateless persons), kind, value, unit, start, silence, certainty, layer. What holds for
# everybody stands with own nationals.
SWITZERLAND = tables(
    """
[switzerland-bosnia-and-herzegovina]
CHE BIH foreign      submission               1  year         knowledge             -        T agreement
CHE BIH own_national reply                    20 calendar_day delivery              accepted T agreement
CHE BIH own_national reply_extension          30 calendar_day delivery              accepted T agreement
CHE BIH own_national interview                3  working_day  delivery              -        T agreement
CHE BIH own_national travel_document_issue    3  working_day  acceptance            -        T agreement
CHE BIH own_national travel_document_validity 30 calendar_day travel_document_issue -        T agreement
CHE BIH own_national travel_document_renewal  14 calendar_day document_expiry       -        T agreement
CHE BIH own_national transfer                 6  month        acceptance            -        T agreement
CHE BIH own_national error                    6  month        transfer              -        T agreement
CHE BIH transit      transit_reply            2  working_day  transit_request       -        T agreement
CHE BIH own_national costs                    30 calendar_day invoice               -        T agreement

[switzerland-serbia]
CHE SRB foreign      submission               1  year         knowledge             -    T agreement
CHE SRB own_national reply                    15 calendar_day delivery              none T agreement
CHE SRB own_national reply_extension          6  calendar_day reply_period_end      none T agreement
CHE SRB own_national interview                3  working_day  delivery              -    T agreement
CHE SRB own_national travel_document_issue    3  working_day  acceptance            -    T agreement
CHE SRB own_national travel_document_validity 6  month        travel_document_issue -    T agreement
CHE SRB own_national travel_document_renewal  14 calendar_day document_expiry       -    T agreement
CHE SRB own_national transfer                 6  month        acceptance            -    T agreement
CHE SRB own_national error                    6  month        transfer              -    T agreement
CHE SRB transit      transit_reply            3  calendar_day transit_request       -    T agreement
CHE SRB own_national costs                    30 calendar_day invoice               -    T agreement
SRB CHE own_national travel_document_renewal  14 calendar_day document_expiry       -    T agreement

[switzerland-montenegro]
CHE MNE foreign      submission               1  year         knowledge             -        T agreement
CHE MNE own_national reply                    15 calendar_day delivery              accepted T agreement
CHE MNE own_national reply_extension          6  calendar_day reply_period_end      accepted T agreement
CHE MNE own_national interview                3  working_day  delivery              -        T agreement
CHE MNE own_national travel_document_issue    3  working_day  acceptance            -        T agreement
CHE MNE own_national travel_document_validity 2  month        travel_document_issue -        T agreement
CHE MNE own_national travel_document_renewal  14 calendar_day document_expiry       -        T agreement
CHE MNE own_national transfer                 3  month        acceptance            -        T agreement
CHE MNE own_national error                    6  month        transfer              -        T agreement
CHE MNE transit      transit_reply            3  calendar_day transit_request       -        T agreement

[switzerland-north-macedonia]
CHE MKD foreign      submission               1  year         knowledge             -    T agreement
CHE MKD foreign      submission_extension     60 calendar_day obstacle_end          -    T agreement
CHE MKD own_national reply                    14 calendar_day delivery              none T agreement
CHE MKD own_national reply_extension          30 calendar_day delivery              none T agreement
CHE MKD own_national interview                3  calendar_day delivery              -    T agreement
CHE MKD own_national interview_result         3  working_day  interview             -    T agreement
CHE MKD own_national travel_document_issue    -  none         acceptance            -    T agreement
CHE MKD own_national travel_document_validity 30 calendar_day travel_document_issue -    T agreement
CHE MKD own_national travel_document_renewal  14 calendar_day document_expiry       -    T agreement
CHE MKD own_national transfer                 6  month        acceptance            -    T agreement
CHE MKD own_national error                    3  month        transfer              -    T agreement
CHE MKD transit      transit_reply            2  working_day  transit_request       -    T agreement

[switzerland-moldova]
CHE MDA foreign      submission               1  year         knowledge             -                    T agreement
CHE MDA own_national reply                    15 calendar_day delivery              transfer_may_proceed T agreement
CHE MDA own_national reply_extension          6  calendar_day reply_period_end      transfer_may_proceed T agreement
CHE MDA own_national objection                15 working_day  delivery              recognised           T agreement
CHE MDA own_national interview                3  working_day  delivery              -                    T agreement
CHE MDA own_national travel_document_issue    3  working_day  acceptance            -                    T agreement
CHE MDA own_national travel_document_validity 3  month        travel_document_issue -                    T agreement
CHE MDA own_national transfer                 6  month        acceptance            -                    T agreement
CHE MDA own_national error                    6  month        transfer              -                    T agreement
CHE MDA transit      transit_reply            3  calendar_day transit_request       -                    T agreement
CHE MDA transit      transit_execution        30 calendar_day transit_consent       -                    T agreement
CHE MDA own_national costs                    30 calendar_day invoice               -                    T agreement
MDA CHE own_national travel_document_validity 6  month        travel_document_issue -                    T agreement

[switzerland-kosovo]
CHE XKX foreign      submission               1  year         knowledge             -                    T agreement
CHE XKX own_national reply                    30 calendar_day delivery              transfer_may_proceed T agreement
CHE XKX own_national reply_extension          40 calendar_day delivery              transfer_may_proceed T agreement
CHE XKX own_national interview                5  working_day  delivery              -                    T agreement
CHE XKX own_national travel_document_issue    -  none         acceptance            -                    T agreement
CHE XKX own_national transfer                 6  month        acceptance            -                    T agreement
CHE XKX own_national error                    6  month        transfer              -                    T agreement
CHE XKX transit      transit_reply            3  calendar_day transit_request       -                    T agreement
CHE XKX own_national costs                    30 calendar_day invoice               -                    T agreement
XKX CHE own_national travel_document_issue    3  working_day  acceptance            -                    T agreement
XKX CHE own_national travel_document_validity 6  month        travel_document_issue -                    T agreement
XKX CHE own_national travel_document_renewal  14 calendar_day document_expiry       -                    T agreement

[liechtenstein-kosovo]
LIE XKX foreign      submission               1  year         knowledge             -                    T agreement
LIE XKX own_national reply                    30 calendar_day delivery              transfer_may_proceed T agreement
LIE XKX own_national reply_extension          40 calendar_day delivery              transfer_may_proceed T agreement
LIE XKX own_national interview                5  working_day  delivery              -                    T agreement
LIE XKX own_national travel_document_issue    -  none         acceptance            -                    T agreement
LIE XKX own_national transfer                 6  month        acceptance            -                    T agreement
LIE XKX own_national error                    6  month        transfer              -                    T agreement
LIE XKX transit      transit_reply            3  calendar_day transit_request       -                    T agreement
LIE XKX own_national costs                    30 calendar_day invoice               -                    T agreement
XKX LIE own_national travel_document_issue    3  working_day  acceptance            -                    T agreement
XKX LIE own_national travel_document_validity 6  month        travel_document_issue -                    T agreement
XKX LIE own_national travel_document_renewal  14 calendar_day document_expiry       -                    T agreement

[liechtenstein-bosnia-and-herzegovina]
LIE BIH foreign      submission               1  year         knowledge             -        T agreement
LIE BIH own_national reply                    20 calendar_day delivery              accepted T agreement
LIE BIH own_national reply_extension          30 calendar_day delivery              accepted T agreement
LIE BIH own_national interview                10 working_day  delivery              -        T agreement
LIE BIH own_national travel_document_issue    3  working_day  acceptance            -        T agreement
LIE BIH own_national travel_document_validity 30 calendar_day travel_document_issue -        T agreement
LIE BIH own_national transfer                 6  month        acceptance            -        T agreement
LIE BIH own_national error                    6  month        transfer              -        T agreement

[liechtenstein-bosnia-protocol]
LIE BIH transit transit_reply 3 working_day transit_request - T protocol

[switzerland-azerbaijan]
CHE AZE foreign      submission               6  month        knowledge             -    T agreement
CHE AZE own_national accelerated_submission   2  working_day  apprehension          -    T agreement
CHE AZE own_national accelerated_reply        2  working_day  confirmed_receipt     none T agreement
CHE AZE own_national reply                    25 calendar_day confirmed_receipt     none T agreement
CHE AZE own_national reply_extension          25 calendar_day reply_period_end      none T agreement
CHE AZE own_national travel_document_issue    5  working_day  acceptance            -    T agreement
CHE AZE own_national travel_document_validity 90 calendar_day travel_document_issue -    T agreement
CHE AZE own_national travel_document_renewal  5  working_day  document_expiry       -    T agreement
CHE AZE own_national transfer                 3  month        acceptance            -    T agreement
CHE AZE own_national transfer_notice          3  working_day  planned_transfer      -    T agreement
CHE AZE own_national error                    6  month        transfer              -    T agreement
CHE AZE foreign      error                    12 month        transfer              -    T agreement
CHE AZE transit      transit_reply            5  working_day  transit_request       -    T agreement
CHE AZE transit      transit_execution        30 calendar_day transit_consent       -    T agreement

[switzerland-ukraine]
CHE UKR foreign      submission           1  year         knowledge       - T agreement
CHE UKR foreign      submission_extension 30 calendar_day obstacle_end    - T agreement
CHE UKR own_national transfer             -  none         acceptance      - T agreement
CHE UKR own_national error                3  month        transfer        - T agreement
CHE UKR transit      transit_reply        10 calendar_day transit_request - T agreement

[switzerland-ukraine-protocol]
CHE UKR own_national reply           14 calendar_day registration none T protocol
CHE UKR own_national reply_extension 30 calendar_day registration none T protocol
CHE UKR own_national interview       10 calendar_day registration -    T protocol
CHE UKR own_national costs           30 calendar_day invoice      -    T protocol

[switzerland-ukraine-protocol prima_facie]
CHE UKR foreign reply 20 calendar_day registration recognised T protocol

[switzerland-albania]
CHE ALB foreign      submission 1  year        knowledge  -       T agreement
CHE ALB own_national reply      15 working_day delivery   unknown T agreement
CHE ALB own_national transfer   1  month       acceptance -       T agreement

[switzerland-armenia]
CHE ARM foreign      submission           6  month        knowledge  -       T agreement
CHE ARM foreign      submission_extension 12 month        knowledge  -       T agreement
CHE ARM own_national reply                30 calendar_day delivery   unknown T agreement
CHE ARM own_national transfer             30 calendar_day acceptance -       T agreement

[switzerland-georgia]
CHE GEO foreign      submission 2  year         unlawful_stay -       T agreement
CHE GEO own_national reply      30 calendar_day delivery      unknown T agreement
CHE GEO own_national transfer   45 calendar_day acceptance    -       T agreement

[switzerland-russia]
CHE RUS foreign      submission               180 calendar_day knowledge             -        T agreement
CHE RUS own_national reply                    25  calendar_day confirmed_receipt     accepted T agreement
CHE RUS own_national reply_extension          60  calendar_day confirmed_receipt     accepted T agreement
CHE RUS own_national transfer                 90  calendar_day acceptance_received   -        T agreement
CHE RUS own_national travel_document_validity 30  calendar_day travel_document_issue -        T agreement
CHE RUS own_national travel_document_renewal  -   none         document_expiry       -        T agreement
CHE RUS own_national error                    1   month        transfer              -        T agreement
CHE RUS transit      transit_reply            -   none         transit_request       -        T agreement

[switzerland-kuwait]
CHE KWT own_national submission              6  month        knowledge         -        T agreement
CHE KWT own_national reply                   30 calendar_day confirmed_receipt accepted T agreement
CHE KWT own_national reply_extension         60 calendar_day confirmed_receipt accepted T agreement
CHE KWT own_national travel_document_issue   5  working_day  acceptance        -        T agreement
CHE KWT own_national travel_document_renewal 5  working_day  document_expiry   -        T agreement
CHE KWT own_national transfer                3  month        acceptance        -        T agreement
CHE KWT own_national error                   3  month        transfer          -        T agreement
CHE KWT transit      transit_reply           5  working_day  transit_request   -        T agreement
CHE KWT transit      transit_execution       30 calendar_day transit_consent   -        T agreement

[switzerland-denmark]
CHE DNK foreign      submission                  6  month        knowledge             -        T agreement
CHE DNK foreign      submission_extension        60 calendar_day obstacle_end          -        T agreement
CHE DNK own_national reply                       14 calendar_day delivery              accepted T agreement
CHE DNK own_national reply_extension             60 calendar_day delivery              accepted T agreement
CHE DNK own_national accelerated_submission      2  calendar_day apprehension          -        T agreement
CHE DNK own_national border_area                 48 hour         arrival               -        T agreement
CHE DNK own_national accelerated_reply           2  working_day  delivery              accepted T agreement
CHE DNK own_national accelerated_reply_extension 1  working_day  reply_period_end      accepted T agreement
CHE DNK own_national interview                   10 calendar_day delivery              -        T agreement
CHE DNK own_national travel_document_validity    6  month        travel_document_issue -        T agreement
CHE DNK own_national error                       3  month        transfer              -        T agreement
CHE DNK transit      transit_reply               5  calendar_day transit_request       -        T agreement

[switzerland-denmark prima_facie]
CHE DNK own_national reply 20 calendar_day delivery accepted T agreement

[switzerland-mongolia]
CHE MNG own_national reply                    30 calendar_day delivery              accepted T agreement
CHE MNG own_national reply_extension          60 calendar_day delivery              accepted T agreement
CHE MNG own_national travel_document_issue    10 working_day  acceptance            -        T agreement
CHE MNG own_national travel_document_validity 6  month        travel_document_issue -        T agreement
CHE MNG own_national travel_document_renewal  10 working_day  document_expiry       -        T agreement
CHE MNG own_national transfer                 -  none         acceptance_received   -        T agreement
CHE MNG own_national error                    30 calendar_day transfer              -        T agreement

[switzerland-sri-lanka]
CHE LKA foreign      submission               6  month        knowledge             -        T agreement
CHE LKA own_national reply                    30 calendar_day confirmed_receipt     accepted T agreement
CHE LKA own_national reply_extension          60 calendar_day confirmed_receipt     accepted T agreement
CHE LKA own_national transfer                 3  month        acceptance            -        T agreement
CHE LKA own_national travel_document_issue    5  working_day  acceptance            -        T agreement
CHE LKA own_national travel_document_validity 6  month        travel_document_issue -        T agreement
CHE LKA own_national travel_document_renewal  5  working_day  document_expiry       -        T agreement
CHE LKA own_national error                    3  month        transfer              -        T agreement

[switzerland-kazakhstan]
CHE KAZ own_national reply                    15 calendar_day confirmed_receipt     unknown T agreement
CHE KAZ own_national reply_extension          6  calendar_day reply_period_end      unknown T agreement
CHE KAZ own_national transfer                 6  month        acceptance_received   -       T agreement
CHE KAZ own_national travel_document_issue    3  working_day  acceptance            -       T agreement
CHE KAZ own_national travel_document_validity 6  month        travel_document_issue -       T agreement
CHE KAZ own_national error                    1  month        transfer              -       T agreement
CHE KAZ transit      transit_reply            3  calendar_day transit_request       -       T agreement

[switzerland-turkmenistan]
CHE TKM foreign      submission            12 month        knowledge         -        T agreement
CHE TKM own_national reply                 30 calendar_day confirmed_receipt accepted T agreement
CHE TKM own_national reply_extension       60 calendar_day confirmed_receipt accepted T agreement
CHE TKM own_national transfer              3  month        acceptance        -        T agreement
CHE TKM own_national travel_document_issue 10 working_day  acceptance        -        T agreement
CHE TKM own_national transfer_notice       2  calendar_day planned_transfer  -        T agreement
CHE TKM own_national error                 1  month        transfer          -        T agreement
CHE TKM transit      transit_reply         5  working_day  transit_request   -        T agreement

[switzerland-hong-kong]
CHE HKG own_national reply    8 working_day delivery   none T agreement
CHE HKG own_national transfer 1 month       acceptance -    T agreement

[switzerland-macao]
CHE MAC own_national reply    10 working_day delivery   none T agreement
CHE MAC own_national transfer 1  month       acceptance -    T agreement

[switzerland-gambia]
CHE GMB own_national reply                   30 working_day delivery        none T agreement
CHE GMB own_national interview               30 working_day reply           -    T agreement
CHE GMB own_national travel_document_issue   10 working_day acceptance      -    T agreement
CHE GMB own_national travel_document_renewal 5  working_day document_expiry -    T agreement

[switzerland-gambia by_charter]
CHE GMB own_national monthly_cap 5 person calendar_month - T agreement

[switzerland-guinea-bissau]
CHE GNB own_national reply                   15 working_day delivery        unknown T agreement
CHE GNB own_national interview               30 working_day reply           -       T agreement
CHE GNB own_national travel_document_issue   15 working_day interview       -       T agreement
CHE GNB own_national travel_document_renewal 7  working_day document_expiry -       T agreement

[switzerland-tunisia]
CHE TUN own_national reply                 20 working_day delivery   unknown T agreement
CHE TUN own_national interview             30 working_day reply      -       T agreement
CHE TUN own_national travel_document_issue 10 working_day acceptance -       T agreement

[switzerland-benin]
CHE BEN own_national reply                 10 working_day delivery   unknown T agreement
CHE BEN own_national interview             30 working_day reply      -       T agreement
CHE BEN own_national travel_document_issue 10 working_day acceptance -       T agreement

[switzerland-cameroon]
CHE CMR own_national reply     10 working_day delivery unknown T agreement
CHE CMR own_national interview 30 working_day reply    -       T agreement

[switzerland-vietnam]
CHE VNM own_national reply           2  month        complete_file       unknown T agreement
CHE VNM own_national reply_extension 1  month        reply_period_end    unknown T agreement
CHE VNM own_national transfer        1  month        acceptance_received -       T agreement
CHE VNM own_national transfer_notice 15 calendar_day planned_transfer    -       T agreement
CHE VNM own_national costs           30 calendar_day invoice             -       T agreement

[switzerland-united-kingdom proof]
CHE GBR own_national reply 5 working_day delivery unknown T agreement

[switzerland-united-kingdom prima_facie]
CHE GBR own_national reply 8 working_day delivery unknown T agreement

[switzerland-united-kingdom]
CHE GBR foreign      reply                    10 working_day  delivery                unknown T agreement
CHE GBR own_national transfer                 30 working_day  acceptance_received     -       T agreement
CHE GBR own_national travel_document_issue    3  working_day  travel_document_request -       T agreement
CHE GBR own_national travel_document_validity 30 calendar_day travel_document_issue   -       T agreement
CHE GBR own_national transfer_notice          3  calendar_day planned_transfer        -       T agreement
CHE GBR transit      transit_reply            3  working_day  transit_request         -       T agreement

[switzerland-slovakia]
CHE SVK own_national reply              2  working_day  delivery         none T agreement
CHE SVK foreign      reply              5  working_day  delivery         none T agreement
CHE SVK own_national transfer           30 calendar_day acceptance       -    T agreement
CHE SVK own_national transfer_notice    24 hour         planned_transfer -    T agreement
CHE SVK transit      transit_submission 24 hour         planned_transit  -    T agreement

[switzerland-slovakia prima_facie]
CHE SVK own_national reply_extension    4  working_day  reply_period_end none T agreement

[switzerland-greece]
CHE GRC foreign      submission         12 month        unlawful_entry   -       T agreement
CHE GRC own_national reply              2  working_day  delivery         none    T agreement
CHE GRC foreign      reply              5  working_day  delivery         unknown T agreement
CHE GRC own_national transfer           30 calendar_day acceptance       -       T agreement
CHE GRC own_national transfer_notice    48 hour         planned_transfer -       T agreement
CHE GRC own_national error              30 calendar_day transfer         -       T agreement
CHE GRC transit      transit_submission 48 hour         planned_transit  -       T agreement
CHE GRC transit      transit_reply      24 hour         transit_request  -       T agreement

[switzerland-greece prima_facie]
CHE GRC own_national reply_extension    5  working_day  reply_period_end none    T agreement

[switzerland-bulgaria]
CHE BGR foreign      submission         12 month        knowledge        -       T agreement

[switzerland-france]
CHE FRA transit      transit_stay       24 hour         planned_transit  -       T agreement

[switzerland-botswana]
CHE BWA own_national reply              30 calendar_day confirmed_receipt accepted T agreement
CHE BWA own_national reply_extension    60 calendar_day confirmed_receipt accepted T agreement
CHE BWA own_national transfer           -  none         acceptance        -        T agreement
CHE BWA own_national error              3  month        transfer          -        T agreement
"""
)
