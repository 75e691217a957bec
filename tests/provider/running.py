"""Starting the provider, telling it what to say, and a browser that signs in there."""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Provider:
    """A running provider. It goes by two names, as two providers with the same keys would."""

    port: int
    word: str
    process: subprocess.Popen[str]

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}/o"

    @property
    def other_issuer(self) -> str:
        return f"http://localhost:{self.port}/o"

    def tell(self, **words: Any) -> None:
        """clients, people, trick: see `tests.provider.urls.told`."""
        answer = requests.post(f"http://127.0.0.1:{self.port}/told", json={"word": self.word, **words}, timeout=10)
        assert answer.status_code == 204, answer.text

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def provider_running(folder: Path) -> Iterator[Provider]:
    """Start it and wait until it listens; end it afterwards."""
    word = secrets.token_urlsafe()
    kept = ("PATH", "HOME", "LANG")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"PROVIDER_DATABASE": str(folder / "provider.sqlite3"), "PROVIDER_WORD": word}
    with (folder / "provider.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.provider"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.strip().isdigit(), (folder / "provider.log").read_text()
        yield Provider(int(line), word, process)
    finally:
        process.kill()
        process.wait()


def signed_in_there(address: str, name: str) -> str:
    """Follow the question to the provider, sign in there under this name; gives the address that it leads back to."""
    own = urljoin(address, "/")
    with requests.Session() as browser:
        browser.trust_env = False
        answer = browser.get(address, allow_redirects=False, timeout=10)
        for _step in range(5):
            if answer.status_code == 200:
                hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text))
                form = {field: unescape(value) for field, value in hidden.items()} | {
                    "username": name,
                    "password": name,
                }
                answer = browser.post(answer.url, data=form, allow_redirects=False, timeout=10)
            assert answer.status_code == 302, (answer.status_code, answer.text[:500])
            target = urljoin(answer.url, answer.headers["Location"])
            if not target.startswith(own):
                return target
            answer = browser.get(target, allow_redirects=False, timeout=10)
    raise AssertionError("the provider leads nowhere")
