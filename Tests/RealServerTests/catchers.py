"""Receivers on this machine: an HTTP server that plays Slack and takes webhooks, and a real mail server. Both keep what they are sent."""

import atexit
import base64
import hashlib
import hmac
import json
import queue
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).resolve().parent
SECRET = "whsec_" + base64.b64encode(b"what only the two of them know..").decode()


class Request:
    """One POST as it arrived."""

    def __init__(self, path, headers, body):
        self.at = time.monotonic()
        self.path, self.headers, self.body = path, {name.lower(): value for name, value in headers.items()}, body
        self.json = json.loads(body)

    @property
    def id(self):
        return self.headers["webhook-id"]

    def is_signed(self, secret=SECRET):
        """As a receiver is told to check it by standardwebhooks.com."""
        key = base64.b64decode(secret.removeprefix("whsec_"))
        text = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + self.body
        code = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
        return hmac.compare_digest(self.headers["webhook-signature"], f"v1,{code}")


class HTTPCatcher:
    """Answers 200 to every POST.

    `delay` gives the seconds between what is taken and its answer: whoever dies in between does not know that it was taken.
    """

    def __init__(self, delay=lambda: 0):
        self.requests = []
        self.arrived = threading.Condition()
        catcher = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Otherwise head and body of an answer are two packets, and the second waits 40 ms for the receipt of the first.
            wbufsize = -1
            disable_nagle_algorithm = True

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                catcher._keep(Request(self.path, self.headers, body))
                time.sleep(delay())
                try:
                    self.send_response(200)
                    self.send_header("Content-Length", "2")
                    self.end_headers()
                    self.wfile.write(b"ok")
                    self.wfile.flush()
                except OSError:
                    # Whoever sent it is dead.
                    self.close_connection = True

            def log_message(self, *arguments):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, request, address):
                if not isinstance(sys.exc_info()[1], OSError):
                    super().handle_error(request, address)

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _keep(self, request):
        with self.arrived:
            self.requests.append(request)
            self.arrived.notify_all()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}"

    def wait(self, condition, seconds):
        """Waits until a condition of the requests holds; false when it does not come to that."""
        with self.arrived:
            return self.arrived.wait_for(lambda: condition(self.requests), seconds)


class MailCatcher:
    """aiosmtpd, with STARTTLS and a password where they are asked for."""

    USER, PASSWORD = "mainstay@example.com", "p@ss:w/rd"

    def __init__(self, folder, starttls=True):
        self.certificate = str(folder / "certificate.pem")
        arguments = ["--certificate", self.certificate, "--key", str(folder / "key.pem")] if starttls else []
        if starttls:
            arguments += ["--starttls", "--user", self.USER, "--password", self.PASSWORD]
        server = HERE.parents[1] / "Sources/TestSupport/Peers/smtp_catcher.py"
        python = HERE.parents[1] / ".build/python/bin/python"
        # It ends with its standard input, so that it does not outlive this program.
        self._process = subprocess.Popen([python, server, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        atexit.register(self.stop)
        first = self._process.stdout.readline()
        if not first.startswith("PORT"):
            raise RuntimeError("the mail server did not start; scripts/setup --for-tests installs it")
        self.port = int(first.split()[1])
        self.mails = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self._process.stdout:
            self.mails.put(json.loads(line))

    @property
    def settings(self):
        return {
            "MAINSTAY_SMTP_URL": f"smtp://{self.USER.replace('@', '%40')}:p%40ss%3Aw%2Frd@localhost:{self.port}",
            "MAINSTAY_SMTP_FROM": "Mainstay <alerts@example.com>", "MAINSTAY_SMTP_CA_FILE": self.certificate,
        }

    def stop(self):
        self._process.kill()
        self._process.wait()
