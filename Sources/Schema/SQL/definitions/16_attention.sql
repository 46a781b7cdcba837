-- Whom to call first: who turned Critical lately, and who of those not healthy brings in most.

CREATE OR REPLACE FUNCTION mainstay.turned_critical(as_of timestamptz DEFAULT now(), window_hours integer DEFAULT 24)
RETURNS TABLE (user_id uuid, external_id text, name text, email text, subscription_tier text, arr numeric, turned_at timestamptz,
               from_status text, from_total integer, to_total integer, total_health_score integer, health_status text, last_activity timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
-- From what the engine said at the time, the newest change of each customer. The last three are the state at the moment, NULL of one who has left.
BEGIN ATOMIC
    WITH moments AS MATERIALIZED (
        SELECT as_of - make_interval(hours => window_hours) AS since, mainstay.stored_scores_answer(as_of) AS stored,
               mainstay.days(m.active_login_days) AS active, mainstay.days(m.moderate_login_days) AS moderate, mainstay.days(m.low_login_days) AS low
          FROM mainstay.model_at(as_of) AS m
    ), said AS MATERIALIZED (
        SELECT DISTINCT ON (c.user_id) c.user_id, c.processed_at, c.from_status, c.from_total, c.to_total
          FROM mainstay.health_status_changes AS c
         WHERE c.processed_at > as_of - make_interval(hours => window_hours) AND c.processed_at <= as_of
           AND c.to_status = 'Critical' AND c.from_status IS DISTINCT FROM 'Critical'
         ORDER BY c.user_id, c.processed_at DESC, c.id DESC
    ), first_words AS MATERIALIZED (
        -- The first word about a customer says what they are, not what they have become: the facts tell. They need not be asked where the stored
        -- score and the tickets show that neither time, which moves engagement at three ages of the last activity, nor trouble can have moved it.
        SELECT f.user_id, f.processed_at, f.to_total
          FROM said AS f CROSS JOIN moments AS t
          LEFT JOIN mainstay.customer_health_scores AS k ON k.user_id = f.user_id AND t.stored
         WHERE f.from_status IS NULL
           AND (k.user_id IS NULL OR k.onboarded_at > t.since
                OR k.last_activity > t.since - t.active AND k.last_activity <= as_of - t.active
                OR k.last_activity > t.since - t.moderate AND k.last_activity <= as_of - t.moderate
                OR k.last_activity > t.since - t.low AND k.last_activity <= as_of - t.low
                OR k.open_ticket_count > 0 AND EXISTS (SELECT FROM mainstay.support_tickets AS o
                                                        WHERE o.user_id = f.user_id AND o.opened_at > t.since AND o.opened_at <= as_of))
    ), turned AS (
        SELECT s.* FROM said AS s WHERE s.from_status IS NOT NULL
        UNION ALL
        SELECT f.user_id, f.processed_at, before.health_status, before.total_health_score, f.to_total
          FROM first_words AS f CROSS JOIN moments AS t
          LEFT JOIN LATERAL mainstay.health_score_at(f.user_id, t.since) AS before ON true
         WHERE before.health_status IS DISTINCT FROM 'Critical'
    )
    SELECT u.user_id, u.external_id, u.name, u.email, u.subscription_tier, u.arr, t.processed_at, t.from_status, t.from_total, t.to_total,
           n.total_health_score, n.health_status, n.last_activity
      FROM turned AS t
      -- Few, though the planner cannot know: looked up one by one.
      CROSS JOIN LATERAL (SELECT c.* FROM mainstay.users AS c WHERE c.user_id = t.user_id OFFSET 0) AS u
      LEFT JOIN LATERAL mainstay.health_score_at(t.user_id, as_of) AS n ON true
     ORDER BY u.arr DESC NULLS LAST, t.processed_at DESC, u.user_id;
END;
COMMENT ON FUNCTION mainstay.turned_critical IS 'Customers who turned Critical in the hours up to a moment, the highest ARR first, with their state at the moment.';

CREATE OR REPLACE FUNCTION mainstay.waiting_customers(as_of timestamptz) RETURNS uuid[]
LANGUAGE sql STABLE PARALLEL SAFE
-- Whose stored score may not be that of the moment, where stored scores answer for it at all.
BEGIN ATOMIC
    SELECT ARRAY(SELECT q.user_id FROM mainstay.rescore_queue AS q WHERE q.user_id IS NOT NULL
                 UNION SELECT s.user_id FROM mainstay.customer_health_scores AS s WHERE s.next_change_at <= as_of
                 UNION SELECT x.user_id FROM mainstay.upcoming_changes AS x WHERE x.change_at <= as_of);
END;

CREATE OR REPLACE FUNCTION mainstay.at_risk_by_arr(as_of timestamptz DEFAULT now(), at_most integer DEFAULT 10)
RETURNS TABLE (user_id uuid, external_id text, name text, email text, subscription_tier text, arr numeric, total_health_score integer,
               health_status text, change integer, last_activity timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
-- The highest ARR first, of equal ones the lowest score; customers whose ARR is unknown come last.
BEGIN ATOMIC
    WITH waiting AS MATERIALIZED (
        SELECT unnest(mainstay.waiting_customers(as_of)) AS user_id
    ), rich AS MATERIALIZED (
        -- Stored scores along the index of revenue, segment by segment: a million customers are not read for ten. Ties stay whole until all are sorted;
        -- those without any revenue are too many to.
        SELECT r.user_id, r.arr, r.total_health_score, r.health_status, r.last_activity
          FROM (VALUES ('enterprise'), ('professional'), ('basic'), ('free')) AS t (tier)
          CROSS JOIN LATERAL (
              SELECT u.user_id, u.arr, s.total_health_score, s.health_status, s.last_activity
                FROM mainstay.users AS u JOIN mainstay.customer_health_scores AS s ON s.user_id = u.user_id
               WHERE (SELECT mainstay.stored_scores_answer(as_of))
                 AND CASE WHEN u.subscription_tier IN ('enterprise', 'professional', 'basic') THEN u.subscription_tier ELSE 'free' END = t.tier
                 AND COALESCE(u.arr, -1) > 0
                 AND s.health_status <> 'Healthy' AND s.user_id NOT IN (SELECT w.user_id FROM waiting AS w)
               ORDER BY COALESCE(u.arr, -1) DESC FETCH FIRST (at_most) ROWS WITH TIES) AS r
    ), poor AS MATERIALIZED (
        -- Only where revenue does not fill the list.
        SELECT u.user_id, u.arr, s.total_health_score, s.health_status, s.last_activity
          FROM mainstay.customer_health_scores AS s JOIN mainstay.users AS u ON u.user_id = s.user_id
         WHERE (SELECT count(*) FROM rich) < at_most AND (SELECT mainstay.stored_scores_answer(as_of))
           AND COALESCE(u.arr, 0) = 0 AND s.health_status <> 'Healthy' AND s.user_id NOT IN (SELECT w.user_id FROM waiting AS w)
         ORDER BY u.arr DESC NULLS LAST, s.total_health_score, u.user_id LIMIT at_most
    ), computed AS MATERIALIZED (
        SELECT c.user_id, u.arr, c.total_health_score, c.health_status, c.last_activity
          FROM mainstay.scores_of_customers(
                   CASE WHEN (SELECT mainstay.stored_scores_answer(as_of)) THEN ARRAY(SELECT w.user_id FROM waiting AS w) END, as_of) AS c
          JOIN mainstay.users AS u ON u.user_id = c.user_id
         WHERE c.active AND c.health_status <> 'Healthy'
        UNION ALL
        SELECT c.user_id, u.arr, c.total_health_score, c.health_status, c.last_activity
          FROM mainstay.scores_of_range('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', as_of) AS c
          JOIN mainstay.users AS u ON u.user_id = c.user_id
         WHERE NOT (SELECT mainstay.stored_scores_answer(as_of)) AND c.active AND c.health_status <> 'Healthy'
    ), chosen AS MATERIALIZED (
        SELECT a.* FROM (SELECT * FROM rich UNION ALL SELECT * FROM poor UNION ALL SELECT * FROM computed) AS a
         ORDER BY a.arr DESC NULLS LAST, a.total_health_score, a.user_id LIMIT at_most
    )
    SELECT u.user_id, u.external_id, u.name, u.email, u.subscription_tier, u.arr, c.total_health_score, c.health_status,
           c.total_health_score - b.total_health_score, c.last_activity
      FROM chosen AS c JOIN mainstay.users AS u ON u.user_id = c.user_id
      LEFT JOIN LATERAL mainstay.health_score_at(c.user_id, as_of - mainstay.days(7)) AS b ON true
     ORDER BY u.arr DESC NULLS LAST, c.total_health_score, u.user_id;
END;
COMMENT ON FUNCTION mainstay.at_risk_by_arr IS 'The At-Risk and Critical customers with the highest ARR at a moment; change is that of the score over 7 days.';
