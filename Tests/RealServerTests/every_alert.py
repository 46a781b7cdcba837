"""The rules of operations.md §1 from rows of facts to their routes: the program itself, a Slack and a mail server on this machine.

What takes days, the weekly digest (with health_drop in it) and the 48 hours of an unanswered customer, is in WeekTimelineTests, where the clock
is the test's.
"""

import json
import queue
import subprocess
import threading
import time

from catchers import HTTPCatcher, MailCatcher
from installation import Installation, promise

ACME, BIGCO = "00000000-0000-4000-8000-00000000acde", "00000000-0000-4000-8000-0000000b1600"


class Listening:
    """`psql` after LISTEN, as somebody else's program."""

    def __init__(self, url, channel):
        self._process = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._say(f"LISTEN {channel}; SELECT 'listening';")
        self._lines = queue.Queue()
        threading.Thread(target=lambda: [self._lines.put(line) for line in self._process.stdout], daemon=True).start()
        promise(self._lines.get(timeout=30).strip() == "listening", "psql does not listen")

    def _say(self, text):
        self._process.stdin.write(text + "\n")
        self._process.stdin.flush()

    def payloads(self, seconds):
        """psql tells of what it heard after a command."""
        heard, end = [], time.monotonic() + seconds
        while time.monotonic() < end and not heard:
            self._say("SELECT 'looked';")
            while (line := self._lines.get(timeout=30)).strip() != "looked":
                heard.append(json.loads(line.split('with payload "', 1)[1].rsplit('" received', 1)[0]))
            # What it hears is said behind the command's own answer.
            time.sleep(0.1)
        return heard

    def stop(self):
        self._process.stdin.close()
        self._process.wait()


