-- How old were the scores, hour by hour? (metrics.md §6)

CREATE OR REPLACE FUNCTION mainstay.refresh_lag(as_of timestamptz DEFAULT now(), days integer DEFAULT 7)
RETURNS TABLE (moment timestamptz, hours numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 169
-- Hours since last_refresh at the moment and at every full hour of distance before it; NULL before the first refresh of all.
BEGIN ATOMIC
    WITH anchor AS (
        SELECT as_of - mainstay.days(refresh_lag.days) AS since, mainstay.last_refresh(as_of - mainstay.days(refresh_lag.days)) AS refreshed_at
    ), runs AS MATERIALIZED (
        -- What ended before the window is in the anchor.
        SELECT r.kind, r.started_at, r.finished_at
          FROM mainstay.refresh_runs AS r CROSS JOIN anchor AS a
         WHERE r.started_at <= as_of AND r.finished_at > a.since
    ), samples AS (
        SELECT as_of - make_interval(hours => n.back) AS moment FROM generate_series(24 * refresh_lag.days, 0, -1) AS n (back)
    )
    SELECT s.moment, round(extract(epoch FROM s.moment - GREATEST(a.refreshed_at, newest.at)) / 3600, 2)
      FROM samples AS s CROSS JOIN anchor AS a
      CROSS JOIN LATERAL (
          SELECT max(CASE r.kind WHEN 'incremental' THEN LEAST(r.finished_at, s.moment) ELSE r.finished_at END) AS at
            FROM runs AS r
           WHERE r.started_at <= s.moment AND (r.finished_at <= s.moment OR r.kind = 'incremental')) AS newest
     ORDER BY s.moment;
END;
COMMENT ON FUNCTION mainstay.refresh_lag IS 'Hours since the last completed refresh, hour by hour over the days up to a moment.';
