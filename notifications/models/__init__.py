from notifications.models.delivery import Delivery, OfficeMailbox
from notifications.models.notice import Notice, NoticeMark, NoticePreference, NoticeWatermark

__all__ = ["Delivery", "Notice", "NoticeMark", "NoticePreference", "NoticeWatermark", "OfficeMailbox"]
