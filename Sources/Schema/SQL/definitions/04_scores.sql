-- A score as a function of stored facts and time: for chosen customers (fast where few), and for a range of them (fast where many).

DO $$
BEGIN
    IF to_regtype('mainstay.score_inputs') IS NULL THEN
        -- What a score is made of, at a moment.
        CREATE TYPE mainstay.score_inputs AS (
            user_id                uuid,
            email                  text,
            created_at             timestamptz,
            active                 boolean,
            last_activity          timestamptz,
            open_ticket_count      integer,
            feature_adoption_count integer,
            core_feature_adopted   boolean,
            -- The next fact that is dated later than the moment; null when there is none.
            next_fact_at           timestamptz,
            last_login             timestamptz,
            cohort_month           date
        );
        -- A score with its inputs; without parts where the customer is not active.
        CREATE TYPE mainstay.computed_score AS (
            user_id                uuid,
            email                  text,
            created_at             timestamptz,
            active                 boolean,
            engagement_score       integer,
            support_score          integer,
            value_score            integer,
            total_health_score     integer,
            health_status          text,
            last_activity          timestamptz,
            open_ticket_count      integer,
            feature_adoption_count integer,
            core_feature_adopted   boolean,
            model_version          integer,
            next_change_at         timestamptz,
            cohort_month           date,
            active_in              smallint,
            active_since           smallint
        );
    END IF;
END $$;

-- By look-ups per customer: of several customers at one moment, or of each at a moment of its own, told apart by its place. One text for both.
DO $$
DECLARE
    form record;
