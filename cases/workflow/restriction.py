"""Which acts a side may still do on a case whose data it has restricted (GDPR, Article 18(2)).

Data under restriction is stored, and used for legal claims, for the protection of persons, and for what the public
interest of the states asks: that the time limits of the agreement go on. So what a side writes down of what happened,
what it answers for before a court, and what protects the person stay possible; what takes the person further does not.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

RESTRICTED: Final = _("Your side has restricted the use of this person's data: this must wait.")
ENDING: Final = {
    *("withdraw", "close", "return_to_draft", "return_incomplete", "send_back_proposal", "send_back_transit_answer"),
    *("send_back_transit_revocation", "cancel_verification"),
}
# What happened is written down, whoever restricted what is done next: a record with gaps would be wrong.
RECORDING: Final = {
    *("acknowledge", "acknowledge_on_paper", "record_acknowledgement", "answer_verification"),
    *("record_acceptance", "record_refusal", "record_inconclusive"),
    *("record_acceptance_in_time", "record_refusal_in_time", "record_inconclusive_in_time", "record_time_barred"),
    *("record_handover", "refuse_arrival", "refuse_entry", "record_voluntary_departure"),
    *("record_interview", "record_no_show", "report_document_lost", "record_document_lost"),
    *("record_transit_entry", "record_transit_entry_late", "record_transit_exit", "record_transit_no_entry"),
}
# Time limits, objections, claims: legal claims of one side or the other.
CLAIMING: Final = {
    *("request_extension", "grant_extension", "refuse_extension"),
    *("pause_transfer_limit", "resume_transfer_limit", "review_transfer_pause"),
    *("dispute_delivery", "dispute_reply", "dispute_paper", "withdraw_dispute", "reject_dispute"),
    *("uphold_delivery_submitted", "uphold_delivery_received", "uphold_delivery_in_verification"),
    *("uphold_reply_accepted", "uphold_reply_refused", "uphold_reply_inconclusive"),
    *("uphold_paper_submitted", "uphold_paper_received", "uphold_paper_in_verification"),
    *("claim_error", "claim_error_after_closing", "report_error", "accept_error_claim", "dispute_error_claim"),
    *("withdraw_error_claim", "arrange_take_back", "return_documents", "record_take_back"),
    *("send_cost_claim", "accept_cost_claim", "dispute_cost_claim", "record_cost_payment", "withdraw_cost_claim"),
    *("request_information", "answer_information", "cancel_information"),
}
PROTECTING: Final = {
    *("suspend_case", "review_case_suspension", "postpone_interview", "cancel_interview"),
    *("abort_transfer", "fail_transfer", "cancel_transit", "abort_transit", "break_off_transit"),
    *("agree_transit_take_back", "record_transit_take_back"),
    *("revoke_travel_document", "revoke_return_document"),
    *("assess_best_interests", "answer_safeguards", "propose_reception", "record_reception", "confirm_reception"),
    *("refuse_reception", "withdraw_health_consent", "record_transfer_health", "record_status_check"),
    *("use_normal_procedure", "convert_to_normal", "treat_as_normal"),
    *("assign_monitor", "record_observation", "submit_monitoring_report", "answer_monitoring_report"),
}
DURING_RESTRICTION: Final = frozenset(ENDING | RECORDING | CLAIMING | PROTECTING)
