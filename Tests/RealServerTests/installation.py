"""A private database, servers that can be killed, and SQL: what faults are made with."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "BrowserTests"))
from company import PROGRAM, Company, Server  # noqa: E402

from catchers import SECRET  # noqa: E402


class Broken(Exception):
    """A promise that was not kept."""


def promise(holds, words):
    if not holds:
        raise Broken(words)


class FallibleServer(Server):
    def kill(self):
        """As when the machine loses power: nothing is put in order."""
        self._process.kill()
        self._process.wait()

    @property
    def memory(self):
        """Resident now and at most, in MB; None where the system does not tell."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text()
        except OSError:
            return None
        return tuple(int(re.search(rf"{name}:\s+(\d+)", status).group(1)) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))

    def said(self, words):
        return sum(words in line for line in self.lines)


class Installation(Company):
    """A data folder whose database runs until it is stopped or killed."""

    def __init__(self):
        super().__init__()
        self.run("database", "start")
        self.url = self.run("database", "url").strip()
        # The program makes and brings up the tables.
        self.run("parameters", "set", "critical_alert_delay_minutes=0", "--why", "a test that does not wait")

    def serve(self, *arguments, over_url=False, **settings):
        """Over the address alone a server does not bring a dead database back by itself."""
        place = ["--database-url", self.url] if over_url else ["--data-dir", str(self.folder / "data")]
        return FallibleServer(["serve", "--port", "0", *arguments, *place], {"MAINSTAY_WEBHOOK_SECRET": SECRET} | settings)

    def sql(self, text):
        """The rows of the last statement, as lists of texts."""
        done = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", self.url], input=text, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{text}\n{done.stderr}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    def value(self, text):
        return self.sql(text)[0][0]

    def enqueue(self, count, targets, subjects=50, first=1):
        """Messages as the program itself writes them, in one transaction; their numbers are in their titles."""
        addresses = ", ".join(f"'{target}'" for target in targets)
        self.sql(
            f"""
            SELECT count(mainstay.enqueue_message('critical', 'webhook', (ARRAY[{addresses}])[1 + i % {len(targets)}], 'fired', 'critical_customer',
                'customer:' || i % {subjects},
                jsonb_build_object('severity', 'high', 'title', i::text, 'summary', 'Score 31, 45 before.', 'facts', '[]'::jsonb,
                    'sections', '[]'::jsonb, 'unlisted', 0, 'path', '/alerts'), '{{}}'))
              FROM (SELECT i FROM generate_series({first}, {first + count - 1}) AS i ORDER BY i) AS numbered
            """)

    def unsent(self):
        return int(self.value("SELECT count(*) FROM mainstay.messages WHERE state <> 'sent'"))

    def wait_until_sent(self, seconds):
        end = time.monotonic() + seconds
        while self.unsent():
            promise(time.monotonic() < end, f"{self.unsent()} messages were not sent within {seconds} s")
            time.sleep(0.5)

    def kill_database(self):
        """Its first process, with SIGKILL: the others notice and die, and nothing is written to the files that was not."""
        process = int((self.folder / "data/postgres/postmaster.pid").read_text().split()[0])
        # Its own children, and not whether anybody answers: the server may have started another one by then.
        dying = [process] + [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
        os.kill(process, signal.SIGKILL)
        end = time.monotonic() + 60
        while any(self._lives(process) for process in dying):
            promise(time.monotonic() < end, "the killed database does not go away")
            time.sleep(0.01)

    @staticmethod
    def _lives(process):
        try:
            # A zombie only waits for its parent to look.
            return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        except (FileNotFoundError, ProcessLookupError):
            return False

    def stop(self):
        subprocess.run(
            [PROGRAM, "database", "stop", "--force", "--data-dir", str(self.folder / "data")], capture_output=True, timeout=60)


class Deliveries:
    """What a catcher got, held against what was put into the outbox."""

    def __init__(self, requests):
        self.requests = list(requests)
        self.ids = [request.id for request in self.requests]

    @property
    def duplicates(self):
        return len(self.ids) - len(set(self.ids))

    def check(self, installation, most_duplicates):
        expected = {row[0] for row in installation.sql("SELECT message_id FROM mainstay.messages WHERE channel = 'webhook'")}
        promise(set(self.ids) == expected, f"{len(expected - set(self.ids))} messages are missing")
        promise(self.duplicates <= most_duplicates, f"{self.duplicates} were delivered twice, at most {most_duplicates} may be")
        promise(all(request.is_signed() for request in self.requests), "a message is not signed well")
        seen, newest = set(), {}
        subjects = dict(installation.sql("SELECT message_id, channel || target || subject_key FROM mainstay.messages WHERE channel = 'webhook'"))
        for request in self.requests:
            if request.id not in seen:
                seen.add(request.id)
                number, subject = int(request.json["data"]["title"]), subjects[request.id]
                promise(number > newest.get(subject, 0), f"{number} came after {newest.get(subject)} of its subject")
                newest[subject] = number