BEGIN
    FOR form IN SELECT * FROM (VALUES
        ('inputs_of_customers', 'customers uuid[], as_of timestamptz', 'SETOF mainstay.score_inputs', '',
         'unnest(customers) AS chosen (user_id)'),
        ('inputs_of_points', 'customers uuid[], moments timestamptz[]',
         'TABLE (user_id uuid, email text, created_at timestamptz, active boolean, last_activity timestamptz, open_ticket_count integer,
                 feature_adoption_count integer, core_feature_adopted boolean, next_fact_at timestamptz, last_login timestamptz,
                 cohort_month date, as_of timestamptz, place bigint)', ', chosen.as_of, chosen.place',
         'unnest(customers, moments) WITH ORDINALITY AS chosen (user_id, as_of, place)')
        ) AS f (name, parameters, result, more, chosen)
    LOOP
        EXECUTE format($text$
CREATE OR REPLACE FUNCTION mainstay.%I(%s) RETURNS %s
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
    SELECT u.user_id, u.email, u.created_at,
           u.created_at <= as_of AND COALESCE(changes.active_now, u.churned_at > as_of OR u.churned_at IS NULL),
           GREATEST(CASE WHEN u.last_login <= as_of THEN u.last_login END, past.newest),
           tickets.open_now,
           adoption.features,
           adoption.core,
           LEAST(CASE WHEN u.last_login > as_of THEN u.last_login END,
                 CASE WHEN u.created_at > as_of THEN u.created_at END,
                 CASE WHEN u.churned_at > as_of THEN u.churned_at END,
                 future.oldest, tickets.next_at, changes.next_at),
           u.last_login, mainstay.month_of(u.created_at)%s
      FROM %s
      JOIN mainstay.users AS u ON u.user_id = chosen.user_id
      CROSS JOIN LATERAL (
          SELECT max(e.occurred_at) AS newest FROM mainstay.usage_events AS e
           WHERE e.user_id = chosen.user_id AND e.occurred_at <= as_of) AS past
      CROSS JOIN LATERAL (
          SELECT min(e.occurred_at) AS oldest FROM mainstay.usage_events AS e
           WHERE e.user_id = chosen.user_id AND e.occurred_at > as_of) AS future
      CROSS JOIN LATERAL (
          SELECT (count(DISTINCT NULLIF(e.feature, '')) + count(*) FILTER (WHERE NULLIF(e.feature, '') IS NULL))::integer AS features,
                 COALESCE(bool_or(e.feature IN (SELECT f.name FROM mainstay.features AS f WHERE f.core AND f.name <> '')), false) AS core
            FROM mainstay.usage_events AS e
           WHERE e.user_id = chosen.user_id AND e.event_type = 'feature_adopted' AND e.occurred_at <= as_of) AS adoption
      CROSS JOIN LATERAL (
          SELECT count(*) FILTER (WHERE t.opened_at <= as_of
                                    AND (t.closed_at > as_of OR t.closed_at IS NULL AND t.status IN ('open', 'pending')))::integer AS open_now,
                 LEAST(min(t.opened_at) FILTER (WHERE t.opened_at > as_of), min(t.closed_at) FILTER (WHERE t.closed_at > as_of)) AS next_at
            FROM mainstay.support_tickets AS t
           WHERE t.user_id = chosen.user_id) AS tickets
      CROSS JOIN LATERAL (
          -- The newest recorded change decides, unless created_at or churned_at is newer still.
          SELECT (array_agg(c.active ORDER BY c.changed_at DESC, c.change_id DESC)
                     FILTER (WHERE c.changed_at <= as_of AND c.changed_at >= u.created_at
                               AND (u.churned_at > as_of OR u.churned_at IS NULL OR c.changed_at >= u.churned_at)))[1] AS active_now,
                 min(c.changed_at) FILTER (WHERE c.changed_at > as_of) AS next_at
            FROM mainstay.user_status_changes AS c
           WHERE c.user_id = chosen.user_id) AS changes
    OFFSET 0;
END
$text$, form.name, form.parameters, form.result, form.more, form.chosen);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION mainstay.inputs_of_range(first_id uuid, last_id uuid, as_of timestamptz) RETURNS SETOF mainstay.score_inputs
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50000
-- The same as inputs_of_customers by one pass over each table instead of look-ups per customer; both ids belong to the range.
BEGIN ATOMIC
    SELECT u.user_id, u.email, u.created_at,
           u.created_at <= as_of AND COALESCE(changes.active_now, u.churned_at > as_of OR u.churned_at IS NULL),
           GREATEST(CASE WHEN u.last_login <= as_of THEN u.last_login END, activity.newest),
           COALESCE(tickets.open_now, 0),
           COALESCE(adoption.features, 0),
           COALESCE(adoption.core, false),
           LEAST(CASE WHEN u.last_login > as_of THEN u.last_login END,
                 CASE WHEN u.created_at > as_of THEN u.created_at END,
                 CASE WHEN u.churned_at > as_of THEN u.churned_at END,
                 activity.oldest_to_come, tickets.next_at, changes.next_at),
           u.last_login, mainstay.month_of(u.created_at)
      FROM mainstay.users AS u
      LEFT JOIN (
          SELECT e.user_id,
                 max(e.occurred_at) FILTER (WHERE e.occurred_at <= as_of) AS newest,
                 min(e.occurred_at) FILTER (WHERE e.occurred_at > as_of) AS oldest_to_come
            FROM mainstay.usage_events AS e
           WHERE e.user_id BETWEEN first_id AND last_id
           GROUP BY e.user_id) AS activity ON activity.user_id = u.user_id
      LEFT JOIN (
          -- Both groupings follow the order of the index, so that nothing is sorted or hashed.
          SELECT f.user_id,
                 sum(CASE WHEN f.feature <> '' THEN 1 ELSE f.events END)::integer AS features,
                 COALESCE(bool_or(f.feature IN (SELECT named.name FROM mainstay.features AS named WHERE named.core AND named.name <> '')), false) AS core
            FROM (SELECT e.user_id, e.feature, count(*) AS events
                    FROM mainstay.usage_events AS e
                   WHERE e.event_type = 'feature_adopted' AND e.occurred_at <= as_of AND e.user_id BETWEEN first_id AND last_id
                   GROUP BY e.user_id, e.feature) AS f
           GROUP BY f.user_id) AS adoption ON adoption.user_id = u.user_id
      LEFT JOIN (
          SELECT t.user_id,
                 count(*) FILTER (WHERE t.opened_at <= as_of
                                    AND (t.closed_at > as_of OR t.closed_at IS NULL AND t.status IN ('open', 'pending')))::integer AS open_now,
                 LEAST(min(t.opened_at) FILTER (WHERE t.opened_at > as_of), min(t.closed_at) FILTER (WHERE t.closed_at > as_of)) AS next_at
            FROM mainstay.support_tickets AS t
           WHERE t.user_id BETWEEN first_id AND last_id
           GROUP BY t.user_id) AS tickets ON tickets.user_id = u.user_id
      LEFT JOIN (
          SELECT c.user_id,
                 (array_agg(c.active ORDER BY c.changed_at DESC, c.change_id DESC)
                     FILTER (WHERE c.changed_at <= as_of AND c.changed_at >= o.created_at
                               AND (o.churned_at > as_of OR o.churned_at IS NULL OR c.changed_at >= o.churned_at)))[1] AS active_now,
                 min(c.changed_at) FILTER (WHERE c.changed_at > as_of) AS next_at
            FROM mainstay.user_status_changes AS c JOIN mainstay.users AS o ON o.user_id = c.user_id
           WHERE c.user_id BETWEEN first_id AND last_id
           GROUP BY c.user_id) AS changes ON changes.user_id = u.user_id
     WHERE u.user_id BETWEEN first_id AND last_id
    OFFSET 0;
