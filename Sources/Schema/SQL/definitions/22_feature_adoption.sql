-- Which features are used? Adoption among active customers.

CREATE OR REPLACE FUNCTION mainstay.feature_adoption(as_of timestamptz DEFAULT now())
RETURNS TABLE (feature text, core boolean, customers bigint, active_customers bigint, adoption_percent numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
-- Active customers with a feature_adopted event of that name by the moment, of all active customers. Features listed in mainstay.features appear
-- also when nobody has adopted them.
BEGIN ATOMIC
    WITH active AS MATERIALIZED (
        SELECT s.user_id FROM mainstay.health_scores_at(as_of) AS s
    ), adopted AS (
        SELECT a.feature, count(*) AS customers
          FROM (SELECT e.user_id, e.feature FROM mainstay.usage_events AS e
                 WHERE e.event_type = 'feature_adopted' AND e.occurred_at <= as_of AND e.feature <> ''
                 GROUP BY e.user_id, e.feature) AS a
          JOIN active AS c ON c.user_id = a.user_id
         GROUP BY a.feature
    ), named AS (
        SELECT a.feature FROM adopted AS a UNION SELECT f.name FROM mainstay.features AS f WHERE f.name <> ''
    ), counted AS (
        SELECT count(*) AS customers FROM active
    )
    SELECT n.feature, COALESCE(f.core, false), COALESCE(a.customers, 0), c.customers, mainstay.percent(COALESCE(a.customers, 0), c.customers)
      FROM named AS n CROSS JOIN counted AS c
      LEFT JOIN adopted AS a ON a.feature = n.feature
      LEFT JOIN mainstay.features AS f ON f.name = n.feature
     ORDER BY COALESCE(a.customers, 0) DESC, n.feature COLLATE "C";
END;
COMMENT ON FUNCTION mainstay.feature_adoption IS 'The share of active customers who have adopted each feature by a moment, the most adopted first.';
