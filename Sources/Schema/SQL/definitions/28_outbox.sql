-- What is to be said, and to whom: messages as rows, written in the transaction of what they tell.

CREATE OR REPLACE FUNCTION mainstay.enqueue_message(
    route_id text, channel text, target text, kind text, rule text, subject_key text, content jsonb, alert_ids bigint[],
    as_of timestamptz DEFAULT now())
RETURNS uuid
LANGUAGE sql VOLATILE
-- Puts a message into the outbox; it is sent after the transaction has ended, if it does well. Messages of one channel, target and subject are
-- sent in the order in which they were put here. Behind one that waits for its next try it waits as long, so that nobody looks at it in vain.
BEGIN ATOMIC
    WITH message AS (
        INSERT INTO mainstay.messages (message_id, route_id, channel, target, kind, rule, subject_key, content, created_at, next_try_at, give_up_at)
        SELECT gen_random_uuid(), enqueue_message.route_id, enqueue_message.channel, enqueue_message.target, enqueue_message.kind, enqueue_message.rule,
               enqueue_message.subject_key, enqueue_message.content, as_of,
               -- The newest of those before it waits the longest. In the order of the numbers the index of subjects answers at its end, also
               -- while the table is new to the planner.
               greatest(as_of, (SELECT m.next_try_at FROM mainstay.messages AS m
                                 WHERE m.channel = enqueue_message.channel AND m.target = enqueue_message.target
                                   AND m.subject_key = enqueue_message.subject_key AND m.state = 'waiting'
                                 ORDER BY m.number DESC LIMIT 1)),
               as_of + interval '24 hours'
        RETURNING message_id
    ), links AS (
        INSERT INTO mainstay.message_alerts (message_id, alert_id)
        SELECT m.message_id, a.alert_id FROM message AS m CROSS JOIN (SELECT DISTINCT unnest(alert_ids) AS alert_id) AS a
    )
    SELECT m.message_id FROM message AS m;
END;
COMMENT ON FUNCTION mainstay.enqueue_message IS 'Puts a message into the outbox, in the transaction of what it tells; gives its id.';

CREATE OR REPLACE FUNCTION mainstay.outbox_targets() RETURNS TABLE (channel text, target text)
LANGUAGE sql STABLE
-- To whom something is to be sent. It goes through the index from target to target, not from message to message.
BEGIN ATOMIC
    WITH RECURSIVE steps AS (
        (SELECT m.channel, m.target FROM mainstay.messages AS m
          WHERE m.state IN ('waiting', 'sending') ORDER BY m.channel, m.target LIMIT 1)
        UNION ALL
        SELECT n.channel, n.target
          FROM steps AS s
          CROSS JOIN LATERAL (SELECT m.channel, m.target FROM mainstay.messages AS m
                               WHERE m.state IN ('waiting', 'sending') AND (m.channel, m.target) > (s.channel, s.target)
                               ORDER BY m.channel, m.target LIMIT 1) AS n
    )
    SELECT s.channel, s.target FROM steps AS s;
END;
COMMENT ON FUNCTION mainstay.outbox_targets IS 'Channels and targets to which something is to be sent.';

CREATE OR REPLACE FUNCTION mainstay.given_up_messages(since timestamptz DEFAULT '-infinity')
RETURNS TABLE (route_id text, channel text, target text, messages bigint, newest timestamptz, last_error text)
LANGUAGE sql STABLE
-- What was given up at or after the moment and was not sent since, by route; a message that tells of this is none that this tells of.
BEGIN ATOMIC
    SELECT m.route_id, m.channel, m.target, count(*), max(m.given_up_at), (array_agg(m.last_error ORDER BY m.given_up_at DESC, m.number DESC))[1]
      FROM mainstay.messages AS m
     WHERE m.state IN ('failed', 'dead') AND m.given_up_at >= since AND m.rule <> 'delivery_failed' AND m.kind <> 'test'
     GROUP BY m.route_id, m.channel, m.target
     ORDER BY m.channel, m.target, m.route_id;
END;
COMMENT ON FUNCTION mainstay.given_up_messages IS 'Messages that were given up since a moment, by route, with what was said last.';
