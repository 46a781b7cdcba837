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
            -- customer_retention.active_in
            active_in              smallint
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
            active_in              smallint,
            active_since           smallint
        );
    END IF;
END $$;

CREATE OR REPLACE FUNCTION mainstay.cohort_months(created_at timestamptz)
RETURNS TABLE (at_1 timestamptz, at_2 timestamptz, at_3 timestamptz, at_4 timestamptz, at_6 timestamptz, at_7 timestamptz)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 1
-- Where the months that retention looks at begin, and where they end: the 1st, 3rd and 6th after the month of creation.
BEGIN ATOMIC
    SELECT (m.start + interval '1 month') AT TIME ZONE 'UTC', (m.start + interval '2 months') AT TIME ZONE 'UTC',
           (m.start + interval '3 months') AT TIME ZONE 'UTC', (m.start + interval '4 months') AT TIME ZONE 'UTC',
           (m.start + interval '6 months') AT TIME ZONE 'UTC', (m.start + interval '7 months') AT TIME ZONE 'UTC'
      FROM (SELECT date_trunc('month', created_at AT TIME ZONE 'UTC') AS start OFFSET 0) AS m
    OFFSET 0;
END;

-- OFFSET 0 below keeps the planner from copying an expression into each place that uses it, where it would be computed again each time.

