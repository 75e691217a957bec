"""What is asked about notices: row security says which ones the reader sees."""

from notifications.selectors.notices import notice_list

__all__ = ["notice_list"]
