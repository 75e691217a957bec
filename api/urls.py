"""Addresses of version 1."""

from django.urls import URLPattern, path, re_path

from api.views import acts, cases, files, filing, messages, meta, notices, reference, verification

app_name = "api"
urlpatterns: list[URLPattern] = [
    path("oauth/token", meta.TokenView.as_view(), name="token"),
    path("schema", meta.SchemaView.as_view(), name="schema"),
    path("docs", meta.ReferencePageView.as_view(), name="docs"),
    path("me", meta.ClientView.as_view(), name="client"),
    path("changes", cases.ChangeListView.as_view(), name="change-list"),
    path("cases", cases.CaseListView.as_view(), name="case-list"),
    path("cases/<uuid:case_id>", cases.CaseDetailView.as_view(), name="case-detail"),
    path("cases/<uuid:case_id>/evidence", filing.EvidenceView.as_view(), name="evidence"),
    path("cases/<uuid:case_id>/evidence/<uuid:evidence_id>", filing.EvidenceItemView.as_view(), name="evidence-item"),
    path("cases/<uuid:case_id>/photograph", filing.PhotographView.as_view(), name="photograph"),
    path("cases/<uuid:case_id>/family", filing.FamilyView.as_view(), name="family"),
    path("cases/<uuid:case_id>/family/<uuid:member_id>", filing.FamilyMemberView.as_view(), name="family-member"),
    path("cases/<uuid:case_id>/family/<uuid:member_id>/case", filing.FamilyCaseView.as_view(), name="family-case"),
    path("cases/<uuid:case_id>/files", files.FileListView.as_view(), name="file-list"),
    path("cases/<uuid:case_id>/papers", files.PaperListView.as_view(), name="paper-list"),
    path("papers/<uuid:document_id>", files.PaperView.as_view(), name="paper"),
    path("files/<uuid:file_id>/content", files.FileContentView.as_view(), name="file-content"),
    path("cases/<uuid:case_id>/acts", acts.ActListView.as_view(), name="act-list"),
    *acts.act_routes(),
    path("cases/<uuid:case_id>/threads", messages.ThreadListView.as_view(), name="thread-list"),
    path("threads/<uuid:thread_id>", messages.ThreadView.as_view(), name="thread"),
    path("threads/<uuid:thread_id>/messages", messages.MessageListView.as_view(), name="message-list"),
    path("threads/<uuid:thread_id>/answer", messages.InformationAnswerView.as_view(), name="information-answer"),
    path("threads/<uuid:thread_id>/cancel", messages.InformationCancelView.as_view(), name="information-cancel"),
    path("threads/<uuid:thread_id>/close", messages.ThreadCloseView.as_view(), name="thread-close"),
    path("threads/<uuid:thread_id>/reopen", messages.ThreadReopenView.as_view(), name="thread-reopen"),
    path("threads/<uuid:thread_id>/read", messages.ThreadReadView.as_view(), name="thread-read"),
    path("verification-tasks", verification.TaskListView.as_view(), name="task-list"),
    path("verification-tasks/<uuid:task_id>", verification.TaskView.as_view(), name="task"),
    path("verification-tasks/<uuid:task_id>/answer", verification.TaskAnswerView.as_view(), name="task-answer"),
    path("notices", notices.NoticeListView.as_view(), name="notice-list"),
    path("reference/countries", reference.CountryListView.as_view(), name="countries"),
    path("reference/authorities", reference.AuthorityListView.as_view(), name="authorities"),
    path("reference/crossing-points", reference.CrossingPointListView.as_view(), name="crossing-points"),
    path("reference/agreements", reference.AgreementListView.as_view(), name="agreements"),
    path("reference/agreements/<slug:code>", reference.AgreementView.as_view(), name="agreement"),
    path("reference/codes", reference.CodeListView.as_view(), name="codes"),
    re_path(r"^.*$", meta.NothingView.as_view(), name="nothing"),
]
