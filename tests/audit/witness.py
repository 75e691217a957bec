"""A partner's witness (C2SP tlog-witness) on this machine, on the verifier's code: none of the application's."""

import base64
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from verify import rcms_verify

NAME = "witness.example.rs"
SEED = bytes(range(32))


def key_text() -> str:
    """The witness's key, as it is handed to the operator."""
    public = bytes([4]) + Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
    key_id = rcms_verify.hashlib.sha256(NAME.encode() + b"\n" + public).digest()[:4]
    return f"{NAME}+{key_id.hex()}+{base64.b64encode(public).decode()}"


class Witness:
    """What it holds: size and root; log_key: by whose signature it knows the log."""

    def __init__(self, log_key: str) -> None:
        self.log_key = rcms_verify.Key.read(log_key)
        self.held: tuple[int, bytes] = (0, b"")
        self.asked: list[int] = []

    def answer(self, body: str) -> tuple[int, str]:
        head, _, note = body.partition("\n\n")
        first, *proof = head.split("\n")
        match = re.fullmatch(r"old (\d+)", first)
        assert match
        old, checkpoint = int(match[1]), rcms_verify.Checkpoint.read(note)
        self.asked.append(old)
        if not rcms_verify.is_signed(checkpoint.text, checkpoint.signatures, self.log_key):
            return 403, ""
        size, root = self.held
        if old != size or (checkpoint.size == size and checkpoint.root != root):
            return 409, f"{size}\n"
        steps = [base64.b64decode(step) for step in proof]
        if not rcms_verify.is_consistent(old, root, checkpoint.size, checkpoint.root, steps):
            return 422, ""
        self.held = checkpoint.size, checkpoint.root
        signed = rcms_verify.cosigned(note, NAME, SEED, 1_800_000_000 + checkpoint.size)
        return 200, signed.splitlines(keepends=True)[-1]


@contextmanager
def running(witness: Witness) -> Iterator[str]:
    """Its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/rcms/add-checkpoint"
            status, text = witness.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/rcms"
    finally:
        server.shutdown()
        server.server_close()
