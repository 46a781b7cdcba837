-- Question 2: do customers stay? Monthly cohorts, 1, 3 and 6 months on.

CREATE OR REPLACE FUNCTION mainstay.retention_masks(as_of timestamptz)
RETURNS TABLE (user_id uuid, cohort_month date, active_in smallint, active_since smallint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100000
-- Of every customer created by the moment, in which months he was active by it: kept rows where they hold, else from the facts.
BEGIN ATOMIC
    SELECT r.user_id, r.cohort_month, r.active_in, r.active_since
      FROM mainstay.customer_retention AS r
     WHERE (SELECT mainstay.stored_scores_answer(as_of))
       AND r.cohort_month <= as_of AT TIME ZONE 'UTC'
       AND r.user_id NOT IN (SELECT q.user_id FROM mainstay.rescore_queue AS q WHERE q.user_id IS NOT NULL
                             UNION ALL SELECT x.user_id FROM mainstay.upcoming_changes AS x
                             UNION ALL SELECT f.user_id FROM mainstay.customer_health_scores AS f WHERE f.next_change_at <= as_of)
    UNION ALL
    SELECT c.user_id, c.cohort_month, c.active_in, c.active_since
      FROM mainstay.scores_of_customers(
               CASE WHEN (SELECT mainstay.stored_scores_answer(as_of)) THEN ARRAY(
                   SELECT q.user_id FROM mainstay.rescore_queue AS q WHERE q.user_id IS NOT NULL
                   UNION SELECT s.user_id FROM mainstay.customer_health_scores AS s WHERE s.next_change_at <= as_of
                   UNION SELECT x.user_id FROM mainstay.upcoming_changes AS x) END, as_of) AS c
     WHERE c.created_at <= as_of
    UNION ALL
    SELECT c.user_id, c.cohort_month, c.active_in, c.active_since
      FROM mainstay.scores_of_range('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', as_of) AS c
     WHERE NOT (SELECT mainstay.stored_scores_answer(as_of)) AND c.created_at <= as_of;
END;

CREATE OR REPLACE FUNCTION mainstay.retention_cells(as_of timestamptz DEFAULT now(), definition text DEFAULT 'unbounded')
RETURNS TABLE (cohort_month date, months integer, size bigint, retained bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 300
-- Every cohort that has customers, each at 1, 3 and 6 months; `retained` is null until that month has ended.
BEGIN ATOMIC
    -- Customers are counted before they are looked at per month: there are a handful of masks, and a million customers.
    WITH counted AS (
        SELECT r.cohort_month, CASE definition WHEN 'bounded' THEN r.active_in ELSE r.active_since END AS mask, count(*) AS customers
          FROM mainstay.retention_masks(as_of) AS r
         GROUP BY r.cohort_month, CASE definition WHEN 'bounded' THEN r.active_in ELSE r.active_since END
    )
    SELECT c.cohort_month, k.months, sum(c.customers)::bigint,
           CASE WHEN mainstay.month_start(c.cohort_month, k.months + 1) <= as_of
                THEN COALESCE(sum(c.customers) FILTER (WHERE (c.mask >> k.months) & 1 = 1), 0)::bigint END
      FROM counted AS c CROSS JOIN (VALUES (1), (3), (6)) AS k (months)
     GROUP BY c.cohort_month, k.months;
END;
COMMENT ON FUNCTION mainstay.retention_cells IS
    'Cohorts by month of creation with their size and, per 1, 3 and 6 months, how many were retained; definition is unbounded or bounded.';

DO $$
BEGIN
    IF to_regtype('mainstay.retention_cohort') IS NULL THEN
        -- A cohort with its customers, how many of them were retained at 1, 3 and 6 months, and the rates.
        CREATE TYPE mainstay.retention_cohort AS (
            cohort_month      date,
            size              bigint,
            retained_1m       bigint,
            retained_3m       bigint,
            retained_6m       bigint,
            retention_rate_1m numeric,
            retention_rate_3m numeric,
            retention_rate_6m numeric
        );
    END IF;
END $$;

CREATE OR REPLACE FUNCTION mainstay.retention_baseline_set(as_of timestamptz DEFAULT now())
RETURNS TABLE (rate numeric, set_at timestamptz, set_by text, why text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
-- Of what was set by the moment the newest counts. No row: none was set, or the automatic one was given back.
BEGIN ATOMIC
    SELECT n.rate, n.set_at, n.set_by, n.why
      FROM (SELECT b.* FROM mainstay.retention_baselines AS b
             WHERE b.set_at <= as_of ORDER BY b.set_at DESC, b.baseline_id DESC LIMIT 1) AS n
     WHERE n.rate IS NOT NULL;
END;
COMMENT ON FUNCTION mainstay.retention_baseline_set IS 'The baseline of 1-month retention that somebody had set by a moment; no row where the automatic one holds.';

CREATE OR REPLACE FUNCTION mainstay.retention(as_of timestamptz DEFAULT now(), definition text DEFAULT 'unbounded')
RETURNS TABLE (size_1m bigint, size_3m bigint, size_6m bigint, retained_1m bigint, retained_3m bigint, retained_6m bigint,
               retention_rate_1m numeric, retention_rate_3m numeric, retention_rate_6m numeric,
               month_over_month_decline numeric, baseline numeric, cohorts mainstay.retention_cohort[])
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
-- The whole question in one pass over the customers. Sizes and retained are sums over the observable cohorts among the 13 in `cohorts`,
-- which are the current month and the 12 before it, newest first.
BEGIN ATOMIC
    WITH cells AS MATERIALIZED (
        SELECT * FROM mainstay.retention_cells(as_of, definition)
    ), counted AS (
        -- A month without customers has size 0, and as many retained once that can be known.
        SELECT shown.month::date AS cohort_month, COALESCE(max(c.size), 0) AS size,
               CASE WHEN mainstay.month_start(shown.month::date, 2) <= as_of THEN COALESCE(max(c.retained) FILTER (WHERE c.months = 1), 0) END AS retained_1m,
               CASE WHEN mainstay.month_start(shown.month::date, 4) <= as_of THEN COALESCE(max(c.retained) FILTER (WHERE c.months = 3), 0) END AS retained_3m,
               CASE WHEN mainstay.month_start(shown.month::date, 7) <= as_of THEN COALESCE(max(c.retained) FILTER (WHERE c.months = 6), 0) END AS retained_6m
          FROM generate_series(mainstay.month_of(as_of) - interval '12 months', mainstay.month_of(as_of), interval '1 month') AS shown (month)
          LEFT JOIN cells AS c ON c.cohort_month = shown.month::date
         GROUP BY shown.month
    ), overall AS (
        SELECT sum(c.size) FILTER (WHERE c.retained_1m IS NOT NULL)::bigint AS size_1m,
               sum(c.size) FILTER (WHERE c.retained_3m IS NOT NULL)::bigint AS size_3m,
               sum(c.size) FILTER (WHERE c.retained_6m IS NOT NULL)::bigint AS size_6m,
               sum(c.retained_1m)::bigint AS retained_1m, sum(c.retained_3m)::bigint AS retained_3m, sum(c.retained_6m)::bigint AS retained_6m,
               array_agg((c.cohort_month, c.size, c.retained_1m, c.retained_3m, c.retained_6m, mainstay.percent(c.retained_1m, c.size),
                          mainstay.percent(c.retained_3m, c.size), mainstay.percent(c.retained_6m, c.size))::mainstay.retention_cohort
                         ORDER BY c.cohort_month DESC) AS cohorts
          FROM counted AS c
    ), newest AS (
        -- Of the two newest cohorts that can be seen: retained × the other's size compares their exact rates without dividing.
        SELECT n.retained AS retained, n.size AS size, lead(n.retained) OVER w AS retained_before, lead(n.size) OVER w AS size_before
          FROM (SELECT c.cohort_month, c.retained_1m::numeric AS retained, c.size::numeric AS size
                  FROM counted AS c WHERE c.size > 0 AND c.retained_1m IS NOT NULL) AS n
        WINDOW w AS (ORDER BY n.cohort_month DESC)
         ORDER BY n.cohort_month DESC LIMIT 1
    )
    SELECT o.size_1m, o.size_3m, o.size_6m, o.retained_1m, o.retained_3m, o.retained_6m,
           mainstay.percent(o.retained_1m, o.size_1m), mainstay.percent(o.retained_3m, o.size_3m), mainstay.percent(o.retained_6m, o.size_6m),
           (SELECT mainstay.percent(n.retained_before * n.size - n.retained * n.size_before, n.retained_before * n.size) FROM newest AS n),
           -- One that was set by hand holds for either definition.
           COALESCE((SELECT b.rate FROM mainstay.retention_baseline_set(as_of) AS b),
                    (SELECT mainstay.percent(c.retained, c.size) FROM cells AS c
                      WHERE c.months = 1 AND c.retained IS NOT NULL ORDER BY c.cohort_month LIMIT 1)),
           o.cohorts
      FROM overall AS o;
END;
COMMENT ON FUNCTION mainstay.retention IS
    'Retention in one row: overall rates at 1, 3 and 6 months, month-over-month decline, baseline (the one set by hand,
else the 1-month rate of the first observable cohort ever) and the 13 newest monthly cohorts.';

CREATE OR REPLACE FUNCTION mainstay.retention_cohorts(as_of timestamptz DEFAULT now(), definition text DEFAULT 'unbounded')
RETURNS SETOF mainstay.retention_cohort
LANGUAGE sql STABLE PARALLEL SAFE ROWS 13
BEGIN ATOMIC
    SELECT c.* FROM mainstay.retention(as_of, definition) AS r CROSS JOIN LATERAL unnest(r.cohorts) AS c;
END;
COMMENT ON FUNCTION mainstay.retention_cohorts IS
    'The current month''s cohort and the 12 before it, newest first, with retained customers and rates; null where a month has not ended.';

CREATE OR REPLACE FUNCTION mainstay.retention_overall(as_of timestamptz DEFAULT now(), definition text DEFAULT 'unbounded')
RETURNS TABLE (months integer, size bigint, retained bigint, retention_rate numeric, target integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 3
BEGIN ATOMIC
    SELECT k.months, k.size, k.retained, k.rate, mainstay.parameter('retention_target_' || k.months || 'm')::integer
      FROM mainstay.retention(as_of, definition) AS r
      CROSS JOIN LATERAL (VALUES (1, r.size_1m, r.retained_1m, r.retention_rate_1m), (3, r.size_3m, r.retained_3m, r.retention_rate_3m),
                                 (6, r.size_6m, r.retained_6m, r.retention_rate_6m)) AS k (months, size, retained, rate);
END;
COMMENT ON FUNCTION mainstay.retention_overall IS
    'Retention at 1, 3 and 6 months over the observable cohorts among the 13 newest, with its targets.';

CREATE OR REPLACE FUNCTION mainstay.retention_trend(as_of timestamptz DEFAULT now(), definition text DEFAULT 'unbounded')
RETURNS TABLE (cohort_month date, retention_rate numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 6
BEGIN ATOMIC
    SELECT c.cohort_month, c.retention_rate_1m FROM mainstay.retention_cohorts(as_of, definition) AS c
     WHERE c.retention_rate_1m IS NOT NULL ORDER BY c.cohort_month DESC LIMIT 6;
END;
COMMENT ON FUNCTION mainstay.retention_trend IS 'The 1-month rate of the 6 newest observable cohorts that have customers, newest first.';

CREATE OR REPLACE FUNCTION mainstay.retention_baseline(as_of timestamptz DEFAULT now(), definition text DEFAULT 'unbounded') RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (SELECT r.baseline FROM mainstay.retention(as_of, definition) AS r);
COMMENT ON FUNCTION mainstay.retention_baseline IS 'The baseline of 1-month retention: the one set by hand, else the rate of the first observable cohort ever.';
