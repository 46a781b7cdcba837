-- Question 5: does the system itself work? (metrics.md §6)

CREATE OR REPLACE FUNCTION mainstay.uptime(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 30)
RETURNS TABLE (up numeric, watched numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
-- Seconds that were watched, and those of them that were not Degraded; no row when nobody watched. A check holds until the next one, but at most two
-- check intervals: silence is not health. Time before the first check of all was not watched and does not count.
BEGIN ATOMIC
    WITH held AS (
        SELECT 2 * make_interval(mins => mainstay.parameter('health_check_interval_minutes')::integer) AS length,
               as_of - mainstay.days(window_days) AS since
    ), checks AS (
        -- What holds no longer when the window begins is not read.
        SELECT l.check_timestamp AS at, bool_or(l.status = 'degraded') AS degraded
          FROM mainstay.system_health_log AS l
         WHERE l.check_timestamp >= (SELECT h.since - h.length FROM held AS h) AND l.check_timestamp <= as_of
         GROUP BY l.check_timestamp
    ), spans AS (
        SELECT GREATEST(c.at, h.since) AS since, LEAST(COALESCE(lead(c.at) OVER (ORDER BY c.at), as_of), c.at + h.length) AS until, c.degraded
          FROM checks AS c CROSS JOIN held AS h
    ), began AS (
        SELECT min(l.check_timestamp) AS at FROM mainstay.system_health_log AS l WHERE l.check_timestamp <= as_of
    )
    -- No such span at all is no uptime, not an unknown one.
    SELECT COALESCE((SELECT extract(epoch FROM sum(s.until - s.since)) FROM spans AS s WHERE NOT s.degraded AND s.until > s.since), 0),
           extract(epoch FROM as_of - GREATEST(b.at, h.since))
      FROM began AS b CROSS JOIN held AS h
     WHERE b.at IS NOT NULL;
END;
COMMENT ON FUNCTION mainstay.uptime IS 'Seconds of the days up to a moment that were watched, and those in which the system was not Degraded.';

CREATE OR REPLACE FUNCTION mainstay.uptime_percent(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 30) RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
-- For people, with 2 decimals: what is compared with a target is mainstay.uptime.
RETURN (SELECT mainstay.percent(u.up, u.watched) FROM mainstay.uptime(as_of, window_days) AS u);

CREATE OR REPLACE FUNCTION mainstay.last_refresh(as_of timestamptz DEFAULT now()) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
-- The running engine moves the end of its row along; for an earlier moment it had come as far as that moment.
BEGIN ATOMIC
    SELECT max(CASE r.kind WHEN 'incremental' THEN LEAST(r.finished_at, as_of) ELSE r.finished_at END)
      FROM mainstay.refresh_runs AS r
     WHERE r.started_at <= as_of AND (r.finished_at <= as_of OR r.kind = 'incremental' AND r.finished_at IS NOT NULL);
END;
COMMENT ON FUNCTION mainstay.last_refresh IS 'The end of the last completed refresh by a moment.';

CREATE OR REPLACE FUNCTION mainstay.freshness_percentile(as_of timestamptz, share numeric) RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
-- The bucket's upper bound within which this share of the last 24 hours' scores were committed.
BEGIN ATOMIC
    SELECT min(b.up_to_ms)
      FROM (SELECT h.up_to_ms, sum(sum(h.scores)) OVER (ORDER BY h.up_to_ms) AS so_far, sum(sum(h.scores)) OVER () AS total
              FROM mainstay.freshness_histogram AS h
             WHERE h.hour > as_of - mainstay.days(1) AND h.hour <= as_of
             GROUP BY h.up_to_ms) AS b
     WHERE b.so_far >= share * b.total;
END;

CREATE OR REPLACE FUNCTION mainstay.system_health(as_of timestamptz DEFAULT now())
RETURNS TABLE (system_status text, reasons text[], last_health_score_update timestamptz, hours_since_last_update numeric,
               crm_configured boolean, successful_24h bigint, failed_24h bigint, crm_success_rate numeric,
               active_campaigns bigint, paused_campaigns bigint, nps_surveys_deployed_7d bigint, uptime_percent_30d numeric,
               freshness_p50_ms numeric, freshness_p95_ms numeric, freshness_p99_ms numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    WITH runs AS (
        SELECT count(*) AS finished, count(*) FILTER (WHERE l.status = 'success') AS successful
          FROM mainstay.crm_sync_log AS l WHERE l.synced_at > as_of - mainstay.days(1) AND l.synced_at <= as_of
    ), facts AS (
        SELECT mainstay.last_refresh(as_of) AS refreshed_at,
               extract(epoch FROM as_of - mainstay.last_refresh(as_of)) / 3600 AS hours,
               mainstay.parameter('crm_platform') <> 'none' AS configured,
               r.finished, r.successful,
               (SELECT count(*) FROM mainstay.retention_campaigns AS c WHERE c.status = 'active' AND c.sent_at <= as_of) AS active,
               (SELECT count(*) FROM mainstay.retention_campaigns AS c WHERE c.status = 'paused' AND c.sent_at <= as_of) AS paused
          FROM runs AS r
    ), judged AS (
        SELECT f.*,
               array_remove(ARRAY[
                   CASE WHEN f.refreshed_at IS NULL THEN 'scores were never refreshed'
                        WHEN f.hours > 48 THEN 'scores were last refreshed ' || round(f.hours, 1) || ' hours ago, more than 48' END,
                   CASE WHEN f.configured AND f.finished = 0 THEN 'no CRM sync ran in the last 24 hours' END,
                   CASE WHEN f.configured AND 100 * f.successful < 95 * f.finished
                        THEN 'CRM syncs succeeded in ' || mainstay.percent(f.successful, f.finished) || ' % of the last 24 hours'' runs, less than 95 %' END
               ], NULL) AS degraded,
               array_remove(ARRAY[CASE WHEN f.active = 0 THEN 'no campaign is active' END], NULL) AS warnings
          FROM facts AS f
    )
    SELECT CASE WHEN j.degraded <> '{}' THEN 'Degraded' WHEN j.warnings <> '{}' THEN 'Warning' ELSE 'Healthy' END,
           j.degraded || j.warnings,
           j.refreshed_at, round(j.hours, 2),
           j.configured, j.successful, j.finished - j.successful, mainstay.percent(j.successful, j.finished),
           j.active, j.paused,
           (SELECT count(*) FROM mainstay.nps_surveys AS s WHERE s.deployed_at > as_of - mainstay.days(7) AND s.deployed_at <= as_of),
           mainstay.uptime_percent(as_of, 30),
           mainstay.freshness_percentile(as_of, 0.50), mainstay.freshness_percentile(as_of, 0.95), mainstay.freshness_percentile(as_of, 0.99)
      FROM judged AS j;
END;
COMMENT ON FUNCTION mainstay.system_health IS 'Status of the success system itself at a moment, with the reasons.';
