"""PostgreSQL is killed under the server, once to be brought back by it, once for a minute: nothing is lost, nothing is delivered twice."""

import time

from catchers import HTTPCatcher
from installation import Deliveries, Installation, promise


def run(random, quick):
    messages, outage = (200, 3) if quick else (1_000, 60)
    catcher = HTTPCatcher(delay=lambda: random.uniform(0, 0.02))
    installation = Installation()
    try:
        # A private database: the server itself starts it again.
        server = installation.serve()
        installation.enqueue(messages, [f"{catcher.url}/hook"])
        promise(catcher.wait(lambda requests: len(requests) >= messages // 4, 60), "nothing arrives")
        installation.kill_database()
        killed = time.monotonic()
        so_far = len(catcher.requests)
        promise(catcher.wait(lambda requests: len(requests) > so_far + 2, 60), "nothing arrives after the restart")
        revived = time.monotonic() - killed
        # A claim whose confirmation was lost is nobody's until its lease is over.
        installation.wait_until_sent(200)
        server.stop()
        installation.run("database", "start")

        # A database that others look after: the server can only wait. A fact is committed in the moment before.
        server = installation.serve(over_url=True)
        address = f"{catcher.url}/critical"
        installation.run("routes", "set", "critical", "--channel", "webhook", "--target", address, "--why", "a test")
        becomes_critical(installation)
        installation.enqueue(messages, [f"{catcher.url}/hook"], first=messages + 1)
        so_far = len(catcher.requests)
        promise(catcher.wait(lambda requests: len(requests) >= so_far + messages // 4, 60), "nothing arrives before the outage")
        installation.sql(TICKETS)
        installation.kill_database()
        killed = time.monotonic()
        time.sleep(outage)
        before = len(catcher.requests)
        installation.run("database", "start")
        back = time.monotonic()
        promise(catcher.wait(lambda requests: len(requests) > before, 60), "nothing arrives after the outage")
        first = time.monotonic() - back
        installation.wait_until_sent(200)
        promise(catcher.wait(lambda requests: any(request.path == "/critical" for request in requests), 30), "the customer was not announced")
        server.stop()

        alerts = [request for request in catcher.requests if request.path == "/critical"]
        promise(len(alerts) == 1 and "Acme" in alerts[0].json["data"]["title"], f"{len(alerts)} alerts of one customer")
        deliveries = Deliveries(request for request in catcher.requests if request.path == "/hook")
        installation.sql("DELETE FROM mainstay.messages WHERE rule = 'critical_customer' AND route_id = 'critical' AND target LIKE '%/critical'")
        deliveries.check(installation, most_duplicates=0)
        return {
            "messages": 2 * messages, "lost": 0, "delivered twice": deliveries.duplicates,
            "seconds until a killed private database delivers again": round(revived, 1),
            "seconds of the outage": round(back - killed, 1), "seconds from its end to the first delivery": round(first, 2),
            "customers who turned Critical in the moment before, announced": len(alerts),
        }
    finally:
        installation.stop()


def becomes_critical(installation):
    """A customer with 60 points, who loses 30 when three tickets are open; after this he is scored."""
    installation.sql(
        """
        INSERT INTO mainstay.users (user_id, external_id, name, email, created_at, last_login, subscription_tier)
        VALUES ('00000000-0000-4000-8000-00000000acde', 'acme', 'Acme', 'ada@acme.example', now() - interval '200 days', now() - interval '10 days', 'basic')
        """)
    end = time.monotonic() + 30
    while installation.value("SELECT count(*) FROM mainstay.customer_health_scores") != "1":
        promise(time.monotonic() < end, "the customer is not scored")
        time.sleep(0.1)


TICKETS = """
    INSERT INTO mainstay.support_tickets (user_id, status, opened_at)
    SELECT '00000000-0000-4000-8000-00000000acde', 'open', now() FROM generate_series(1, 3)
"""