CREATE OR REPLACE FUNCTION mainstay.inputs_of_customers(customers uuid[], as_of timestamptz) RETURNS SETOF mainstay.score_inputs
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
           -- A month that has not begun is not looked up.
           (CASE WHEN months.at_1 <= as_of AND (u.last_login >= months.at_1 AND u.last_login < months.at_2 AND u.last_login <= as_of OR EXISTS (
                 SELECT FROM mainstay.usage_events AS e WHERE e.user_id = u.user_id
                    AND e.occurred_at >= months.at_1 AND e.occurred_at < months.at_2 AND e.occurred_at <= as_of)) THEN 2 ELSE 0 END
            + CASE WHEN months.at_3 <= as_of AND (u.last_login >= months.at_3 AND u.last_login < months.at_4 AND u.last_login <= as_of OR EXISTS (
                 SELECT FROM mainstay.usage_events AS e WHERE e.user_id = u.user_id
                    AND e.occurred_at >= months.at_3 AND e.occurred_at < months.at_4 AND e.occurred_at <= as_of)) THEN 8 ELSE 0 END
            + CASE WHEN months.at_6 <= as_of AND (u.last_login >= months.at_6 AND u.last_login < months.at_7 AND u.last_login <= as_of OR EXISTS (
                 SELECT FROM mainstay.usage_events AS e WHERE e.user_id = u.user_id
                    AND e.occurred_at >= months.at_6 AND e.occurred_at < months.at_7 AND e.occurred_at <= as_of)) THEN 64 ELSE 0 END)::smallint
      FROM unnest(customers) AS chosen (user_id)
      JOIN mainstay.users AS u ON u.user_id = chosen.user_id
      CROSS JOIN LATERAL mainstay.cohort_months(u.created_at) AS months
      CROSS JOIN LATERAL (
          SELECT max(e.occurred_at) AS newest FROM mainstay.usage_events AS e
           WHERE e.user_id = chosen.user_id AND e.occurred_at <= as_of) AS past
      CROSS JOIN LATERAL (
          SELECT min(e.occurred_at) AS oldest FROM mainstay.usage_events AS e
           WHERE e.user_id = chosen.user_id AND e.occurred_at > as_of) AS future
      CROSS JOIN LATERAL (
          SELECT (count(DISTINCT NULLIF(e.feature, '')) + count(*) FILTER (WHERE NULLIF(e.feature, '') IS NULL))::integer AS features,
                 COALESCE(bool_or(e.feature IN (SELECT f.name FROM mainstay.features AS f WHERE f.core)), false) AS core
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
END;

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
           (CASE WHEN activity.in_1 OR u.last_login >= months.at_1 AND u.last_login < months.at_2 AND u.last_login <= as_of THEN 2 ELSE 0 END
            + CASE WHEN activity.in_3 OR u.last_login >= months.at_3 AND u.last_login < months.at_4 AND u.last_login <= as_of THEN 8 ELSE 0 END
            + CASE WHEN activity.in_6 OR u.last_login >= months.at_6 AND u.last_login < months.at_7 AND u.last_login <= as_of THEN 64 ELSE 0 END)::smallint
      FROM mainstay.users AS u
      CROSS JOIN LATERAL mainstay.cohort_months(u.created_at) AS months
      LEFT JOIN (
          SELECT e.user_id,
                 max(e.occurred_at) FILTER (WHERE e.occurred_at <= as_of) AS newest,
                 min(e.occurred_at) FILTER (WHERE e.occurred_at > as_of) AS oldest_to_come,
                 bool_or(e.occurred_at >= cohort.at_1 AND e.occurred_at < cohort.at_2 AND e.occurred_at <= as_of) AS in_1,
                 bool_or(e.occurred_at >= cohort.at_3 AND e.occurred_at < cohort.at_4 AND e.occurred_at <= as_of) AS in_3,
                 bool_or(e.occurred_at >= cohort.at_6 AND e.occurred_at < cohort.at_7 AND e.occurred_at <= as_of) AS in_6
            FROM mainstay.usage_events AS e
            JOIN (SELECT c.user_id, m.* FROM mainstay.users AS c CROSS JOIN LATERAL mainstay.cohort_months(c.created_at) AS m
                   WHERE c.user_id BETWEEN first_id AND last_id OFFSET 0) AS cohort ON cohort.user_id = e.user_id
           WHERE e.user_id BETWEEN first_id AND last_id
           GROUP BY e.user_id) AS activity ON activity.user_id = u.user_id
      LEFT JOIN (
          SELECT f.user_id,
                 (count(f.feature) + sum(f.unnamed))::integer AS features,
                 COALESCE(bool_or(f.feature IN (SELECT named.name FROM mainstay.features AS named WHERE named.core)), false) AS core
            FROM (SELECT e.user_id, NULLIF(e.feature, '') AS feature, count(*) FILTER (WHERE NULLIF(e.feature, '') IS NULL) AS unnamed
                    FROM mainstay.usage_events AS e
                   WHERE e.event_type = 'feature_adopted' AND e.occurred_at <= as_of AND e.user_id BETWEEN first_id AND last_id
                   GROUP BY e.user_id, NULLIF(e.feature, '')) AS f
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

CREATE OR REPLACE FUNCTION mainstay.scored(i mainstay.score_inputs, m mainstay.health_models, as_of timestamptz) RETURNS SETOF mainstay.computed_score
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
-- From inputs to points, with the model of the moment.
BEGIN ATOMIC
    SELECT (i).user_id, (i).email, (i).created_at, (i).active,
           CASE WHEN (i).active THEN part.engagement END,
           CASE WHEN (i).active THEN part.support END,
           CASE WHEN (i).active THEN part.value END,
           CASE WHEN (i).active THEN part.engagement + part.support + part.value END,
           CASE WHEN (i).active THEN mainstay.health_status(m, part.engagement + part.support + part.value) END,
           (i).last_activity, (i).open_ticket_count, (i).feature_adoption_count, (i).core_feature_adopted,
           (m).model_version,
           LEAST(CASE WHEN (i).active THEN mainstay.next_band_change(m, (i).last_activity, as_of) END, (i).next_fact_at),
           (i).active_in,
           (CASE WHEN (i).last_activity >= mainstay.month_start(part.cohort, 1) THEN 2 ELSE 0 END
            + CASE WHEN (i).last_activity >= mainstay.month_start(part.cohort, 3) THEN 8 ELSE 0 END
            + CASE WHEN (i).last_activity >= mainstay.month_start(part.cohort, 6) THEN 64 ELSE 0 END)::smallint
      FROM (SELECT mainstay.engagement_points(m, (i).last_activity, as_of) AS engagement,
                   mainstay.support_points(m, (i).open_ticket_count) AS support,
                   mainstay.value_points(m, (i).feature_adoption_count, (i).core_feature_adopted) AS value,
                   mainstay.month_of((i).created_at) AS cohort
            OFFSET 0) AS part
    OFFSET 0;
END;

CREATE OR REPLACE FUNCTION mainstay.scores_of_customers(customers uuid[], as_of timestamptz) RETURNS SETOF mainstay.computed_score
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
BEGIN ATOMIC
    SELECT s.* FROM mainstay.inputs_of_customers(customers, as_of) AS i
      CROSS JOIN mainstay.model_at(as_of) AS m
      CROSS JOIN LATERAL mainstay.scored(i, m, as_of) AS s;
END;

CREATE OR REPLACE FUNCTION mainstay.scores_of_range(first_id uuid, last_id uuid, as_of timestamptz) RETURNS SETOF mainstay.computed_score
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50000
BEGIN ATOMIC
    SELECT s.* FROM mainstay.inputs_of_range(first_id, last_id, as_of) AS i
      CROSS JOIN mainstay.model_at(as_of) AS m
      CROSS JOIN LATERAL mainstay.scored(i, m, as_of) AS s;
END;

CREATE OR REPLACE FUNCTION mainstay.health_score_at(customer uuid, moment timestamptz) RETURNS SETOF mainstay.computed_score
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    SELECT s.* FROM mainstay.scores_of_customers(ARRAY[customer], moment) AS s WHERE s.active;
END;
COMMENT ON FUNCTION mainstay.health_score_at IS 'A customer''s score at a moment, from the facts known now; no row when the customer was not active then.';
