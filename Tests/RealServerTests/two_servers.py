"""Two servers on one database: each message once, and when one of them is killed the other does its work."""

import time

from catchers import HTTPCatcher
from installation import Deliveries, Installation, promise


def run(random, quick):
    messages = 200 if quick else 1_000
    catcher = HTTPCatcher(delay=lambda: random.uniform(0, 0.01))
    installation = Installation()
    # Several, so that both have something to do at a time.
    targets = [f"{catcher.url}/{number}" for number in range(4)]
    try:
        servers = [installation.serve(), installation.serve()]
        installation.enqueue(messages, targets)
        installation.wait_until_sent(200)
        both = Deliveries(catcher.requests)
        both.check(installation, most_duplicates=0)
        shares = [server.said(" delivered critical_customer") for server in servers]
        promise(min(shares) > 0, f"only one of the servers delivered: {shares}")

        installation.enqueue(messages, targets, first=messages + 1)
        promise(catcher.wait(lambda requests: len(requests) >= messages + messages // 4, 60), "nothing arrives")
        servers[0].kill()
        if quick:
            # Only those of the dead may be moved, which cannot be told apart: what is under way is on record soon.
            time.sleep(1)
            installation.sql("UPDATE mainstay.messages SET next_try_at = now(), lease_until = now() WHERE state = 'sending' AND lease_until < now() + interval '119.2 s'")
        installation.wait_until_sent(200)
        servers[1].stop()
        deliveries = Deliveries(catcher.requests)
        # What was on its way: one for each target at most.
        deliveries.check(installation, most_duplicates=len(targets))
        return {
            "messages": 2 * messages, "lost": 0, "delivered by each while both ran": shares,
            "delivered twice while both ran": both.duplicates, "delivered twice because of the kill": deliveries.duplicates,
        }
    finally:
        installation.stop()
