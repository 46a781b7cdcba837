-- What the exit gates look at that no other question asks: running playbooks, days with a refresh, delivered messages, retention against its baseline.

CREATE OR REPLACE FUNCTION mainstay.playbook_messages(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 90)
RETURNS TABLE (campaign_type text, sent bigint, active bigint, paused bigint, completed bigint, unsaid bigint, newest timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 3
-- `unsaid`: the source does not say what state the message is in.
BEGIN ATOMIC
    SELECT t.campaign_type, count(c.id), count(*) FILTER (WHERE c.status = 'active'), count(*) FILTER (WHERE c.status = 'paused'),
           count(*) FILTER (WHERE c.status = 'completed'), count(c.id) FILTER (WHERE c.status IS NULL), max(c.sent_at)
      FROM (VALUES ('at_risk', 1), ('critical', 2), ('win_back', 3)) AS t (campaign_type, place)
      LEFT JOIN mainstay.retention_campaigns AS c
        ON c.campaign_type = t.campaign_type AND c.sent_at > as_of - mainstay.days(window_days) AND c.sent_at <= as_of
     GROUP BY t.campaign_type, t.place
     ORDER BY t.place;
END;
COMMENT ON FUNCTION mainstay.playbook_messages IS 'Messages sent in the days up to a moment by type, always the three of them, and in which state they are now.';

CREATE OR REPLACE FUNCTION mainstay.refresh_days(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 7)
RETURNS TABLE (day date, last_refresh timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 7
-- The running engine moves the end of its row along: such a row has refreshed scores all the while.
BEGIN ATOMIC
    SELECT (d.midnight AT TIME ZONE 'UTC')::date,
           (SELECT max(CASE r.kind WHEN 'incremental' THEN LEAST(r.finished_at, d.midnight + mainstay.days(1) - interval '1 microsecond') ELSE r.finished_at END)
              FROM mainstay.refresh_runs AS r
             WHERE r.finished_at >= d.midnight
               AND CASE r.kind WHEN 'incremental' THEN r.started_at ELSE r.finished_at END < d.midnight + mainstay.days(1))
      FROM (SELECT (date_trunc('day', as_of AT TIME ZONE 'UTC') - mainstay.days(n.back)) AT TIME ZONE 'UTC' AS midnight
              FROM generate_series(1, window_days) AS n (back)) AS d
     ORDER BY d.midnight DESC;
END;
COMMENT ON FUNCTION mainstay.refresh_days IS 'The whole UTC days before a moment, newest first, each with its last finished refresh; NULL where a day had none.';

CREATE OR REPLACE FUNCTION mainstay.delivery_outcomes(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 7)
RETURNS TABLE (channel text, messages bigint, sent bigint, given_up bigint, late bigint, no_channel bigint, under_way bigint, newest_sent timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 3
-- When a message was sent or given up is known, when it was found to have no channel is not. A test counts once it was sent: that is what it is for.
BEGIN ATOMIC
    SELECT o.channel, count(*), count(*) FILTER (WHERE o.outcome = 'sent'), count(*) FILTER (WHERE o.outcome = 'given up'),
           count(*) FILTER (WHERE o.outcome = 'late'), count(*) FILTER (WHERE o.outcome = 'no channel'),
           count(*) FILTER (WHERE o.outcome = 'under way'), max(o.sent_at) FILTER (WHERE o.outcome = 'sent')
      FROM (SELECT m.channel, m.sent_at, m.kind,
                   CASE WHEN m.state = 'sent' AND m.sent_at <= as_of THEN 'sent'
                        WHEN m.state IN ('failed', 'dead') AND m.given_up_at <= as_of THEN 'given up'
                        WHEN m.state = 'undeliverable' THEN 'no channel'
                        WHEN m.created_at < as_of - interval '1 hour' THEN 'late'
                        ELSE 'under way' END AS outcome
              FROM mainstay.messages AS m
             WHERE m.created_at > as_of - mainstay.days(window_days) AND m.created_at <= as_of) AS o
     WHERE o.kind <> 'test' OR o.outcome = 'sent'
     GROUP BY o.channel
     ORDER BY o.channel;
END;
COMMENT ON FUNCTION mainstay.delivery_outcomes IS 'What became of the messages written in the days up to a moment, by channel; late: neither sent nor given up after an hour.';

CREATE OR REPLACE FUNCTION mainstay.retention_improvement(as_of timestamptz DEFAULT now())
RETURNS TABLE (baseline numeric, baseline_month date, baseline_size bigint, baseline_retained bigint,
               set_at timestamptz, set_by text, why text,
               newest_month date, newest_size bigint, newest_retained bigint, newest_rate numeric,
               rise_percent integer, wanted_rate numeric, wanted_retained bigint, improved boolean, next_known_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
-- The newest cohort is the first of retention_trend. `wanted_retained` of its customers would be enough: compared are products of counts, not rates.
-- Without a baseline above 0 there is no rise, and a cohort is not compared with itself.
BEGIN ATOMIC
    WITH cells AS MATERIALIZED (
        SELECT c.cohort_month, c.size, c.retained FROM mainstay.retention_cells(as_of, 'unbounded') AS c WHERE c.months = 1
    ), facts AS (
        SELECT f.cohort_month AS first_month, f.size AS first_size, f.retained AS first_retained, n.*, s.rate, s.set_at, s.set_by, s.why,
               mainstay.parameter('retention_improvement_percent')::integer AS rise
          FROM (SELECT) AS one
          LEFT JOIN LATERAL (SELECT * FROM cells AS c WHERE c.retained IS NOT NULL ORDER BY c.cohort_month LIMIT 1) AS f ON true
          LEFT JOIN LATERAL (SELECT * FROM cells AS c WHERE c.retained IS NOT NULL
                                AND c.cohort_month >= mainstay.month_of(as_of) - interval '12 months'
                              ORDER BY c.cohort_month DESC LIMIT 1) AS n ON true
          LEFT JOIN LATERAL mainstay.retention_baseline_set(as_of) AS s ON true
    ), shares AS (
        -- The baseline as a part of a whole, so that nothing is rounded.
        SELECT f.*, COALESCE(f.rate, f.first_retained::numeric) AS part, CASE WHEN f.rate IS NOT NULL THEN 100 ELSE f.first_size::numeric END AS whole,
               f.rate IS NULL AND f.first_month = f.cohort_month AS is_itself
          FROM facts AS f
    )
    SELECT mainstay.percent(s.part, s.whole), CASE WHEN s.rate IS NULL THEN s.first_month END, CASE WHEN s.rate IS NULL THEN s.first_size END,
           CASE WHEN s.rate IS NULL THEN s.first_retained END, s.set_at, s.set_by, s.why,
           s.cohort_month, s.size, s.retained, mainstay.percent(s.retained, s.size), s.rise,
           round(s.part * (100 + s.rise) / s.whole, 2), (div(w.needed, w.per_customer) + (mod(w.needed, w.per_customer) > 0)::integer)::bigint,
           CASE WHEN s.part > 0 AND s.size IS NOT NULL AND NOT s.is_itself
                THEN s.retained * 100 * s.whole >= s.part * (100 + s.rise) * s.size END,
           (SELECT mainstay.month_start(min(c.cohort_month), 2) FROM cells AS c WHERE c.retained IS NULL)
      FROM shares AS s
     -- Rounded up: a baseline that was set may have decimals.
     CROSS JOIN LATERAL (SELECT s.part * (100 + s.rise) * s.size AS needed, 100 * s.whole AS per_customer) AS w;
END;
COMMENT ON FUNCTION mainstay.retention_improvement IS
    'The newest observable 1-month retention against the baseline, with the counts of both; improved is NULL where they cannot be compared.';
