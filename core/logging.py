"""Log lines carry the request's id and nothing about people."""

import logging

from core.request_context import request_id


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True
