-- When did the success system not work? Periods in system_health_log that were Degraded or that nobody watched.

CREATE OR REPLACE FUNCTION mainstay.system_incidents(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 30)
RETURNS TABLE (kind text, began_at timestamptz, ended_at timestamptz, ongoing boolean, minutes numeric, components text[],
               lowest_crm_success numeric, highest_score_age_hours numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
-- The same reading as mainstay.uptime_percent: a check holds until the next one, but at most two check intervals; what comes after it is `silent`.
-- Neighbouring spans of one kind are one incident; one that began before the window begins with it. Together they are the time that was not up.
BEGIN ATOMIC
    WITH checks AS (
        SELECT l.check_timestamp AS at, bool_or(l.status = 'degraded') AS degraded,
               array_agg(DISTINCT l.component ORDER BY l.component) FILTER (WHERE l.status = 'degraded') AS components,
               min((l.details ->> 'success_rate')::numeric) FILTER (WHERE l.status = 'degraded' AND l.component = 'crm_sync') AS crm_success,
               max((l.details ->> 'hours_since')::numeric) FILTER (WHERE l.status = 'degraded' AND l.component = 'health_scores') AS score_age
          FROM mainstay.system_health_log AS l WHERE l.check_timestamp <= as_of
         GROUP BY l.check_timestamp
    ), held AS (
        SELECT c.*, COALESCE(lead(c.at) OVER (ORDER BY c.at), as_of) AS next_at,
               c.at + 2 * make_interval(mins => mainstay.parameter('health_check_interval_minutes')::integer) AS holds_until
          FROM checks AS c
    ), spans AS (
        SELECT CASE WHEN h.degraded THEN 'degraded' ELSE 'up' END AS kind, h.at AS since, LEAST(h.next_at, h.holds_until) AS until,
               h.components, h.crm_success, h.score_age
          FROM held AS h
        UNION ALL
        SELECT 'silent', h.holds_until, h.next_at, NULL, NULL, NULL FROM held AS h WHERE h.holds_until < h.next_at
    ), cut AS (
        SELECT s.kind, GREATEST(s.since, as_of - mainstay.days(window_days)) AS since, s.until, s.components, s.crm_success, s.score_age
          FROM spans AS s WHERE s.until > as_of - mainstay.days(window_days) AND s.until > s.since
    ), marked AS (
        SELECT c.*, CASE WHEN lag(c.kind) OVER (ORDER BY c.since) IS DISTINCT FROM c.kind THEN 1 ELSE 0 END AS turn FROM cut AS c
    ), grouped AS (
        SELECT m.*, sum(m.turn) OVER (ORDER BY m.since) AS period FROM marked AS m
    )
    SELECT g.kind, min(g.since), max(g.until), max(g.until) = as_of, round(extract(epoch FROM max(g.until) - min(g.since)) / 60, 2),
           COALESCE((SELECT array_agg(DISTINCT n.component ORDER BY n.component)
                       FROM grouped AS o CROSS JOIN LATERAL unnest(o.components) AS n (component) WHERE o.period = g.period), '{}'),
           min(g.crm_success), max(g.score_age)
      FROM grouped AS g WHERE g.kind <> 'up'
     GROUP BY g.period, g.kind
     ORDER BY min(g.since);
END;
COMMENT ON FUNCTION mainstay.system_incidents IS 'When the system was Degraded, or not watched, in the days up to a moment, and what was the cause.';
