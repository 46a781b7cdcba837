"""The sample company behind a real server, started once for all tests: `mainstay` with a private database in a folder of its own."""

import atexit
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

PROGRAM = os.environ.get("MAINSTAY", str(Path(__file__).resolve().parents[2] / ".build/debug/mainstay"))
PASSWORD = "correct horse battery staple"
# Who may see what, as operations.md §2 says.
DASHBOARDS = {
    "chairman": ["executive", "insights"],
    "eva": ["executive", "campaigns", "system", "insights"],
    "success_lead": ["executive", "campaigns"],
    "success_team": ["campaigns"],
    "marketing": ["campaigns"],
    "engineering": ["system"],
    "success_ops": ["system"],
    "product": ["insights"],
    "admin": ["executive", "campaigns", "system", "insights"],
}
ALL = ["executive", "campaigns", "system", "insights"]


class Server:
    """A `mainstay` that listens, with the lines it printed."""

    def __init__(self, arguments, settings={}):
        self.lines = []
        self._listening = threading.Event()
        self._process = subprocess.Popen(
            [PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment() | settings,
            start_new_session=True)
        self.address = None
        threading.Thread(target=self._read, daemon=True).start()
        if not self._listening.wait(120) or not self.address:
            self.stop()
            raise RuntimeError("the server did not start:\n" + "".join(self.lines))
        atexit.register(self.stop)

    def _read(self):
        for line in iter(self._process.stdout.readline, ""):
            self.lines.append(line)
            found = re.search(r"http://[^\s]+:\d+", line)
            if found and not self.address:
                self.address = found.group(0).rstrip("/.")
                self._listening.set()
        self._listening.set()

    @property
    def port(self):
        return int(self.address.rsplit(":", 1)[1])

    def stop(self):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process.stdout.close()


def environment():
    return {key: value for key, value in os.environ.items() if not key.startswith("MAINSTAY_")} | {"NO_COLOR": "1"}


class Company:
    """A data folder, the commands on it, and the servers on it."""

    def __init__(self):
        # The database's own account must be able to pass through, so the folder is open to everyone while it exists.
        self.folder = Path(tempfile.mkdtemp(prefix="mainstay-pages-"))
        self.folder.chmod(0o755)
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)

    def run(self, *arguments, text=None):
        done = subprocess.run(
            [PROGRAM, *arguments, "--data-dir", str(self.folder / "data")], input=text, capture_output=True, text=True, env=environment(),
            timeout=600)
        if done.returncode != 0:
            raise RuntimeError(f"mainstay {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def json(self, *arguments):
        return json.loads(self.run(*arguments, "--format", "json"))

    def serve(self, *arguments):
        return Server(["serve", "--port", "0", *arguments, "--data-dir", str(self.folder / "data")])


class SampleCompany(Company):
    """The demo's company, a user of each role, and a server."""

    shared = None

    @classmethod
    def get(cls):
        if cls.shared is None:
            cls.shared = cls()
        return cls.shared

    def __init__(self):
        super().__init__()
        self.run("demo", "--no-serve")
        for role in DASHBOARDS:
            self.run("user", "add", f"{role}@example.com", "--role", role, "--password-stdin", text=PASSWORD + "\n")
        self.token = re.search(r"mst_\S+", self.run("token", "create", "tests", "--role", "admin")).group(0)
        self.server = self.serve()

    @property
    def address(self):
        return self.server.address
