"""The server is killed at random moments while it delivers: every message arrives, and each kill repeats one at most."""

import time

from catchers import HTTPCatcher
from installation import Deliveries, Installation, promise


def run(random, quick):
    messages, kills = (200, 3) if quick else (1_000, 10)
    # Between taking a message and answering, so that many a kill finds one that arrived and is not on record.
    catcher = HTTPCatcher(delay=lambda: random.uniform(0, 0.02))
    installation = Installation()
    try:
        installation.enqueue(messages, [f"{catcher.url}/hook"])
        began = time.monotonic()
        for kill in range(kills):
            server = installation.serve()
            so_far = len(catcher.requests)
            target = so_far + random.randint(messages // kills // 4, messages // kills)
            promise(catcher.wait(lambda requests: len(requests) >= target, 60), f"nothing arrives after kill {kill}")
            time.sleep(random.uniform(0, 0.03))
            server.kill()
            if quick:
                # The lease of whoever is dead ends now instead of in two minutes.
                installation.sql("UPDATE mainstay.messages SET next_try_at = now(), lease_until = now() WHERE state = 'sending'")
        server = installation.serve()
        installation.wait_until_sent(200)
        took = time.monotonic() - began
        server.stop()
        deliveries = Deliveries(catcher.requests)
        deliveries.check(installation, most_duplicates=kills)
        return {
            "messages": messages, "kills": kills, "lost": 0, "delivered twice": deliveries.duplicates,
            "seconds until all were delivered": round(took, 1),
        }
    finally:
        installation.stop()