def run():
    installation = Installation()
    slack, mail = HTTPCatcher(), MailCatcher(installation.folder)
    channels = {
        "/urgent": "critical_slack_channel", "/retention": "retention_slack_channel", "/system": "system_slack_channel",
        "/chairman": "chairman_escalation_slack",
    }
    webhooks = {installation.value(f"SELECT mainstay.parameter('{name}')"): slack.url + path for path, name in channels.items()}
    try:
        installation.sql(COMPANY)
        server = installation.serve(
            MAINSTAY_SLACK_WEBHOOKS=json.dumps(webhooks), MAINSTAY_PUBLIC_URL="https://mainstay.example.com", **mail.settings)
        wait(lambda: installation.value("SELECT count(*) FROM mainstay.customer_health_scores") == "202", "the customers are not scored")
        wait(
            lambda: installation.value("SELECT count(*) FROM mainstay.refresh_runs WHERE finished_at IS NOT NULL") != "0",
            "the first refresh does not end")
        listening = Listening(installation.url, "critical_customer_alert")
        time.sleep(2)
        promise(not slack.requests, "something was told before anything happened")

        installation.sql(TICKETS)
        fact = time.monotonic()
        promise(slack.wait(lambda requests: requests, 30), "the critical customer was not told")
        latency = slack.requests[0].at - fact
        heard = listening.payloads(10)
        promise([set(payload) for payload in heard] == [{"user_id", "email", "health_score", "last_activity"}], f"psql heard {heard}")
        promise((heard[0]["user_id"], heard[0]["email"], heard[0]["health_score"]) == (ACME, "ada@acme.example", 20), f"psql heard {heard}")
        listening.stop()

        installation.run("parameters", "set", "crm_platform=hubspot", "--why", "a CRM that fails")
        installation.sql(TROUBLE)
        expected_slack = {
            ("/urgent", "Critical: Acme &lt;b&gt;&amp; Co"), ("/system", "The success system is degraded"),
            ("/retention", f"Retention of the cohort {cohort(installation)} fell by 16.00 %"), ("/chairman", "NPS is negative: -1.00"),
            ("/chairman", "NPS fell from 50.00 to -1.00 within 30 days"),
            ("/chairman", f"Retention of the cohort {cohort(installation)} fell by 16.00 %"),
            ("/chairman", "High-value customer at risk: BigCo is At-Risk"),
        }
        expected_mail = {
            ("ops@company.com", "3 CRM syncs in a row failed"), ("ops@company.com", "The success system is degraded"),
            ("chairman@company.com", "NPS fell from 50.00 to -1.00 within 30 days"),
            ("chairman@company.com", f"Retention of the cohort {cohort(installation)} fell by 16.00 %"),
            ("chairman@company.com", "High-value customer at risk: BigCo is At-Risk"),
        }
        mails = []
        end = time.monotonic() + 120
        while time.monotonic() < end and (len(slack.requests) < len(expected_slack) or len(mails) < len(expected_mail)):
            try:
                mails.append(mail.mails.get(timeout=0.2))
            except queue.Empty:
                pass
        # Whatever would come a second time is given its time.
        time.sleep(3)
        while not mail.mails.empty():
            mails.append(mail.mails.get())

        # The title is what stands before the summary, in the text as in the first block.
        told = [(request.path, matching(request.json["text"], request.path, expected_slack)) for request in slack.requests]
        promise(sorted(told) == sorted(expected_slack), f"Slack got {sorted(told)}\ninstead of {sorted(expected_slack)}")
        for request in slack.requests:
            kinds = [block["type"] for block in request.json["blocks"]]
            promise(kinds[0] == "header" and kinds[-2:] == ["actions", "context"], f"blocks {kinds}")
            promise("https://mainstay.example.com/alerts/" in request.body.decode(), "a message without its link")
        posted = [(recipient, letter["subject"]) for letter in mails for recipient in letter["envelope_to"]]
        promise(sorted(posted) == sorted(expected_mail), f"mail: {sorted(posted)}\ninstead of {sorted(expected_mail)}")
        promise(all(letter["tls"] and letter["user"] == mail.USER and not letter["defects"] for letter in mails), "a mail without TLS or password")
        words(slack, mails)
        states = installation.sql("SELECT DISTINCT state FROM mainstay.messages")
        promise(states == [["sent"]], f"messages are {states}")

        # It is over, and whoever was told so is told.
        so_far = len(slack.requests)
        installation.sql(f"UPDATE mainstay.support_tickets SET status = 'closed', closed_at = now() WHERE user_id = '{ACME}'")
        promise(slack.wait(lambda requests: len(requests) > so_far, 30), "the end was not told")
        over = slack.requests[so_far]
        promise(over.path == "/urgent" and over.json["text"].startswith("Over: Acme &lt;b&gt;&amp; Co, Critical since"), f"the end: {over.json['text']}")
        server.stop()
        return {
            "Slack messages, each once, at their channels": len(told), "mails, each once, by STARTTLS and password": len(mails),
            "psql heard": heard[0], "seconds from the tickets to Slack": round(latency, 2),
        }
    finally:
        mail.stop()
        installation.stop()


def matching(text, path, expected):
    """The expected title that the text begins with; the text itself where there is none."""
    return next((title for place, title in expected if place == path and text.startswith(title + ":")), text)


def words(slack, mails):
    """What the reader needs to act: figures, clock, customer."""
    def message(path, beginning):
        return next(request.body.decode() for request in slack.requests if request.path == path and request.json["text"].startswith(beginning))

    def holds(text, *wanted):
        for words in wanted:
            promise(words in text, f"'{words}' is missing in {text}")

    holds(message("/urgent", "Critical"), "Answer by", "1,200 a year", "Critical, 20 of 100", "Open tickets", "/a/")
    holds(message("/chairman", "NPS is negative"), "Responses", "100", "at once")
    holds(message("/chairman", "High-value"), "50,000 a year", "History", "What was tried", "bo@bigco.example")
    holds(message("/retention", "Retention"), "84.00", "100.00")
    text = {letter["subject"]: letter["text"] for letter in mails}
    holds(text["3 CRM syncs in a row failed"], "Failed in a row: 3", "Last error: no answer")
    holds(text["High-value customer at risk: BigCo is At-Risk"], "What was tried", "Sent by Mainstay: high_value_at_risk")


