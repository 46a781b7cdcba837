-- Which features are used, by whom? Adoption and recent use among active customers, per segment.

CREATE OR REPLACE FUNCTION mainstay.feature_use(as_of timestamptz DEFAULT now(), recent_days integer DEFAULT 30)
RETURNS TABLE (segment text, feature text, core boolean, active_customers bigint, adopted bigint, adopted_percent numeric,
               used bigint, used_percent numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
-- adopted: active customers with a feature_adopted event of that name by the moment. used: with any event that names it in the days up to the moment.
-- Both of all active customers; `All` comes first, then the segments that have active customers. The most used first.
BEGIN ATOMIC
    WITH active AS MATERIALIZED (
        SELECT a.user_id, a.segment FROM mainstay.active_customers(as_of) AS a
    ), adopted AS (
        SELECT c.segment, a.feature, count(*) AS customers
          -- DISTINCT ON follows the order of the index; grouping would hash millions of rows.
          FROM (SELECT DISTINCT ON (e.user_id, e.feature) e.user_id, e.feature FROM mainstay.usage_events AS e
                 WHERE e.event_type = 'feature_adopted' AND e.occurred_at <= as_of AND e.feature <> ''
                 ORDER BY e.user_id, e.feature) AS a
          JOIN active AS c ON c.user_id = a.user_id
         GROUP BY c.segment, a.feature
    ), used AS (
        SELECT c.segment, a.feature, count(*) AS customers
          FROM (SELECT DISTINCT e.user_id, e.feature FROM mainstay.usage_events AS e
                 WHERE e.occurred_at > as_of - mainstay.days(recent_days) AND e.occurred_at <= as_of AND e.feature <> '') AS a
          JOIN active AS c ON c.user_id = a.user_id
         GROUP BY c.segment, a.feature
    ), counted AS (
        SELECT COALESCE(c.segment, 'All') AS segment, count(*) AS customers FROM active AS c GROUP BY GROUPING SETS ((c.segment), ())
    ), named AS (
        SELECT a.feature FROM adopted AS a UNION SELECT u.feature FROM used AS u UNION SELECT f.name FROM mainstay.features AS f WHERE f.name <> ''
    ), summed AS (
        SELECT n.feature, c.segment, c.customers,
               COALESCE((SELECT sum(a.customers) FROM adopted AS a WHERE a.feature = n.feature AND c.segment IN ('All', a.segment)), 0)::bigint AS adopted,
               COALESCE((SELECT sum(u.customers) FROM used AS u WHERE u.feature = n.feature AND c.segment IN ('All', u.segment)), 0)::bigint AS used
          FROM named AS n CROSS JOIN counted AS c
         WHERE c.customers > 0
    )
    SELECT s.segment, s.feature, COALESCE(f.core, false), s.customers, s.adopted, mainstay.percent(s.adopted, s.customers),
           s.used, mainstay.percent(s.used, s.customers)
      FROM summed AS s LEFT JOIN mainstay.features AS f ON f.name = s.feature
     ORDER BY array_position(ARRAY['All', 'Enterprise', 'Professional', 'Basic', 'Free'], s.segment), s.used DESC, s.adopted DESC, s.feature COLLATE "C";
END;
COMMENT ON FUNCTION mainstay.feature_use IS
    'The share of active customers who have adopted each feature by a moment, and of those who used it in the days up to it, for everybody and per segment.';
