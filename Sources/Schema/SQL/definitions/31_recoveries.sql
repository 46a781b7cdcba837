-- Who got well? Customers who rose from Critical to Healthy within some days, and what preceded it (docs/reports.md).

CREATE OR REPLACE FUNCTION mainstay.critical_recoveries(
    as_of timestamptz DEFAULT now(), window_days integer DEFAULT 7, before_days integer DEFAULT 30, at_most integer DEFAULT 200)
RETURNS TABLE (total bigint, user_id uuid, external_id text, name text, email text, subscription_tier text, arr numeric,
               critical_total integer, critical_until timestamptz, healthy_since timestamptz, total_health_score integer,
               messages bigint, message_type text, message_sent_at timestamptz, message_responded boolean,
               tickets_closed bigint, active_days bigint, silent_days integer, features text[])
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
-- Healthy at the moment, and Critical `window_days` before or at some moment since: by the facts, not by what was said at the time. Only customers who
-- had a score at the beginning and were created at least 14 days before they recovered: a new one begins Critical, and first use is no recovery. The
-- highest ARR first, `total` is how many there are. What preceded lies in the days before `healthy_since`, that moment included; the message and its
-- answer are the newest's, `silent_days` the whole days of the longest silence that ended in them.
BEGIN ATOMIC
    WITH span AS MATERIALIZED (
        SELECT as_of - mainstay.days(window_days) AS since
    ), models AS MATERIALIZED (
        SELECT m AS model FROM span AS s CROSS JOIN LATERAL mainstay.model_at(s.since) AS m
        UNION
        SELECT h FROM mainstay.health_models AS h CROSS JOIN span AS s WHERE h.valid_from > s.since AND h.valid_from <= as_of
    ), used AS MATERIALIZED (
        SELECT e.user_id, min(e.occurred_at) AS broken_at, count(*) FILTER (WHERE e.event_type = 'feature_adopted')::integer AS adoptions
          FROM mainstay.usage_events AS e
         WHERE e.occurred_at > as_of - mainstay.days(window_days) AND e.occurred_at <= as_of
         GROUP BY e.user_id
    ), trouble AS MATERIALIZED (
        SELECT t.user_id, count(*)::integer AS closed
          FROM mainstay.support_tickets AS t
         WHERE t.closed_at > as_of - mainstay.days(window_days) AND t.closed_at <= as_of
         GROUP BY t.user_id
    ), suspects AS MATERIALIZED (
        -- Reading everybody's past for a handful would take long. At no moment of the days can a score have been lower than this: no activity at all,
        -- all tickets that were open at any time open at once, none of the features of these days.
        SELECT n.user_id, n.total_health_score, u.broken_at, n.open_ticket_count + COALESCE(t.closed, 0) AS tickets,
               GREATEST(n.feature_adoption_count - COALESCE(u.adoptions, 0), 0) AS features
          FROM mainstay.health_scores_at(as_of) AS n
          LEFT JOIN used AS u ON u.user_id = n.user_id
          LEFT JOIN trouble AS t ON t.user_id = n.user_id
         WHERE n.health_status = 'Healthy'
           AND EXISTS (SELECT FROM models AS k
                        WHERE mainstay.support_points(k.model, n.open_ticket_count + COALESCE(t.closed, 0))
                              + mainstay.value_points(k.model, GREATEST(n.feature_adoption_count - COALESCE(u.adoptions, 0), 0), false)
                              < (k.model).at_risk_threshold)
    ), possible AS MATERIALIZED (
        -- The same with the activity: before the first of these days the silence is known, after it none is longer than the rest of them.
        SELECT p.user_id, p.total_health_score
          FROM suspects AS p CROSS JOIN span AS s
          CROSS JOIN LATERAL (SELECT max(e.occurred_at) AS last_before FROM mainstay.usage_events AS e
                               WHERE e.user_id = p.user_id AND e.occurred_at <= s.since) AS f
         WHERE EXISTS (SELECT FROM models AS k
                        WHERE LEAST(mainstay.engagement_points(k.model, f.last_before, COALESCE(p.broken_at, as_of)),
                                    CASE WHEN p.broken_at IS NOT NULL THEN mainstay.engagement_points(k.model, p.broken_at, as_of) END)
                              + mainstay.support_points(k.model, p.tickets) + mainstay.value_points(k.model, p.features, false)
                              < (k.model).at_risk_threshold)
    ), began AS MATERIALIZED (
        SELECT p.user_id, p.total_health_score, b.health_status
          FROM mainstay.scores_of_customers(ARRAY(SELECT q.user_id FROM possible AS q), (SELECT s.since FROM span AS s)) AS b
          JOIN possible AS p ON p.user_id = b.user_id
         WHERE b.active
    ), recovered AS MATERIALIZED (
        SELECT b.user_id, b.total_health_score
          FROM began AS b CROSS JOIN span AS s
          CROSS JOIN LATERAL (SELECT c.created_at FROM mainstay.users AS c WHERE c.user_id = b.user_id OFFSET 0) AS u
         WHERE u.created_at <= as_of - mainstay.days(14)
           AND (b.health_status = 'Critical'
                OR EXISTS (SELECT FROM mainstay.health_score_states(b.user_id, s.since, as_of) AS h WHERE h.health_status = 'Critical'))
           -- When somebody recovered is looked up only where it decides: of those who grew 14 days old within these days.
           AND (u.created_at <= s.since - mainstay.days(14)
                OR u.created_at <= (SELECT max(t.next_at) FILTER (WHERE t.health_status IS DISTINCT FROM 'Healthy')
                                      FROM (SELECT h.health_status, lead(h.changed_at) OVER (ORDER BY h.changed_at) AS next_at
                                              FROM mainstay.health_score_states(b.user_id, s.since, as_of) AS h) AS t) - mainstay.days(14))
    ), chosen AS MATERIALIZED (
        SELECT r.total_health_score, count(*) OVER () AS total, u.user_id, u.external_id, u.name, u.email, u.subscription_tier, u.arr
          FROM recovered AS r CROSS JOIN LATERAL (SELECT c.* FROM mainstay.users AS c WHERE c.user_id = r.user_id OFFSET 0) AS u
         ORDER BY u.arr DESC NULLS LAST, u.user_id LIMIT at_most
    )
    SELECT r.total, r.user_id, r.external_id, r.name, r.email, r.subscription_tier, r.arr, h.critical_total, h.critical_until, h.healthy_since,
           r.total_health_score, COALESCE(m.messages, 0), m.newest_type, m.sent_at, m.responded, COALESCE(k.closed, 0), COALESCE(e.days, 0),
           e.silent_days, COALESCE(e.features, '{}')
      FROM chosen AS r CROSS JOIN span AS s
      CROSS JOIN LATERAL (
          SELECT (array_agg(c.total_health_score ORDER BY c.changed_at DESC) FILTER (WHERE c.health_status = 'Critical'))[1] AS critical_total,
                 max(c.next_at) FILTER (WHERE c.health_status = 'Critical') AS critical_until,
                 max(c.next_at) FILTER (WHERE c.health_status IS DISTINCT FROM 'Healthy') AS healthy_since
            FROM (SELECT t.changed_at, t.total_health_score, t.health_status, lead(t.changed_at) OVER (ORDER BY t.changed_at) AS next_at
                    FROM mainstay.health_score_states(r.user_id, s.since, as_of) AS t) AS c) AS h
      CROSS JOIN LATERAL (SELECT h.healthy_since - mainstay.days(before_days) AS since) AS w
      LEFT JOIN LATERAL (
          SELECT count(*) AS messages, (array_agg(c.campaign_type ORDER BY c.sent_at DESC, c.id DESC))[1] AS newest_type, max(c.sent_at) AS sent_at,
                 COALESCE((array_agg(c.responded_at <= h.healthy_since ORDER BY c.sent_at DESC, c.id DESC))[1], false) AS responded
            FROM mainstay.retention_campaigns AS c
           WHERE c.user_id = r.user_id AND c.sent_at > w.since AND c.sent_at <= h.healthy_since) AS m ON true
      LEFT JOIN LATERAL (
          SELECT count(*) AS closed FROM mainstay.support_tickets AS t
           WHERE t.user_id = r.user_id AND t.closed_at > w.since AND t.closed_at <= h.healthy_since) AS k ON true
      LEFT JOIN LATERAL (
          SELECT count(DISTINCT (v.occurred_at AT TIME ZONE 'UTC')::date) AS days,
                 floor(extract(epoch FROM max(v.occurred_at - v.before)) / 86400)::integer AS silent_days,
                 array_agg(DISTINCT v.feature) FILTER (WHERE v.is_first) AS features
            FROM (SELECT a.occurred_at, a.feature,
                         COALESCE(lag(a.occurred_at) OVER (ORDER BY a.occurred_at, a.event_id),
                                  (SELECT max(o.occurred_at) FROM mainstay.usage_events AS o
                                    WHERE o.user_id = r.user_id AND o.occurred_at <= w.since)) AS before,
                         a.event_type = 'feature_adopted' AND a.feature <> ''
                         AND NOT EXISTS (SELECT FROM mainstay.usage_events AS f
                                          WHERE f.user_id = r.user_id AND f.event_type = 'feature_adopted' AND f.feature = a.feature
                                            AND f.occurred_at <= w.since) AS is_first
                    FROM mainstay.usage_events AS a
                   WHERE a.user_id = r.user_id AND a.occurred_at > w.since AND a.occurred_at <= h.healthy_since) AS v) AS e ON true
     ORDER BY r.arr DESC NULLS LAST, r.user_id;
END;
COMMENT ON FUNCTION mainstay.critical_recoveries IS
    'Customers who rose from Critical to Healthy in the days up to a moment, the highest ARR first, with what preceded it.';
