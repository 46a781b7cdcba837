"""100,000 messages wait: all are delivered, in memory that does not grow with them, and no look reads the outbox through."""

import time

from catchers import HTTPCatcher
from installation import Deliveries, Installation, promise

READ = "SELECT seq_tup_read, seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables WHERE schemaname = 'mainstay' AND relname = 'messages'"


def run(random, quick):
    messages = 2_000 if quick else 100_000
    catcher = HTTPCatcher()
    installation = Installation()
    targets = [f"{catcher.url}/{number}" for number in range(8)]
    try:
        installation.enqueue(messages, targets, subjects=messages // 5)
        read_before = [int(value) for value in installation.sql(READ)[0]]
        server = installation.serve()
        began = time.monotonic()
        tenths, most = [], 0
        while len(tenths) < 10:
            wanted = (len(tenths) + 1) * messages // 10
            while not catcher.wait(lambda requests: len(requests) >= wanted, 5):
                promise(time.monotonic() - began < messages / 20, f"only {len(catcher.requests)} of {messages} arrived")
            tenths.append(time.monotonic())
            most = max(most, server.memory[0] if server.memory else 0)
        installation.wait_until_sent(30)
        peak = server.memory[1] if server.memory else 0
        server.stop()
        time.sleep(1)
        read = [int(value) for value in installation.sql(READ)[0]]
        deliveries = Deliveries(catcher.requests)
        deliveries.check(installation, most_duplicates=0)
        spans = [end - start for start, end in zip([began] + tenths, tenths)]
        rates = [messages / 10 / span for span in spans]
        passed_over, touched = read[0] - read_before[0], (read[1] - read_before[1]) / messages
        promise(passed_over <= 20 * messages, f"the table was read through: {passed_over} rows for {messages} messages")
        promise(touched <= 100, f"{touched:.0f} rows were read for each message")
        promise(peak <= 200, f"the server needed {peak:.0f} MB")
        promise(rates[-1] >= rates[0] / 3, f"it became slow: {rates[0]:.0f} a second at first, {rates[-1]:.0f} at last")
        return {
            "messages": messages, "lost": 0, "delivered twice": deliveries.duplicates, "a second": round(messages / (tenths[-1] - began)),
            "a second, first and last tenth": [round(rates[0]), round(rates[-1])], "MB at most": round(peak),
            "rows of the outbox read for each message": round(touched, 1),
        }
    finally:
        installation.stop()
