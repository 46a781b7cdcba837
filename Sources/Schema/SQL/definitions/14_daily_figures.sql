-- The figures of each day at 02:00 UTC, computed from the history for any days.

CREATE OR REPLACE FUNCTION mainstay.figures_time(day date) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (day + time '02:00') AT TIME ZONE 'UTC';
COMMENT ON FUNCTION mainstay.figures_time IS 'The moment that a day''s figures speak of.';

CREATE OR REPLACE FUNCTION mainstay.daily_changes(first_id uuid, last_id uuid, first_day date, last_day date)
RETURNS TABLE (day date, segment text, customers integer, score integer, healthy integer, at_risk integer, critical integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
-- By how much the sums of each day differ from those of the day before, for the customers of a range: sums over all ranges, added up day by day,
-- are the figures. On the first day everything is a difference.
BEGIN ATOMIC
    WITH states AS (
        SELECT mainstay.segment(u.subscription_tier) AS segment, s.total_health_score AS total, s.health_status AS status,
               lag(s.total_health_score) OVER w AS total_before, lag(s.health_status) OVER w AS status_before,
               -- The first 02:00 at or after the change shows it.
               ((s.changed_at - interval '2 hours' - interval '1 microsecond') AT TIME ZONE 'UTC')::date + 1 AS day
          FROM mainstay.users AS u
          CROSS JOIN LATERAL mainstay.health_score_states(u.user_id, mainstay.figures_time(first_day), mainstay.figures_time(last_day)) AS s
         WHERE u.user_id BETWEEN first_id AND last_id
        WINDOW w AS (PARTITION BY u.user_id ORDER BY s.changed_at)
    )
    SELECT s.day, s.segment,
           sum((s.total IS NOT NULL)::integer - (s.total_before IS NOT NULL)::integer)::integer,
           sum(COALESCE(s.total, 0) - COALESCE(s.total_before, 0))::integer,
           sum((s.status IS NOT DISTINCT FROM 'Healthy')::integer - (s.status_before IS NOT DISTINCT FROM 'Healthy')::integer)::integer,
           sum((s.status IS NOT DISTINCT FROM 'At-Risk')::integer - (s.status_before IS NOT DISTINCT FROM 'At-Risk')::integer)::integer,
           sum((s.status IS NOT DISTINCT FROM 'Critical')::integer - (s.status_before IS NOT DISTINCT FROM 'Critical')::integer)::integer
      FROM states AS s
     GROUP BY s.day, s.segment;
END;

CREATE OR REPLACE FUNCTION mainstay.figures_at(as_of timestamptz)
RETURNS TABLE (segment text, customers integer, average_score numeric, healthy integer, at_risk integer, critical integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 5
-- The same figures for one moment from the scores at it: what the nightly run writes.
BEGIN ATOMIC
    WITH counted AS (
        SELECT mainstay.segment(u.subscription_tier) AS segment, count(*) AS customers, sum(s.total_health_score) AS score,
               count(*) FILTER (WHERE s.health_status = 'Healthy') AS healthy,
               count(*) FILTER (WHERE s.health_status = 'At-Risk') AS at_risk,
               count(*) FILTER (WHERE s.health_status = 'Critical') AS critical
          FROM mainstay.health_scores_at(as_of) AS s JOIN mainstay.users AS u ON u.user_id = s.user_id
         GROUP BY mainstay.segment(u.subscription_tier)
    ), with_all AS (
        SELECT c.segment, c.customers, c.score, c.healthy, c.at_risk, c.critical FROM counted AS c
        UNION ALL
        SELECT 'All', COALESCE(sum(c.customers), 0), sum(c.score), COALESCE(sum(c.healthy), 0), COALESCE(sum(c.at_risk), 0),
               COALESCE(sum(c.critical), 0)
          FROM counted AS c
    )
    SELECT w.segment, w.customers::integer, round(w.score / NULLIF(w.customers, 0)::numeric, 2),
           w.healthy::integer, w.at_risk::integer, w.critical::integer
      FROM with_all AS w;
END;
