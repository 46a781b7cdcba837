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
    SELECT c.user_id, mainstay.month_of(c.created_at), c.active_in, c.active_since
      FROM mainstay.scores_of_customers(
               CASE WHEN (SELECT mainstay.stored_scores_answer(as_of)) THEN ARRAY(
                   SELECT q.user_id FROM mainstay.rescore_queue AS q WHERE q.user_id IS NOT NULL
                   UNION SELECT s.user_id FROM mainstay.customer_health_scores AS s WHERE s.next_change_at <= as_of
                   UNION SELECT x.user_id FROM mainstay.upcoming_changes AS x) END, as_of) AS c
     WHERE c.created_at <= as_of
    UNION ALL
    SELECT c.user_id, mainstay.month_of(c.created_at), c.active_in, c.active_since
      FROM mainstay.scores_of_range('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', as_of) AS c
     WHERE NOT (SELECT mainstay.stored_scores_answer(as_of)) AND c.created_at <= as_of;
END;

CREATE OR REPLACE FUNCTION mainstay.retention_cells(as_of timestamptz DEFAULT now(), definition text DEFAULT 'unbounded')
RETURNS TABLE (cohort_month date, months integer, size bigint, retained bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 300
-- Every cohort that has customers, each at 1, 3 and 6 months; `retained` is null until that month has ended.
BEGIN ATOMIC
    WITH cohorts AS (
        SELECT r.cohort_month, k.months, count(*) AS size,
               count(*) FILTER (WHERE (CASE definition WHEN 'bounded' THEN r.active_in ELSE r.active_since END >> k.months) & 1 = 1) AS retained
          FROM (SELECT r.cohort_month, r.active_in, r.active_since FROM mainstay.retention_masks(as_of) AS r OFFSET 0) AS r
          CROSS JOIN (VALUES (1), (3), (6)) AS k (months)
         GROUP BY r.cohort_month, k.months
    )
    SELECT c.cohort_month, c.months, c.size,
           CASE WHEN mainstay.month_start(c.cohort_month, c.months + 1) <= as_of THEN c.retained END
      FROM cohorts AS c;
END;
COMMENT ON FUNCTION mainstay.retention_cells IS
    'Cohorts by month of creation with their size and, per 1, 3 and 6 months, how many were retained; definition is unbounded or bounded.';

CREATE OR REPLACE FUNCTION mainstay.retention_cohorts(as_of timestamptz DEFAULT now(), definition text DEFAULT 'unbounded')
RETURNS TABLE (cohort_month date, size bigint, retained_1m bigint, retained_3m bigint, retained_6m bigint,
               retention_rate_1m numeric, retention_rate_3m numeric, retention_rate_6m numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 13
-- The current month and the 12 before it, newest first; months without customers have size 0.
BEGIN ATOMIC
    SELECT s.cohort_month, s.size, s.retained_1m, s.retained_3m, s.retained_6m,
           mainstay.percent(s.retained_1m, s.size), mainstay.percent(s.retained_3m, s.size), mainstay.percent(s.retained_6m, s.size)
      FROM (SELECT shown.month::date AS cohort_month, COALESCE(max(c.size), 0) AS size,
                   COALESCE(max(c.retained) FILTER (WHERE c.months = 1),
                            CASE WHEN count(c.*) = 0 AND mainstay.month_start(shown.month::date, 2) <= as_of THEN 0 END) AS retained_1m,
                   COALESCE(max(c.retained) FILTER (WHERE c.months = 3),
                            CASE WHEN count(c.*) = 0 AND mainstay.month_start(shown.month::date, 4) <= as_of THEN 0 END) AS retained_3m,
                   COALESCE(max(c.retained) FILTER (WHERE c.months = 6),
                            CASE WHEN count(c.*) = 0 AND mainstay.month_start(shown.month::date, 7) <= as_of THEN 0 END) AS retained_6m
              FROM generate_series(mainstay.month_of(as_of) - interval '12 months', mainstay.month_of(as_of), interval '1 month') AS shown (month)
              LEFT JOIN mainstay.retention_cells(as_of, definition) AS c ON c.cohort_month = shown.month::date
             GROUP BY shown.month) AS s
     ORDER BY s.cohort_month DESC;
END;
COMMENT ON FUNCTION mainstay.retention_cohorts IS 'The 13 newest monthly cohorts with retained customers and rates; null where a month has not ended.';

CREATE OR REPLACE FUNCTION mainstay.retention_baseline(as_of timestamptz DEFAULT now(), definition text DEFAULT 'unbounded') RETURNS numeric
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT mainstay.percent(c.retained, c.size) FROM mainstay.retention_cells(as_of, definition) AS c
     WHERE c.months = 1 AND c.retained IS NOT NULL ORDER BY c.cohort_month LIMIT 1;
END;
COMMENT ON FUNCTION mainstay.retention_baseline IS 'The 1-month rate of the first observable cohort ever.';