END;

-- From inputs to points, with the model of the moment, and to the months in which the customer was active: one text for both forms of inputs.
-- (As a function that takes the inputs and the model as rows it was tried: taking rows apart again cost more than all the rest.)
DO $$
DECLARE
    form record;
BEGIN
    FOR form IN SELECT * FROM (VALUES
        ('scores_of_customers', 'customers uuid[], as_of timestamptz', 'inputs_of_customers(customers, as_of)', 100),
        ('scores_of_range', 'first_id uuid, last_id uuid, as_of timestamptz', 'inputs_of_range(first_id, last_id, as_of)', 50000)
        ) AS f (name, parameters, inputs, rows)
    LOOP
        EXECUTE format($text$
CREATE OR REPLACE FUNCTION mainstay.%I(%s) RETURNS SETOF mainstay.computed_score
LANGUAGE sql STABLE PARALLEL SAFE ROWS %s
BEGIN ATOMIC
    SELECT p.user_id, p.email, p.created_at, p.active,
           p.engagement, p.support, p.value, p.engagement + p.support + p.value,
           CASE WHEN p.active THEN mainstay.health_status(p.engagement + p.support + p.value, p.healthy_threshold, p.at_risk_threshold) END,
           p.last_activity, p.open_ticket_count, p.feature_adoption_count, p.core_feature_adopted,
           p.model_version, p.next_change_at, p.cohort_month,
           -- The newest activity tells of its own month and that nothing came later; earlier months are looked up.
           (CASE WHEN p.last_activity >= k.at_1 AND (
                          p.last_activity < k.at_2 OR p.last_login >= k.at_1 AND p.last_login < k.at_2
                          OR EXISTS (SELECT FROM mainstay.usage_events AS e WHERE e.user_id = p.user_id
                                        AND e.occurred_at >= k.at_1 AND e.occurred_at < k.at_2)) THEN 2 ELSE 0 END
            + CASE WHEN p.last_activity >= k.at_3 AND (
                          p.last_activity < k.at_4 OR p.last_login >= k.at_3 AND p.last_login < k.at_4
                          OR EXISTS (SELECT FROM mainstay.usage_events AS e WHERE e.user_id = p.user_id
                                        AND e.occurred_at >= k.at_3 AND e.occurred_at < k.at_4)) THEN 8 ELSE 0 END
            + CASE WHEN p.last_activity >= k.at_6 AND (
                          p.last_activity < k.at_7 OR p.last_login >= k.at_6 AND p.last_login < k.at_7
                          OR EXISTS (SELECT FROM mainstay.usage_events AS e WHERE e.user_id = p.user_id
                                        AND e.occurred_at >= k.at_6 AND e.occurred_at < k.at_7)) THEN 64 ELSE 0 END)::smallint,
           (CASE WHEN p.last_activity >= k.at_1 THEN 2 ELSE 0 END + CASE WHEN p.last_activity >= k.at_3 THEN 8 ELSE 0 END
            + CASE WHEN p.last_activity >= k.at_6 THEN 64 ELSE 0 END)::smallint
      FROM (SELECT i.*, m.model_version, m.healthy_threshold, m.at_risk_threshold,
                   CASE WHEN i.active
                        THEN mainstay.engagement_points(m, i.last_activity, b.active_since, b.moderate_since, b.low_since) END AS engagement,
                   CASE WHEN i.active THEN mainstay.support_points(m, i.open_ticket_count) END AS support,
                   CASE WHEN i.active THEN mainstay.value_points(m, i.feature_adoption_count, i.core_feature_adopted) END AS value,
                   LEAST(CASE WHEN i.active
                              THEN mainstay.next_band_change(i.last_activity, b.active_since, b.moderate_since, b.low_since,
                                                             b.active_span, b.moderate_span, b.low_span) END, i.next_fact_at) AS next_change_at
              FROM mainstay.%s AS i CROSS JOIN mainstay.model_at(as_of) AS m CROSS JOIN LATERAL mainstay.bands(m, as_of) AS b
            OFFSET 0) AS p
      LEFT JOIN mainstay.cohort_calendar AS k ON k.cohort_month = p.cohort_month
    OFFSET 0;
END
$text$, form.name, form.parameters, form.rows, form.inputs);
    END LOOP;
