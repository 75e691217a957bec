"""The relay: publishes the outbox to Celery. Runs as rcms_relay, any number of times side by side."""

import logging
import time
from typing import Any

import redis
from django.core.management.base import CommandParser
from django.db import OperationalError, connection
from kombu.exceptions import OperationalError as BrokerAway

from core import outbox
from core.commands import LoginCommand, until_stopped

log = logging.getLogger("core.relay")


class Command(LoginCommand):
    login = "relay"
    help = "Publish waiting outbox rows to the broker until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="publish what waits now and stop")

    def handle(self, *, once: bool, **options: Any) -> None:
        with until_stopped() as stopping:
            while not stopping.is_set():
                published = 0
                try:
                    published = outbox.relay_once()
                except (BrokerAway, redis.RedisError) as error:
                    log.warning("broker away: %s", type(error).__name__)
                    time.sleep(1)
                except OperationalError as error:
                    log.warning("database away: %s", type(error).__name__)
                    connection.close()
                    time.sleep(1)
                if once:
                    return
                if not published:
                    try:
                        outbox.wait_for_nudge(1)
                    except redis.RedisError:
                        time.sleep(1)