def wait(condition, words, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        promise(time.monotonic() < end, words)
        time.sleep(0.1)


def cohort(installation):
    return installation.value("SELECT to_char(date_trunc('month', now() AT TIME ZONE 'UTC') - interval '2 months', 'YYYY-MM')")


# Acme is At-Risk with 50 points, BigCo Healthy with 70. Of two cohorts of 100 everybody came back in the month after. NPS was 50 before 30 days ago.
COMPANY = f"""
    INSERT INTO mainstay.users (user_id, external_id, name, email, created_at, last_login, arr, subscription_tier) VALUES
        ('{ACME}', 'acme', 'Acme <b>& Co', 'ada@acme.example', now() - interval '200 days', now() - interval '10 days', 1200, 'basic'),
        ('{BIGCO}', 'bigco', 'BigCo', 'bo@bigco.example', now() - interval '200 days', now() - interval '1 minute', 50000, 'enterprise');
    INSERT INTO mainstay.users (user_id, created_at)
    SELECT gen_random_uuid(), m.start + interval '4 days'
      FROM (SELECT (date_trunc('month', now() AT TIME ZONE 'UTC') - n * interval '1 month') AT TIME ZONE 'UTC' AS start
              FROM generate_series(2, 3) AS n) AS m, generate_series(1, 100);
    INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at)
    SELECT user_id, 'session', created_at + interval '40 days' FROM mainstay.users WHERE external_id IS NULL;
    INSERT INTO mainstay.nps_surveys (user_id, score, responded_at, created_at)
    SELECT gen_random_uuid(), CASE WHEN n <= 70 THEN 10 WHEN n <= 80 THEN 8 ELSE 0 END, now() - interval '40 days', now() - interval '40 days'
      FROM generate_series(1, 100) AS n;
    INSERT INTO mainstay.retention_campaigns (campaign_type, user_id, sent_at, status)
    SELECT 'at_risk', '{BIGCO}', now() - interval '5 days', 'active';
"""

TICKETS = f"""
    INSERT INTO mainstay.support_tickets (user_id, status, opened_at) SELECT '{ACME}', 'open', now() - interval '1 second' FROM generate_series(1, 3)
"""

# A ticket of BigCo: 60 points. NPS falls to -1. Three syncs fail, and three checks found the system degraded. Of the newer cohort the visits of 16 turn
# out to be a mistake of the source.
TROUBLE = f"""
    BEGIN;
    INSERT INTO mainstay.support_tickets (user_id, status, opened_at) VALUES ('{BIGCO}', 'open', now() - interval '1 second');
    INSERT INTO mainstay.nps_surveys (user_id, score, responded_at, created_at)
    SELECT gen_random_uuid(), CASE WHEN n <= 49 THEN 10 WHEN n = 50 THEN 8 ELSE 0 END, now() - interval '1 second', now() - interval '1 second'
      FROM generate_series(1, 100) AS n;
    INSERT INTO mainstay.crm_sync_log (synced_at, status, error_message) SELECT now() - n * interval '1 second', 'error', 'no answer' FROM generate_series(1, 3) AS n;
    INSERT INTO mainstay.system_health_log (check_timestamp, component, status) SELECT now() - n * interval '1 second', 'crm_sync', 'degraded' FROM generate_series(0, 2) AS n;
    DELETE FROM mainstay.usage_events WHERE user_id IN (
        SELECT user_id FROM mainstay.users WHERE external_id IS NULL
           AND created_at > (date_trunc('month', now() AT TIME ZONE 'UTC') - interval '2 months') AT TIME ZONE 'UTC' LIMIT 16);
    COMMIT;
"""
