-- How long do customers stay Critical? What the delay of the alert keeps quiet, by the ledger of what the system said.

CREATE OR REPLACE FUNCTION mainstay.critical_falls(as_of timestamptz, delays integer[], window_days integer DEFAULT 90)
RETURNS TABLE (delay integer, falls bigint, told bigint, over_before bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 5
-- Turns to Critical in the days up to the moment, of customers who had a score before. With a delay of so many minutes: `told` lasted as long as that,
-- `over_before` ended earlier. One that still lasts and began less than a delay ago is in neither; `falls` is the sum of both.
BEGIN ATOMIC
    WITH changes AS (
        SELECT c.user_id, c.processed_at, c.from_status, c.to_status,
               lead(c.processed_at) OVER (PARTITION BY c.user_id ORDER BY c.processed_at, c.id) AS next_at
          FROM mainstay.health_status_changes AS c
         WHERE c.processed_at > as_of - mainstay.days(window_days) AND c.processed_at <= as_of
    ), lasted AS (
        SELECT extract(epoch FROM c.next_at - c.processed_at) / 60 AS minutes, extract(epoch FROM as_of - c.processed_at) / 60 AS seen
          FROM changes AS c WHERE c.to_status = 'Critical' AND c.from_status IN ('Healthy', 'At-Risk')
    )
    SELECT d.delay, count(l.seen) FILTER (WHERE COALESCE(l.minutes, l.seen) >= d.delay OR l.minutes < d.delay),
           count(l.seen) FILTER (WHERE COALESCE(l.minutes, l.seen) >= d.delay), count(l.seen) FILTER (WHERE l.minutes < d.delay)
      FROM unnest(delays) AS d (delay) LEFT JOIN lasted AS l ON true
     GROUP BY d.delay ORDER BY d.delay;
END;
COMMENT ON FUNCTION mainstay.critical_falls IS 'How many turns to Critical would have been told with each of several delays, and how many were over before.';
