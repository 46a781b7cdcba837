-- Did the scores warn? Scores at moments of the past against who left afterwards, by the model as it is and with changed parameters
-- (docs/reports.md).

CREATE OR REPLACE FUNCTION mainstay.is_chosen(customer uuid, one_in integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- One customer in so many, the same ones each time, whatever their ids are made of.
RETURN (uuid_hash(customer) & 2147483647) % one_in = 0;

CREATE OR REPLACE FUNCTION mainstay.score_outcome_profiles(as_of timestamptz DEFAULT now(), one_in integer DEFAULT 1)
RETURNS TABLE (inactive_days integer, open_tickets integer, features integer, core boolean, customers bigint, gone bigint)
-- Groups follow the order of the indexes: with hashing the features of a million customers take four times as long.
LANGUAGE sql STABLE PARALLEL SAFE ROWS 5000 SET enable_hashagg = off
-- Three moments, 37, 67 and 97 days before `as_of`. Of each: the customers active then, by what their score was made of, and how many of them left
-- more than 7 and at most 37 days later. Who left within the 7 days is left out: no warning would have come in time. So every departure of the last
-- 90 days is looked at once, where the customer was active at the moment before it.
--
-- `inactive_days`: whole days since the last activity, 60 for more and for none; no band of a model is longer. Tickets count up to 20 and features up
-- to 60, beyond which no value in a parameter's range gives other points. One pass over each table serves all three moments.
-- `one_in`: only one customer in so many is looked at.
BEGIN ATOMIC
    WITH inputs AS (
        SELECT u AS customer, u.user_id IN (SELECT s.user_id FROM mainstay.user_status_changes AS s) AS changed,
               a.newest AS activity_1, a.middle AS activity_2, a.oldest AS activity_3,
               t.newest AS tickets_1, t.middle AS tickets_2, t.oldest AS tickets_3,
               w.newest AS features_1, w.middle AS features_2, w.oldest AS features_3,
               w.newest_core AS core_1, w.middle_core AS core_2, w.oldest_core AS core_3,
               e.after_newest AS end_1, e.after_middle AS end_2, e.after_oldest AS end_3
          FROM mainstay.users AS u
          LEFT JOIN (
              SELECT v.user_id, max(v.occurred_at) AS newest, max(v.occurred_at) FILTER (WHERE v.occurred_at <= as_of - mainstay.days(67)) AS middle,
                     max(v.occurred_at) FILTER (WHERE v.occurred_at <= as_of - mainstay.days(97)) AS oldest
                FROM mainstay.usage_events AS v
               WHERE v.occurred_at <= as_of - mainstay.days(37) AND mainstay.is_chosen(v.user_id, one_in)
               GROUP BY v.user_id) AS a ON a.user_id = u.user_id
          LEFT JOIN (
              SELECT f.user_id,
                     sum(CASE WHEN f.feature <> '' THEN 1 ELSE f.newest END)::integer AS newest,
                     sum(CASE WHEN f.feature <> '' THEN LEAST(f.middle, 1) ELSE f.middle END)::integer AS middle,
                     sum(CASE WHEN f.feature <> '' THEN LEAST(f.oldest, 1) ELSE f.oldest END)::integer AS oldest,
                     bool_or(f.core) AS newest_core, bool_or(f.core AND f.middle > 0) AS middle_core, bool_or(f.core AND f.oldest > 0) AS oldest_core
                FROM (SELECT v.user_id, v.feature, count(*) AS newest, count(*) FILTER (WHERE v.occurred_at <= as_of - mainstay.days(67)) AS middle,
                             count(*) FILTER (WHERE v.occurred_at <= as_of - mainstay.days(97)) AS oldest,
                             COALESCE(v.feature IN (SELECT n.name FROM mainstay.features AS n WHERE n.core AND n.name <> ''), false) AS core
                        FROM mainstay.usage_events AS v
                       WHERE v.event_type = 'feature_adopted' AND v.occurred_at <= as_of - mainstay.days(37) AND mainstay.is_chosen(v.user_id, one_in)
                       GROUP BY v.user_id, v.feature) AS f
               GROUP BY f.user_id) AS w ON w.user_id = u.user_id
          LEFT JOIN (
              SELECT o.user_id, sum(o.at_newest)::integer AS newest, sum(o.at_middle)::integer AS middle, sum(o.at_oldest)::integer AS oldest
                FROM (SELECT t.user_id, t.opened_at <= as_of - mainstay.days(37) AND (t.closed_at > as_of - mainstay.days(37) OR t.closed_at IS NULL) AS newest,
                             t.opened_at <= as_of - mainstay.days(67) AND (t.closed_at > as_of - mainstay.days(67) OR t.closed_at IS NULL) AS middle,
                             t.opened_at <= as_of - mainstay.days(97) AND (t.closed_at > as_of - mainstay.days(97) OR t.closed_at IS NULL) AS oldest
                        FROM mainstay.support_tickets AS t
                       WHERE t.opened_at <= as_of - mainstay.days(37) AND mainstay.is_chosen(t.user_id, one_in)
                         AND (t.closed_at > as_of - mainstay.days(97) OR t.closed_at IS NULL AND t.status IN ('open', 'pending'))) AS n
                CROSS JOIN LATERAL (SELECT n.user_id, n.newest::integer, n.middle::integer, n.oldest::integer) AS o (user_id, at_newest, at_middle, at_oldest)
               GROUP BY o.user_id) AS t ON t.user_id = u.user_id
          LEFT JOIN (
              -- The first departure after a moment is the one that its score could have warned of.
              SELECT d.user_id, min(d.left_at) FILTER (WHERE d.left_at > as_of - mainstay.days(37)) AS after_newest,
                     min(d.left_at) FILTER (WHERE d.left_at > as_of - mainstay.days(67)) AS after_middle, min(d.left_at) AS after_oldest
                FROM mainstay.departures(as_of - mainstay.days(97), as_of) AS d
               GROUP BY d.user_id) AS e ON e.user_id = u.user_id
         WHERE u.created_at <= as_of - mainstay.days(37) AND mainstay.is_chosen(u.user_id, one_in)
    ), judged AS (
        SELECT x.moment, x.left_at, GREATEST(x.activity, CASE WHEN (i.customer).last_login <= x.moment THEN (i.customer).last_login END) AS activity,
               x.tickets, x.features, x.core
          FROM inputs AS i
          CROSS JOIN LATERAL (VALUES
              (as_of - mainstay.days(37), i.activity_1, i.tickets_1, i.features_1, i.core_1, i.end_1),
              (as_of - mainstay.days(67), i.activity_2, i.tickets_2, i.features_2, i.core_2, i.end_2),
              (as_of - mainstay.days(97), i.activity_3, i.tickets_3, i.features_3, i.core_3, i.end_3))
              AS x (moment, activity, tickets, features, core, left_at)
         WHERE (i.customer).created_at <= x.moment AND (x.left_at > x.moment + mainstay.days(7) OR x.left_at IS NULL)
           AND CASE WHEN i.changed THEN mainstay.is_active_at(i.customer, x.moment)
                    ELSE (i.customer).churned_at > x.moment OR (i.customer).churned_at IS NULL END
    ), coded AS (
        -- One number to sort by instead of four.
        SELECT ((COALESCE(LEAST(floor(extract(epoch FROM j.moment - j.activity) / 86400)::integer, 60), 60) * 21 + LEAST(COALESCE(j.tickets, 0), 20)) * 61
                + LEAST(COALESCE(j.features, 0), 60)) * 2 + COALESCE(j.core, false)::integer AS code,
               j.left_at <= j.moment + mainstay.days(37) AS gone
          FROM judged AS j
    )
    SELECT c.code / 2 / 61 / 21, c.code / 2 / 61 % 21, c.code / 2 % 61, c.code % 2 = 1, count(*), count(*) FILTER (WHERE c.gone)
      FROM coded AS c
     GROUP BY c.code;
END;
COMMENT ON FUNCTION mainstay.score_outcome_profiles IS
    'Customers at three moments of the past by the inputs of their scores, and how many of them left 7 to 37 days later.';

CREATE OR REPLACE FUNCTION mainstay.score_outcomes(as_of timestamptz, changes jsonb)
RETURNS TABLE (place bigint, one_in integer, customers bigint, gone bigint, critical bigint, critical_gone bigint, unhealthy bigint, unhealthy_gone bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
-- What the model in force at the moment, changed by each of an array of objects {parameter: value}, would have said of the customers of
-- mainstay.score_outcome_profiles: how many of them Critical, how many Critical or At-Risk, and how many of these left. `{}` is the model unchanged.
-- Of more than 100,000 customers one in `one_in` is looked at, so that some 100,000 are: more would change no conclusion, and cost seconds.
BEGIN ATOMIC
    WITH extent AS MATERIALIZED (
        SELECT GREATEST(1, ceil(count(*) / 100000.0))::integer AS one_in FROM mainstay.users AS u WHERE u.created_at <= as_of - mainstay.days(37)
    ), profiles AS MATERIALIZED (
        SELECT p.* FROM extent AS x CROSS JOIN LATERAL mainstay.score_outcome_profiles(as_of, x.one_in) AS p
    ), models AS MATERIALIZED (
        SELECT c.place, jsonb_populate_record(m, c.change) AS model
          FROM mainstay.model_at(as_of) AS m CROSS JOIN jsonb_array_elements(changes) WITH ORDINALITY AS c (change, place)
    ), scored AS (
        -- Days of inactivity are all that engagement asks for; any moment serves to take them from.
        SELECT m.place, p.customers, p.gone, (m.model).healthy_threshold AS healthy_threshold, (m.model).at_risk_threshold AS at_risk_threshold,
               mainstay.engagement_points(m.model, as_of - mainstay.days(p.inactive_days), as_of)
               + mainstay.support_points(m.model, p.open_tickets) + mainstay.value_points(m.model, p.features, p.core) AS total
          FROM models AS m CROSS JOIN profiles AS p
        OFFSET 0
    )
    SELECT m.place, (SELECT x.one_in FROM extent AS x), COALESCE(sum(s.customers), 0)::bigint, COALESCE(sum(s.gone), 0)::bigint,
           COALESCE(sum(s.customers) FILTER (WHERE s.total < s.at_risk_threshold), 0)::bigint,
           COALESCE(sum(s.gone) FILTER (WHERE s.total < s.at_risk_threshold), 0)::bigint,
           COALESCE(sum(s.customers) FILTER (WHERE s.total < s.healthy_threshold), 0)::bigint,
           COALESCE(sum(s.gone) FILTER (WHERE s.total < s.healthy_threshold), 0)::bigint
      FROM models AS m LEFT JOIN scored AS s ON s.place = m.place
     GROUP BY m.place ORDER BY m.place;
END;
COMMENT ON FUNCTION mainstay.score_outcomes IS
    'How many of those who left in the last 90 days had been flagged at least 7 days before, by the model in force and by changed ones.';
