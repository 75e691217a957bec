"""What people write and remark on a case: messages, requests for information, notes, marks, links."""

from django.urls import URLPattern, path

from cases.views import conversation, flags

_THREAD = "cases/<uuid:case_id>/messages/<uuid:thread_id>"

urlpatterns: list[URLPattern] = [
    path("cases/<uuid:case_id>/messages", conversation.CaseMessagesView.as_view(), name="case-messages"),
    path("cases/<uuid:case_id>/messages/new", conversation.ThreadStartView.as_view(), name="thread-start"),
    path(_THREAD, conversation.ThreadView.as_view(), name="thread"),
    path(f"{_THREAD}/close", conversation.ThreadCloseView.as_view(), name="thread-close"),
    path(f"{_THREAD}/reopen", conversation.ThreadReopenView.as_view(), name="thread-reopen"),
    path(
        "cases/<uuid:case_id>/messages/<uuid:request_id>/cancel",
        conversation.InformationCancelView.as_view(),
        name="information-cancel",
    ),
    path("cases/<uuid:case_id>/notes/list", conversation.NoteListView.as_view(), name="note-list"),
    path("cases/<uuid:case_id>/notes/<uuid:note_id>/share", conversation.NoteShareView.as_view(), name="note-share"),
    path("cases/<uuid:case_id>/flags", flags.FlagListView.as_view(), name="flag-list"),
    path("cases/<uuid:case_id>/flags/<uuid:flag_id>", flags.FlagChangeView.as_view(), name="flag-change"),
    path("cases/<uuid:case_id>/flags/<uuid:flag_id>/end", flags.FlagEndView.as_view(), name="flag-end"),
    path("cases/<uuid:case_id>/links/new", flags.LinkAddView.as_view(), name="link-add"),
    path("cases/<uuid:case_id>/links/<uuid:link_id>/end", flags.LinkEndView.as_view(), name="link-end"),
]
