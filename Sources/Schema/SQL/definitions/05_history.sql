-- The past as a function: every moment at which a customer's score changed, from the facts known now.
--
-- Facts become marks on a time line: an activity, +1 or -1 open ticket, +1 adopted feature, a status, a model. Engagement also changes 1, 7 and
-- 30 days after an activity unless the next one comes first. Running sums over the marks give the inputs at each moment; points follow from them;
-- rows that equal their predecessor fall away. Marks before the window are drawn up to its first moment, where they give the state to begin with.

CREATE OR REPLACE FUNCTION mainstay.health_score_states(customer uuid, since timestamptz, until timestamptz)
RETURNS TABLE (
    changed_at             timestamptz,
    engagement_score       integer,
    support_score          integer,
    value_score            integer,
    total_health_score     integer,
    health_status          text,
    last_activity          timestamptz,
    open_ticket_count      integer,
    feature_adoption_count integer,
    core_feature_adopted   boolean,
    model_version          integer
)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
BEGIN ATOMIC
    WITH activities AS (
        SELECT a.moment, lead(a.moment) OVER (ORDER BY a.moment) AS next_moment
          FROM (SELECT e.occurred_at AS moment FROM mainstay.usage_events AS e
                 WHERE e.user_id = customer AND e.occurred_at > since AND e.occurred_at <= until
                UNION
                SELECT max(e.occurred_at) FROM mainstay.usage_events AS e
                 WHERE e.user_id = customer AND e.occurred_at <= since
                UNION
                SELECT u.last_login FROM mainstay.users AS u WHERE u.user_id = customer AND u.last_login <= until) AS a
         WHERE a.moment IS NOT NULL
    ), bands AS (
        SELECT DISTINCT mainstay.days(d.band) AS length
          FROM mainstay.health_models AS m
          CROSS JOIN LATERAL unnest(ARRAY[m.active_login_days, m.moderate_login_days, m.low_login_days]) AS d (band)
    ), statuses AS (
        -- The later change has the higher number; its parity says active (odd) or not.
        SELECT c.moment, 2 * row_number() OVER (ORDER BY c.moment, c.rank, c.change_id) + c.active::integer AS status
          FROM (SELECT u.created_at AS moment, 0 AS rank, 0 AS change_id, true AS active FROM mainstay.users AS u WHERE u.user_id = customer
                UNION ALL
                SELECT u.churned_at, 1, 0, false FROM mainstay.users AS u WHERE u.user_id = customer AND u.churned_at IS NOT NULL
                UNION ALL
                SELECT s.changed_at, 2, s.change_id, s.active
                  FROM mainstay.user_status_changes AS s JOIN mainstay.users AS u USING (user_id)
                 WHERE s.user_id = customer AND s.changed_at >= u.created_at) AS c
    ), marks AS (
        SELECT a.moment, a.moment AS activity, 0 AS tickets, 0 AS features, 0 AS core, 0 AS status, 0 AS model FROM activities AS a
        UNION ALL
        SELECT a.moment + b.length, NULL, 0, 0, 0, 0, 0 FROM activities AS a CROSS JOIN bands AS b
         WHERE a.moment + b.length > since AND (a.next_moment IS NULL OR a.moment + b.length < a.next_moment)
        UNION ALL
        SELECT t.opened_at, NULL, 1, 0, 0, 0, 0 FROM mainstay.support_tickets AS t
         WHERE t.user_id = customer AND (t.closed_at IS NOT NULL OR t.status IN ('open', 'pending'))
        UNION ALL
        SELECT t.closed_at, NULL, -1, 0, 0, 0, 0 FROM mainstay.support_tickets AS t
         WHERE t.user_id = customer AND t.closed_at IS NOT NULL
        UNION ALL
        SELECT min(e.occurred_at), NULL, 0, 1,
               (e.feature IN (SELECT f.name FROM mainstay.features AS f WHERE f.core))::integer, 0, 0
          FROM mainstay.usage_events AS e
         WHERE e.user_id = customer AND e.event_type = 'feature_adopted' AND e.feature <> '' AND e.occurred_at <= until
         GROUP BY e.feature
        UNION ALL
        SELECT e.occurred_at, NULL, 0, 1, 0, 0, 0 FROM mainstay.usage_events AS e
         WHERE e.user_id = customer AND e.event_type = 'feature_adopted' AND NULLIF(e.feature, '') IS NULL AND e.occurred_at <= until
        UNION ALL
        SELECT s.moment, NULL, 0, 0, 0, s.status, 0 FROM statuses AS s
        UNION ALL
        SELECT m.valid_from, NULL, 0, 0, 0, 0, m.model_version FROM mainstay.health_models AS m
    ), moments AS (
        SELECT GREATEST(k.moment, since) AS moment, max(k.activity) AS activity, sum(k.tickets) AS tickets, sum(k.features) AS features,
               max(k.core) AS core, max(k.status) AS status, max(k.model) AS model
          FROM marks AS k WHERE k.moment <= until
         GROUP BY GREATEST(k.moment, since)
    ), inputs AS (
        SELECT k.moment,
               max(k.activity) OVER so_far AS last_activity,
               sum(k.tickets) OVER so_far AS tickets,
               sum(k.features) OVER so_far AS features,
               max(k.core) OVER so_far = 1 AS core,
               max(k.status) OVER so_far % 2 = 1 AS active,
               max(k.model) OVER so_far AS model
          FROM moments AS k
        WINDOW so_far AS (ORDER BY k.moment)
    ), states AS MATERIALIZED (
        SELECT i.moment, i.last_activity, i.tickets::integer AS tickets, i.features::integer AS features, i.core, i.active, i.model,
               CASE WHEN i.active THEN mainstay.engagement_points(m, i.last_activity, i.moment) END AS engagement,
               CASE WHEN i.active THEN mainstay.support_points(m, i.tickets::integer) END AS support,
               CASE WHEN i.active THEN mainstay.value_points(m, i.features::integer, i.core) END AS value,
               m.healthy_threshold, m.at_risk_threshold
          FROM inputs AS i JOIN mainstay.health_models AS m ON m.model_version = i.model
    ), compared AS (
        SELECT s.*,
               lag(s.engagement) OVER w AS engagement_before, lag(s.support) OVER w AS support_before,
               lag(s.value) OVER w AS value_before, lag(CASE WHEN s.active THEN s.model END) OVER w AS model_before,
               lag(s.active) OVER w AS active_before
          FROM states AS s
        WINDOW w AS (ORDER BY s.moment)
    )
    SELECT c.moment, c.engagement, c.support, c.value, c.engagement + c.support + c.value,
           CASE WHEN c.active THEN mainstay.health_status(c.engagement + c.support + c.value, c.healthy_threshold, c.at_risk_threshold) END,
           c.last_activity, c.tickets, c.features, c.core, c.model
      FROM compared AS c
     -- The status follows from total and model, so it needs no comparison of its own.
     WHERE CASE WHEN c.active
                THEN (c.engagement, c.support, c.value, c.model)
                     IS DISTINCT FROM (c.engagement_before, c.support_before, c.value_before, c.model_before)
                ELSE COALESCE(c.active_before, false) END
     ORDER BY c.moment;
END;
COMMENT ON FUNCTION mainstay.health_score_states IS
    'The state of a customer''s score at `since`, if there is one, and every change after it up to `until`.';

CREATE OR REPLACE FUNCTION mainstay.health_score_history(customer uuid, since timestamptz, until timestamptz)
RETURNS TABLE (
    changed_at             timestamptz,
    engagement_score       integer,
    support_score          integer,
    value_score            integer,
    total_health_score     integer,
    health_status          text,
    last_activity          timestamptz,
    open_ticket_count      integer,
    feature_adoption_count integer,
    core_feature_adopted   boolean,
    model_version          integer
)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 20
BEGIN ATOMIC
    -- Times are whole microseconds: the state just before the window tells whether its first moment is a change.
    SELECT * FROM mainstay.health_score_states(customer, since - interval '1 microsecond', until) AS s WHERE s.changed_at >= since;
END;
COMMENT ON FUNCTION mainstay.health_score_history IS
    'Every moment from `since` to `until`, both included, at which a part of the score, the total, the status or the model changed, with the inputs
at that moment; the end of a customer''s activity is a row without a score.';
