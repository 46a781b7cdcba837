-- Question 6: which segments need attention?

CREATE OR REPLACE FUNCTION mainstay.segment_figures(as_of timestamptz)
RETURNS TABLE (segment text, total_customers bigint, average_score numeric, healthy_count bigint, at_risk_count bigint, critical_count bigint,
               healthy_percent numeric, at_risk_percent numeric, critical_percent numeric, arr numeric, arr_at_risk numeric,
               arr_unknown bigint, arr_at_risk_unknown bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 4
-- The last two are the customers of both sums who have no ARR.
BEGIN ATOMIC
    WITH counted AS (
        SELECT mainstay.segment(u.subscription_tier) AS segment, count(*) AS customers, avg(s.total_health_score) AS average,
               count(*) FILTER (WHERE s.health_status = 'Healthy') AS healthy,
               count(*) FILTER (WHERE s.health_status = 'At-Risk') AS at_risk,
               count(*) FILTER (WHERE s.health_status = 'Critical') AS critical,
               COALESCE(sum(u.arr), 0) AS arr,
               COALESCE(sum(u.arr) FILTER (WHERE s.health_status <> 'Healthy'), 0) AS arr_at_risk,
               count(*) FILTER (WHERE u.arr IS NULL) AS arr_unknown,
               count(*) FILTER (WHERE u.arr IS NULL AND s.health_status <> 'Healthy') AS arr_at_risk_unknown
          FROM mainstay.health_scores_at(as_of) AS s JOIN mainstay.users AS u ON u.user_id = s.user_id
         GROUP BY mainstay.segment(u.subscription_tier)
    )
    SELECT c.segment, c.customers, round(c.average, 2), c.healthy, c.at_risk, c.critical,
           mainstay.percent(c.healthy, c.customers), mainstay.percent(c.at_risk, c.customers), mainstay.percent(c.critical, c.customers),
           c.arr, c.arr_at_risk, c.arr_unknown, c.arr_at_risk_unknown
      FROM counted AS c ORDER BY c.average DESC, c.segment;
END;

CREATE OR REPLACE FUNCTION mainstay.segment_health(as_of timestamptz DEFAULT now())
RETURNS TABLE (segment text, total_customers bigint, average_score numeric, healthy_count bigint, at_risk_count bigint, critical_count bigint,
               healthy_percent numeric, at_risk_percent numeric, critical_percent numeric, arr numeric, arr_at_risk numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 4
BEGIN ATOMIC
    SELECT f.segment, f.total_customers, f.average_score, f.healthy_count, f.at_risk_count, f.critical_count, f.healthy_percent, f.at_risk_percent,
           f.critical_percent, f.arr, f.arr_at_risk
      FROM mainstay.segment_figures(as_of) AS f;
END;
COMMENT ON FUNCTION mainstay.segment_health IS 'Health and revenue at risk per segment at a moment, best average first.';
