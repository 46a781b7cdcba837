-- What the weekly digest, the daily check and the checks of the system find.

CREATE OR REPLACE FUNCTION mainstay.status_moves(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 7)
RETURNS TABLE (user_id uuid, external_id text, name text, email text, subscription_tier text, arr numeric,
               from_status text, from_total integer, to_status text, to_total integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
-- From the scores of both moments, so that it agrees with what is asked for either of them.
BEGIN ATOMIC
    WITH moved AS MATERIALIZED (
        SELECT COALESCE(n.user_id, b.user_id) AS user_id, b.health_status AS from_status, b.total_health_score AS from_total,
               n.health_status AS to_status, n.total_health_score AS to_total
          FROM mainstay.health_scores_at(as_of) AS n
          FULL JOIN mainstay.health_scores_at(as_of - mainstay.days(window_days)) AS b ON b.user_id = n.user_id
         WHERE n.health_status IS DISTINCT FROM b.health_status
    )
    SELECT u.user_id, u.external_id, u.name, u.email, u.subscription_tier, u.arr, m.from_status, m.from_total, m.to_status, m.to_total
      FROM moved AS m JOIN mainstay.users AS u ON u.user_id = m.user_id
     ORDER BY u.arr DESC NULLS LAST, u.user_id;
END;
COMMENT ON FUNCTION mainstay.status_moves IS
    'Customers whose status is another than some days before a moment, the highest ARR first; NULL where there was or is no score.';

CREATE OR REPLACE FUNCTION mainstay.system_components(as_of timestamptz DEFAULT now())
RETURNS TABLE (component text, status text, details jsonb)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 4
-- The system's status, part by part: it is Degraded where a part is. That no survey was deployed is a warning about surveys only.
BEGIN ATOMIC
    SELECT c.component, c.status, jsonb_strip_nulls(c.details)
      FROM mainstay.system_health(as_of) AS h
      CROSS JOIN LATERAL (VALUES
          (1, 'health_scores',
           CASE WHEN h.last_health_score_update IS NULL OR h.last_health_score_update < as_of - interval '48 hours' THEN 'degraded' ELSE 'healthy' END,
           jsonb_build_object('last_update', h.last_health_score_update, 'hours_since', h.hours_since_last_update)),
          (2, 'crm_sync',
           CASE WHEN NOT h.crm_configured THEN 'healthy'
                WHEN h.successful_24h + h.failed_24h = 0 OR 100 * h.successful_24h < 95 * (h.successful_24h + h.failed_24h) THEN 'degraded'
                ELSE 'healthy' END,
           jsonb_build_object('configured', h.crm_configured, 'successful_24h', h.successful_24h, 'failed_24h', h.failed_24h,
                              'success_rate', h.crm_success_rate)),
          (3, 'campaigns', CASE WHEN h.active_campaigns = 0 THEN 'warning' ELSE 'healthy' END,
           jsonb_build_object('active', h.active_campaigns, 'paused', h.paused_campaigns)),
          (4, 'nps', CASE WHEN h.nps_surveys_deployed_7d = 0 THEN 'warning' ELSE 'healthy' END,
           jsonb_build_object('surveys_deployed_7d', h.nps_surveys_deployed_7d))
      ) AS c (place, component, status, details)
     ORDER BY c.place;
END;
COMMENT ON FUNCTION mainstay.system_components IS 'What a check of the system writes to system_health_log.';

CREATE OR REPLACE FUNCTION mainstay.alerts_not_looked_at(
    as_of timestamptz DEFAULT now(), OUT alerts bigint, OUT due_since timestamptz, OUT is_served boolean)
LANGUAGE sql STABLE PARALLEL SAFE
-- An evaluation that does its work moves `look_at` on, within a second where a server runs. What it never looked at has no message that could
-- be late. Of an earlier moment it counts what was due then and still is: what was looked at since is not known any more.
BEGIN ATOMIC
    SELECT count(*), min(a.look_at), EXISTS (SELECT FROM mainstay.job_runs)
      FROM mainstay.alerts AS a WHERE a.look_at < as_of - interval '15 minutes';
END;
COMMENT ON FUNCTION mainstay.alerts_not_looked_at IS
    'Alerts that were due for more than 15 minutes and were not looked at, since when the oldest is, and whether a server ever ran here.';

CREATE OR REPLACE FUNCTION mainstay.daily_check(as_of timestamptz DEFAULT now())
RETURNS TABLE (condition text, outcome text, found text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 4
-- Of messages the present state is known, and when each was sent. Those older than a week are not asked for: an outage must not fail checks for good.
BEGIN ATOMIC
    WITH late AS (
        SELECT count(*) FILTER (WHERE m.fate = 'waiting') AS waiting, count(*) FILTER (WHERE m.fate = 'given up') AS given_up,
               count(*) FILTER (WHERE m.fate = 'no channel') AS undeliverable, min(m.created_at) FILTER (WHERE m.fate <> 'no channel') AS oldest
          FROM (SELECT w.created_at,
                       CASE WHEN w.state = 'undeliverable' THEN 'no channel'
                            WHEN w.state IN ('failed', 'dead') AND w.given_up_at <= as_of THEN 'given up'
                            -- The hour is for those that are still on their way; the others need nobody to wait.
                            WHEN w.created_at < as_of - interval '1 hour' THEN 'waiting' END AS fate
                  FROM mainstay.messages AS w
                 WHERE w.kind <> 'test' AND w.created_at <= as_of AND w.created_at > as_of - mainstay.days(7)
                   AND (w.state <> 'sent' OR w.sent_at > as_of)) AS m
    ), unseen AS (
        -- Where no server ever ran, alerts are nobody's yet.
        SELECT CASE WHEN n.is_served THEN n.alerts ELSE 0 END AS alerts, n.due_since FROM mainstay.alerts_not_looked_at(as_of) AS n
    ), newest AS (
        SELECT r.finished_at, r.differences FROM mainstay.refresh_runs AS r
         WHERE r.kind = 'full' AND r.finished_at <= as_of ORDER BY r.finished_at DESC, r.run_id DESC LIMIT 1
    )
    SELECT c.condition, c.outcome, c.found
      FROM mainstay.system_health(as_of) AS h CROSS JOIN late AS l CROSS JOIN unseen AS s
      LEFT JOIN newest AS n ON true
      CROSS JOIN LATERAL (VALUES
          (1, 'system_status',
           CASE h.system_status WHEN 'Degraded' THEN 'failed' WHEN 'Warning' THEN 'warning' ELSE 'passed' END,
           h.system_status || COALESCE(': ' || NULLIF(array_to_string(h.reasons, '; '), ''), '')),
          (2, 'alerts_delivered',
           CASE WHEN l.waiting + l.given_up + s.alerts > 0 THEN 'failed' WHEN l.undeliverable > 0 THEN 'warning' ELSE 'passed' END,
           CASE WHEN l.waiting + l.given_up + l.undeliverable + s.alerts = 0 THEN 'no message waits for more than an hour or was given up'
                ELSE concat_ws('; ',
                    CASE WHEN s.alerts > 0
                         THEN s.alerts || CASE s.alerts WHEN 1 THEN ' alert is' ELSE ' alerts are' END || ' due since '
                              || to_char(s.due_since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')
                              || ' UTC and not looked at, so nobody is told: the log of `mainstay serve` says why' END,
                    CASE WHEN l.waiting > 0 THEN l.waiting || ' waited for longer than an hour' END,
                    CASE WHEN l.given_up > 0 THEN l.given_up || ' given up (`mainstay deliveries retry` sends again)' END,
                    CASE WHEN l.undeliverable > 0 THEN l.undeliverable || ' not delivered: no channel is set up' END,
                    'the oldest of ' || to_char(l.oldest AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC') END),
          (3, 'crm_success',
           CASE WHEN NOT h.crm_configured THEN 'passed'
                WHEN h.successful_24h + h.failed_24h = 0 OR 100 * h.successful_24h < 95 * (h.successful_24h + h.failed_24h) THEN 'failed'
                ELSE 'passed' END,
           CASE WHEN NOT h.crm_configured THEN 'no CRM is configured'
                WHEN h.successful_24h + h.failed_24h = 0 THEN 'no CRM sync ran in the last 24 hours'
                ELSE h.successful_24h || ' of ' || h.successful_24h + h.failed_24h || ' syncs succeeded, ' || h.crm_success_rate || ' %' END),
          (4, 'reconcile',
           CASE WHEN n.finished_at >= as_of - interval '26 hours' AND n.differences = 0 THEN 'passed' ELSE 'failed' END,
           CASE WHEN n.finished_at IS NULL THEN 'scores were never reconciled with the facts'
                ELSE concat_ws('; ',
                    'ended ' || to_char(n.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC'
                        || CASE WHEN n.finished_at < as_of - interval '26 hours' THEN ', more than 26 hours ago' ELSE '' END,
                    COALESCE(n.differences || ' stored scores were wrong', 'it compared nothing')) END)
      ) AS c (place, condition, outcome, found)
     ORDER BY c.place;
END;
COMMENT ON FUNCTION mainstay.daily_check IS 'Whether the day may begin: system, delivery, CRM and reconcile, each passed, warning or failed.';
