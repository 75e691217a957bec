"""Addresses of the notices."""

from django.urls import path

from notifications.views import notices, undelivered

app_name = "notifications"
urlpatterns = [
    path("", notices.NoticeListView.as_view(), name="notice-list"),
    path("bell", notices.BellView.as_view(), name="bell"),
    path("read", notices.NoticeReadAllView.as_view(), name="read-all"),
    path("undo", notices.NoticeUndoView.as_view(), name="undo"),
    path("preferences", notices.PreferencesView.as_view(), name="preferences"),
    path("<uuid:notice_id>/read", notices.NoticeReadView.as_view(), name="read"),
    path("deliveries", undelivered.DeliveryListView.as_view(), name="delivery-list"),
    path("deliveries/<uuid:delivery_id>/retry", undelivered.DeliveryRetryView.as_view(), name="delivery-retry"),
    path("deliveries/<uuid:delivery_id>/dismiss", undelivered.DeliveryDismissView.as_view(), name="delivery-dismiss"),
    path("work", undelivered.DeadLetterListView.as_view(), name="dead-letter-list"),
    path("work/<uuid:message_id>/retry", undelivered.DeadLetterRetryView.as_view(), name="dead-letter-retry"),
    path("work/<uuid:message_id>/dismiss", undelivered.DeadLetterDismissView.as_view(), name="dead-letter-dismiss"),
]
