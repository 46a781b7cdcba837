-- What went wrong lately?

CREATE OR REPLACE FUNCTION mainstay.error_log(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 30)
RETURNS TABLE (occurred_at timestamptz, source text, status text, message text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
-- CRM syncs that did not succeed, jobs that failed or whose server went away, and refreshes of everybody that began more than an hour before the
-- moment and had not ended by it. Newest first.
BEGIN ATOMIC
    SELECT e.occurred_at, e.source, e.status, e.message
      FROM (SELECT l.synced_at AS occurred_at, 'CRM sync' AS source, l.status,
                   COALESCE(NULLIF(btrim(l.error_message), ''), 'no message') AS message, l.id
              FROM mainstay.crm_sync_log AS l
             WHERE l.status <> 'success' AND l.synced_at > as_of - mainstay.days(window_days) AND l.synced_at <= as_of
            UNION ALL
            SELECT j.finished_at, 'job ' || j.job, 'error',
                   COALESCE(j.error, 'the server ' || j.server || ' went away while it ran'), j.run_id
              FROM mainstay.job_runs AS j
             WHERE j.outcome IN ('failed', 'abandoned') AND j.finished_at > as_of - mainstay.days(window_days) AND j.finished_at <= as_of
            UNION ALL
            SELECT r.started_at, 'score refresh', 'error', 'a refresh of everybody began and did not end', r.run_id
              FROM mainstay.refresh_runs AS r
             WHERE r.kind = 'full' AND r.started_at > as_of - mainstay.days(window_days) AND r.started_at <= as_of - interval '1 hour'
               AND (r.finished_at IS NULL OR r.finished_at > as_of)) AS e
     ORDER BY e.occurred_at DESC, e.source, e.id DESC;
END;
COMMENT ON FUNCTION mainstay.error_log IS 'Failed and partial CRM syncs, failed jobs, and refreshes that never ended, of the days up to a moment, newest first.';
