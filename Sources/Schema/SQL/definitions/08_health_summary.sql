-- Question 1: how healthy are the customers? And the scores at any moment, which segments and lists are made of.

CREATE OR REPLACE FUNCTION mainstay.stored_scores_answer(as_of timestamptz) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
-- Stored scores answer for the moment the engine has come to and later ones, unless everybody waits to be rescored.
BEGIN ATOMIC
    SELECT COALESCE((SELECT e.scored_as_of <= as_of FROM mainstay.engine_state AS e), false)
       AND NOT EXISTS (SELECT FROM mainstay.rescore_queue AS q WHERE q.user_id IS NULL);
END;

CREATE OR REPLACE FUNCTION mainstay.health_scores_at(as_of timestamptz DEFAULT now())
RETURNS TABLE (user_id uuid, engagement_score integer, support_score integer, value_score integer, total_health_score integer, health_status text,
               last_activity timestamptz, open_ticket_count integer, feature_adoption_count integer, core_feature_adopted boolean,
               model_version integer, next_change_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100000
-- Exact at any moment, however far the engine has come: stored rows that hold, the others computed from the facts.
BEGIN ATOMIC
    SELECT s.user_id, s.engagement_score, s.support_score, s.value_score, s.total_health_score, s.health_status,
           s.last_activity, s.open_ticket_count, s.feature_adoption_count, s.core_feature_adopted, s.model_version, s.next_change_at
      FROM mainstay.customer_health_scores AS s
     WHERE (SELECT mainstay.stored_scores_answer(as_of))
       AND (s.next_change_at > as_of OR s.next_change_at IS NULL)
       AND s.user_id NOT IN (SELECT q.user_id FROM mainstay.rescore_queue AS q WHERE q.user_id IS NOT NULL)
    UNION ALL
    SELECT c.user_id, c.engagement_score, c.support_score, c.value_score, c.total_health_score, c.health_status,
           c.last_activity, c.open_ticket_count, c.feature_adoption_count, c.core_feature_adopted, c.model_version, c.next_change_at
      FROM mainstay.scores_of_customers(
               CASE WHEN (SELECT mainstay.stored_scores_answer(as_of)) THEN ARRAY(
                   SELECT q.user_id FROM mainstay.rescore_queue AS q WHERE q.user_id IS NOT NULL
                   UNION SELECT s.user_id FROM mainstay.customer_health_scores AS s WHERE s.next_change_at <= as_of
                   UNION SELECT x.user_id FROM mainstay.upcoming_changes AS x WHERE x.change_at <= as_of) END, as_of) AS c
     WHERE c.active
    UNION ALL
    SELECT c.user_id, c.engagement_score, c.support_score, c.value_score, c.total_health_score, c.health_status,
           c.last_activity, c.open_ticket_count, c.feature_adoption_count, c.core_feature_adopted, c.model_version, c.next_change_at
      FROM mainstay.scores_of_range('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', as_of) AS c
     WHERE NOT (SELECT mainstay.stored_scores_answer(as_of)) AND c.active;
END;
COMMENT ON FUNCTION mainstay.health_scores_at IS 'The score of every customer who is active at a moment.';

CREATE OR REPLACE FUNCTION mainstay.health_summary(as_of timestamptz DEFAULT now())
RETURNS TABLE (model_version integer, customers bigint, average_score numeric,
               healthy_count bigint, healthy_percent numeric, at_risk_count bigint, at_risk_percent numeric,
               critical_count bigint, critical_percent numeric, target integer, on_target boolean)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    WITH counted AS (
        SELECT count(*) AS customers, avg(s.total_health_score) AS average,
               count(*) FILTER (WHERE s.health_status = 'Healthy') AS healthy,
               count(*) FILTER (WHERE s.health_status = 'At-Risk') AS at_risk,
               count(*) FILTER (WHERE s.health_status = 'Critical') AS critical
          FROM mainstay.health_scores_at(as_of) AS s
    )
    SELECT m.model_version, c.customers, round(c.average, 2),
           c.healthy, mainstay.percent(c.healthy, c.customers),
           c.at_risk, mainstay.percent(c.at_risk, c.customers),
           c.critical, mainstay.percent(c.critical, c.customers),
           70, c.average >= 70
      FROM counted AS c CROSS JOIN mainstay.model_at(as_of) AS m;
END;
COMMENT ON FUNCTION mainstay.health_summary IS 'Customers, average score and the share of each status at a moment.';