END $$;

-- The scores of customers each at a moment of its own: what campaign messages are judged by. No row where the customer was not active.
CREATE OR REPLACE FUNCTION mainstay.scores_at_points(customers uuid[], moments timestamptz[])
RETURNS TABLE (place bigint, total_health_score integer, health_status text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
    SELECT p.place, p.total, mainstay.health_status(p.total, p.healthy_threshold, p.at_risk_threshold)
      FROM (SELECT i.place, m.healthy_threshold, m.at_risk_threshold,
                   mainstay.engagement_points(m, i.last_activity, i.as_of) + mainstay.support_points(m, i.open_ticket_count)
                   + mainstay.value_points(m, i.feature_adoption_count, i.core_feature_adopted) AS total
              FROM mainstay.inputs_of_points(customers, moments) AS i CROSS JOIN LATERAL mainstay.model_at(i.as_of) AS m
             WHERE i.active
            OFFSET 0) AS p;
END;

CREATE OR REPLACE FUNCTION mainstay.health_score_at(customer uuid, moment timestamptz) RETURNS SETOF mainstay.computed_score
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    SELECT s.* FROM mainstay.scores_of_customers(ARRAY[customer], moment) AS s WHERE s.active;
END;
COMMENT ON FUNCTION mainstay.health_score_at IS 'A customer''s score at a moment, from the facts known now; no row when the customer was not active then.';

CREATE OR REPLACE FUNCTION mainstay.health_score_by_model(customer uuid, moment timestamptz, model_moment timestamptz)
RETURNS TABLE (engagement_score integer, support_score integer, value_score integer, total_health_score integer, health_status text,
               last_activity timestamptz, open_ticket_count integer, feature_adoption_count integer, core_feature_adopted boolean,
               model_version integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    SELECT p.engagement, p.support, p.value, p.engagement + p.support + p.value,
           mainstay.health_status(p.engagement + p.support + p.value, p.healthy_threshold, p.at_risk_threshold),
           p.last_activity, p.open_ticket_count, p.feature_adoption_count, p.core_feature_adopted, p.model_version
      FROM (SELECT i.*, m.model_version, m.healthy_threshold, m.at_risk_threshold,
                   mainstay.engagement_points(m, i.last_activity, moment) AS engagement,
                   mainstay.support_points(m, i.open_ticket_count) AS support,
                   mainstay.value_points(m, i.feature_adoption_count, i.core_feature_adopted) AS value
              FROM mainstay.inputs_of_customers(ARRAY[customer], moment) AS i CROSS JOIN mainstay.model_at(model_moment) AS m) AS p
     WHERE p.active;
END;
COMMENT ON FUNCTION mainstay.health_score_by_model IS
    'A customer''s score at a moment as the model of another moment has it: what tells changes of behaviour and of the model apart.';
