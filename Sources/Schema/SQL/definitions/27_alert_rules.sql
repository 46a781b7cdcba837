-- The rules of alerts and their evaluation: what holds, who is to be told, and what only waits (docs/alerts.md).
--
-- The decisions are made here, set by set; the words are found by the program, in the same transaction.

CREATE OR REPLACE FUNCTION mainstay.alert_lock_key() RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- 'alerts' in ASCII: one evaluation at a time.
RETURN x'616c65727473'::bigint;

CREATE OR REPLACE FUNCTION mainstay.figure_rules() RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- All rules that look at figures.
RETURN ARRAY['nps_negative', 'nps_drop', 'system_degraded', 'crm_sync_failure', 'retention_decline', 'high_value_at_risk',
             'reconcile_differences', 'delivery_failed'];

CREATE OR REPLACE FUNCTION mainstay.rules_asked_by(topic text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- Which rules a change of a topic may move.
RETURN CASE topic WHEN 'surveys' THEN ARRAY['nps_negative', 'nps_drop']
                  WHEN 'syncs' THEN ARRAY['crm_sync_failure', 'system_degraded']
                  WHEN 'checks' THEN ARRAY['system_degraded']
                  WHEN 'deliveries' THEN ARRAY['delivery_failed']
                  WHEN 'refresh' THEN mainstay.figure_rules() END;

CREATE OR REPLACE FUNCTION mainstay.shown_target(target text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- A target as everybody may read it: of a web address, whose path may be a key, the host only.
RETURN CASE WHEN target LIKE '%://%' THEN COALESCE(substring(target FROM '://(?:[^/?#]*@)?([^/?#@]+)'), 'a web address') ELSE target END;
COMMENT ON FUNCTION mainstay.shown_target IS 'A target without what may be secret in it.';

CREATE OR REPLACE FUNCTION mainstay.alert_conditions(as_of timestamptz, rules text[])
RETURNS TABLE (rule text, subject text, user_id uuid, severity text, details jsonb, reason text, is_known boolean)
LANGUAGE sql STABLE ROWS 100
-- What holds at the moment, of those of the rules that look at figures; the questions of others are not asked. Comparisons are exact: no rate is
-- rounded or divided first. A rule whose figure cannot be known is a row too: what is open of it stays so.
BEGIN ATOMIC
    WITH nps AS MATERIALIZED (
        SELECT n.promoters::numeric - n.detractors AS balance, n.total_responses::numeric AS responses, n.nps_score,
               b.promoters::numeric - b.detractors AS balance_before, b.total_responses::numeric AS responses_before, b.nps_score AS score_before
          FROM mainstay.nps(as_of, 30) AS n CROSS JOIN mainstay.nps(as_of - mainstay.days(30), 30) AS b
    ), cohorts AS MATERIALIZED (
        SELECT c.cohort_month, c.size::numeric AS size, c.retained_1m::numeric AS retained, c.retention_rate_1m AS rate,
               lead(c.size::numeric) OVER w AS size_before, lead(c.retained_1m::numeric) OVER w AS retained_before,
               lead(c.retention_rate_1m) OVER w AS rate_before, row_number() OVER w AS place
          FROM mainstay.retention_cohorts(as_of) AS c WHERE c.size > 0 AND c.retained_1m IS NOT NULL
        WINDOW w AS (ORDER BY c.cohort_month DESC)
    ), syncs AS MATERIALIZED (
        SELECT count(*) AS runs, count(*) FILTER (WHERE s.status <> 'success') AS failed, min(s.synced_at) AS since,
               (array_agg(s.error_message ORDER BY s.synced_at DESC, s.id DESC))[1] AS error
          FROM (SELECT l.* FROM mainstay.crm_sync_log AS l WHERE l.synced_at <= as_of
                 ORDER BY l.synced_at DESC, l.id DESC LIMIT mainstay.parameter('max_consecutive_failures')::integer) AS s
    ), messages AS MATERIALIZED (
        -- Of each route the newest message that came to an end.
        SELECT DISTINCT ON (COALESCE(m.route_id, m.channel || ' ' || m.target))
               COALESCE(m.route_id, m.channel || ' ' || t.target) AS route, m.state, m.channel, t.target, m.last_error
          FROM mainstay.messages AS m CROSS JOIN LATERAL (SELECT mainstay.shown_target(m.target) AS target) AS t
         WHERE m.state IN ('sent', 'failed', 'dead') AND m.kind <> 'test' AND m.rule <> 'delivery_failed'
           AND m.created_at > as_of - mainstay.days(8) AND m.created_at <= as_of
         ORDER BY COALESCE(m.route_id, m.channel || ' ' || m.target), m.number DESC
    )
    SELECT 'nps_negative', 'nps', NULL::uuid, 'high',
           jsonb_build_object('nps', n.nps_score, 'responses', n.responses),
           'NPS is ' || n.nps_score || ' of ' || n.responses || ' responses', true
      FROM nps AS n WHERE 'nps_negative' = ANY (rules) AND n.nps_score IS NOT NULL AND n.balance < 0
    UNION ALL
    SELECT r.rule, 'nps', NULL, 'high', '{}', 'too few responses to know', false
      FROM nps AS n CROSS JOIN (VALUES ('nps_negative', false), ('nps_drop', true)) AS r (rule, compares)
     WHERE rules && ARRAY['nps_negative', 'nps_drop'] AND (n.nps_score IS NULL OR r.compares AND n.score_before IS NULL)
    UNION ALL
    SELECT 'nps_drop', 'nps', NULL, 'high',
           jsonb_build_object('nps', n.nps_score, 'nps_before', n.score_before, 'responses', n.responses, 'responses_before', n.responses_before),
           'NPS fell from ' || n.score_before || ' to ' || n.nps_score || ' within 30 days', true
      FROM nps AS n
     WHERE 'nps_drop' = ANY (rules) AND n.nps_score IS NOT NULL AND n.score_before IS NOT NULL
       AND 100 * (n.balance_before * n.responses - n.balance * n.responses_before)
           > mainstay.parameter('nps_drop_alert_points')::numeric * n.responses * n.responses_before
    UNION ALL
    SELECT 'system_degraded', 'system', NULL, 'medium', jsonb_build_object('reasons', to_jsonb(h.reasons)), array_to_string(h.reasons, '; '), true
      -- An installation that has never scored anybody is not degraded but new.
      FROM mainstay.system_health(as_of) AS h
     WHERE 'system_degraded' = ANY (rules) AND h.system_status = 'Degraded' AND h.last_health_score_update IS NOT NULL
    UNION ALL
    SELECT 'crm_sync_failure', 'crm', NULL, 'medium',
           jsonb_build_object('failed_runs', s.failed, 'since', s.since, 'error', s.error),
           'the newest ' || s.failed || ' CRM syncs failed', true
      FROM syncs AS s WHERE 'crm_sync_failure' = ANY (rules) AND s.failed = mainstay.parameter('max_consecutive_failures')::integer
    UNION ALL
    SELECT 'retention_decline', 'cohort:' || to_char(c.cohort_month, 'YYYY-MM'), NULL, 'medium',
           jsonb_build_object('cohort', to_char(c.cohort_month, 'YYYY-MM'), 'retention', c.rate, 'retention_before', c.rate_before,
               'decline', round(100 * (c.retained_before * c.size - c.retained * c.size_before) / (c.retained_before * c.size), 2)),
           '1-month retention fell from ' || c.rate_before || ' % to ' || c.rate || ' %', true
      FROM cohorts AS c
     WHERE 'retention_decline' = ANY (rules) AND c.place = 1 AND c.retained_before > 0
       AND 100 * (c.retained_before * c.size - c.retained * c.size_before)
           > mainstay.parameter('retention_decline_alert_percent')::numeric * c.retained_before * c.size
    UNION ALL
    SELECT 'high_value_at_risk', 'customer:' || s.user_id, s.user_id, 'high',
           jsonb_build_object('score', s.total_health_score, 'status', s.health_status, 'arr', u.arr),
           s.health_status || ' with ' || s.total_health_score || ' points', true
      -- (The revenue as it is indexed, tier by tier.)
      FROM (VALUES ('enterprise'), ('professional'), ('basic'), ('free')) AS t (tier)
      JOIN mainstay.users AS u
        ON (CASE WHEN u.subscription_tier IN ('enterprise', 'professional', 'basic') THEN u.subscription_tier ELSE 'free' END) = t.tier
       AND COALESCE(u.arr, -1) >= mainstay.parameter('high_value_arr')::numeric
      JOIN mainstay.customer_health_scores AS s ON s.user_id = u.user_id
     WHERE 'high_value_at_risk' = ANY (rules) AND s.health_status IN ('At-Risk', 'Critical')
    UNION ALL
    SELECT 'reconcile_differences', 'reconcile', NULL, 'medium', jsonb_build_object('differences', r.differences, 'at', r.finished_at),
           'the reconcile found ' || r.differences || ' stored scores that were wrong', true
      FROM (SELECT f.* FROM mainstay.refresh_runs AS f
             WHERE f.kind = 'full' AND f.differences IS NOT NULL AND f.finished_at <= as_of ORDER BY f.finished_at DESC, f.run_id DESC LIMIT 1) AS r
     WHERE 'reconcile_differences' = ANY (rules) AND r.differences > 0
    UNION ALL
    SELECT 'delivery_failed', 'route:' || m.route, NULL, 'medium',
           jsonb_build_object('route', m.route, 'channel', m.channel, 'target', m.target, 'error', m.last_error),
           'a message to ' || m.target || ' was given up', true
      FROM messages AS m WHERE 'delivery_failed' = ANY (rules) AND m.state IN ('failed', 'dead');
END;
COMMENT ON FUNCTION mainstay.alert_conditions IS 'What holds at a moment, of the rules that look at figures.';

CREATE OR REPLACE FUNCTION mainstay.judge_figures(as_of timestamptz, rules text[], held bigint[], OUT opened integer, OUT ended integer)
LANGUAGE plpgsql SET jit = off SET plan_cache_mode = force_custom_plan AS $$
-- Opens what holds and is not open, and ends what is open and holds no longer, of the rules given. Of the open ones only those that the caller has
-- locked: one that was opened since then holds for a reason that these figures do not know.
DECLARE
    over bigint[];
BEGIN
    CREATE TEMPORARY TABLE holding ON COMMIT DROP AS SELECT * FROM mainstay.alert_conditions(as_of, rules);

    WITH made AS (
        INSERT INTO mainstay.alerts (rule, subject, user_id, severity, state, opened_at, fires_at, look_at, details)
        SELECT h.rule, h.subject, h.user_id, h.severity, 'pending', as_of, as_of, as_of, h.details || jsonb_build_object('reason', h.reason)
          FROM pg_temp.holding AS h
         WHERE h.is_known AND NOT EXISTS (SELECT FROM mainstay.alerts AS a WHERE a.rule = h.rule AND a.subject = h.subject AND a.over_at IS NULL)
         ORDER BY h.rule, h.subject
        ON CONFLICT (rule, subject) WHERE state IN ('pending', 'firing', 'acknowledged') DO NOTHING
        RETURNING alert_id, details
    ), noted AS (
        INSERT INTO mainstay.alert_moves (alert_id, moved_at, move, to_state, actor, reason)
        SELECT m.alert_id, as_of, 'opened', 'pending', 'evaluation', m.details ->> 'reason' FROM made AS m ORDER BY m.alert_id
        RETURNING alert_id
    )
    SELECT count(*) INTO opened FROM noted;

    -- Who is told again is told how it stands by then; how it stood when it began is in its first move.
    UPDATE mainstay.alerts AS a SET details = h.details || jsonb_build_object('reason', h.reason)
      FROM pg_temp.holding AS h
     WHERE h.is_known AND a.rule = h.rule AND a.subject = h.subject AND a.alert_id = ANY (held)
       AND a.state IN ('pending', 'firing', 'acknowledged') AND a.details - 'reason' IS DISTINCT FROM h.details;

    SELECT COALESCE(array_agg(a.alert_id), '{}') INTO over
      FROM mainstay.alerts AS a
     WHERE a.alert_id = ANY (held) AND a.over_at IS NULL AND a.rule = ANY (rules) AND a.opened_at <= as_of
       AND NOT EXISTS (SELECT FROM pg_temp.holding AS h WHERE h.rule = a.rule AND h.subject = a.subject);
    ended := cardinality(over);
    IF ended > 0 THEN
        PERFORM mainstay.end_alerts(over, as_of, 'evaluation', 'the condition is over');
    END IF;
    DROP TABLE pg_temp.holding;
END $$;

CREATE OR REPLACE FUNCTION mainstay.end_missed_critical(as_of timestamptz, held bigint[]) RETURNS integer
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
-- The engine ends these itself, in the transaction of the change. Where somebody else wrote the scores, those that the caller has locked end here.
DECLARE
    over bigint[];
BEGIN
    SELECT COALESCE(array_agg(a.alert_id), '{}') INTO over
      FROM mainstay.alerts AS a LEFT JOIN mainstay.customer_health_scores AS s ON s.user_id = a.user_id
     WHERE a.alert_id = ANY (held) AND a.rule = 'critical_customer' AND a.over_at IS NULL AND s.health_status IS DISTINCT FROM 'Critical';
    PERFORM mainstay.end_alerts(over, as_of, 'evaluation', 'no longer Critical') WHERE over <> '{}';
    RETURN cardinality(over);
END $$;

CREATE OR REPLACE FUNCTION mainstay.escalates_after(alert_rule text) RETURNS interval
LANGUAGE sql STABLE
-- How long after it fired an alert that nobody answers goes up; at once where no answer is waited for; null where it never does.
RETURN CASE WHEN alert_rule IN ('high_value_at_risk', 'nps_drop', 'retention_decline') THEN interval '0'
            WHEN alert_rule = 'critical_customer' THEN make_interval(hours => mainstay.parameter('chairman_escalation_hours')::integer) END;

CREATE OR REPLACE FUNCTION mainstay.system_failing(as_of timestamptz) RETURNS boolean
LANGUAGE sql STABLE
-- Whether the newest max_consecutive_failures checks of the system all found it Degraded.
RETURN (SELECT COALESCE(count(*) FILTER (WHERE c.degraded) = mainstay.parameter('max_consecutive_failures')::integer, false)
          FROM (SELECT bool_or(l.status = 'degraded') AS degraded FROM mainstay.system_health_log AS l
                 WHERE l.check_timestamp <= as_of GROUP BY l.check_timestamp ORDER BY l.check_timestamp DESC
                 LIMIT mainstay.parameter('max_consecutive_failures')::integer) AS c);

CREATE OR REPLACE FUNCTION mainstay.alert_cooldown() RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- Exact hours: a day of a time zone may be longer or shorter.
RETURN interval '168 hours';

CREATE OR REPLACE FUNCTION mainstay.fire_due_alerts(as_of timestamptz, OUT fired bigint[], OUT held integer)
LANGUAGE plpgsql SET jit = off SET plan_cache_mode = force_custom_plan AS $$
-- What has lasted long enough fires, unless it is silenced, or the customer's last alert of the rule ended less than the cool-down ago.
DECLARE
    silenced bigint[];
    cooling  bigint[];
BEGIN
    CREATE TEMPORARY TABLE due ON COMMIT DROP AS
    SELECT a.alert_id, a.held_by, a.state,
           mainstay.silenced_until(a.rule, CASE WHEN u.user_id IS NOT NULL THEN mainstay.segment(u.subscription_tier) END, a.user_id, as_of) AS silent_until,
           (SELECT max(p.closed_at) + mainstay.alert_cooldown() FROM mainstay.alerts AS p
             WHERE p.user_id = a.user_id AND p.rule = a.rule AND p.state = 'resolved' AND p.last_told_at IS NOT NULL) AS cool_at
      FROM (SELECT o.* FROM mainstay.alerts AS o WHERE o.state = 'pending' AND o.fires_at <= as_of AND o.look_at <= as_of ORDER BY o.alert_id FOR UPDATE) AS a
      LEFT JOIN mainstay.users AS u ON u.user_id = a.user_id;

    SELECT COALESCE(array_agg(d.alert_id) FILTER (WHERE d.silent_until IS NOT NULL AND d.held_by IS DISTINCT FROM 'silence'), '{}'),
           COALESCE(array_agg(d.alert_id) FILTER (WHERE d.silent_until IS NULL AND d.cool_at > as_of AND d.held_by IS DISTINCT FROM 'cool-down'), '{}'),
           COALESCE(array_agg(d.alert_id) FILTER (WHERE d.silent_until IS NULL AND d.cool_at > as_of IS NOT TRUE), '{}')
      INTO silenced, cooling, fired FROM pg_temp.due AS d;

    UPDATE mainstay.alerts AS a
       SET held_by = CASE WHEN d.silent_until IS NOT NULL THEN 'silence' ELSE 'cool-down' END, look_at = COALESCE(d.silent_until, d.cool_at)
      FROM pg_temp.due AS d
     WHERE d.alert_id = a.alert_id AND (d.silent_until IS NOT NULL OR d.cool_at > as_of);
    held := cardinality(silenced) + cardinality(cooling);
    PERFORM mainstay.move_alerts(silenced, 'held', NULL, as_of, 'evaluation', 'silenced') WHERE silenced <> '{}';
    PERFORM mainstay.move_alerts(cooling, 'held', NULL, as_of, 'evaluation', 'told of the same within 7 days') WHERE cooling <> '{}';
    PERFORM mainstay.move_alerts(fired, 'fired', 'firing', as_of, 'evaluation', 'it has lasted') WHERE fired <> '{}';
    DROP TABLE pg_temp.due;
END $$;

CREATE OR REPLACE FUNCTION mainstay.evaluate_alerts(as_of timestamptz, figure_rules text[] DEFAULT mainstay.figure_rules())
RETURNS TABLE (kind text, rule text, route_id text, channel text, target text, alert_ids bigint[])
LANGUAGE plpgsql SET jit = off SET plan_cache_mode = force_custom_plan AS $$
-- Moves every alert that is due and returns the messages to be written for it, one row each: they belong into the same transaction. Of the rules
-- given the figures are looked at, and what was asked for of them is done.
-- Alerts of a message are ordered by revenue, the highest first.
#variable_conflict use_column
DECLARE
    -- Also what neither the clock nor a figure has stirred: routes and parameters may have changed.
    whole   boolean := figure_rules @> mainstay.figure_rules();
    -- Rules of which somebody is to be told again, or more: those of the same rule come along.
    stirred text[];
    held    bigint[];
    fired   bigint[];
BEGIN
    PERFORM pg_advisory_xact_lock(mainstay.alert_lock_key());
    SELECT COALESCE(array_agg(DISTINCT a.rule), '{}') INTO stirred
      FROM mainstay.alerts AS a WHERE a.look_at <= as_of AND a.state = 'firing' AND a.last_told_at IS NOT NULL;
    -- All at once and in their order, so that no two statements below see them differently, and nobody is met who locks them in another order.
    held := ARRAY(SELECT a.alert_id FROM mainstay.alerts AS a
                   WHERE (a.over_at IS NULL OR a.look_at IS NOT NULL) AND (whole OR a.look_at <= as_of OR a.rule = ANY (figure_rules || stirred))
                   ORDER BY a.alert_id FOR UPDATE);
    -- What scores of a moment to come have opened, or a clock that was set back since, waits from now on, and not until that moment.
    UPDATE mainstay.alerts AS a
       SET opened_at = as_of, fires_at = as_of + (a.fires_at - a.opened_at), look_at = as_of + (a.look_at - a.opened_at)
     WHERE a.alert_id = ANY (held) AND a.state = 'pending' AND a.opened_at > as_of + interval '1 minute';
    IF figure_rules <> '{}' THEN
        -- First, so that whatever is asked for from now on is done once more.
        DELETE FROM mainstay.evaluation_requests AS q WHERE mainstay.rules_asked_by(q.topic) <@ figure_rules;
        PERFORM mainstay.judge_figures(as_of, figure_rules, held);
        PERFORM mainstay.end_missed_critical(as_of, held) WHERE figure_rules @> mainstay.figure_rules();
    END IF;
    SELECT f.fired INTO fired FROM mainstay.fire_due_alerts(as_of) AS f;

    -- Everything that may have to be told, with whom it concerns; and by which routes it may go.
    CREATE TEMPORARY TABLE concerned ON COMMIT DROP AS
    SELECT c.*, mainstay.silenced_until(c.rule, c.segment, c.user_id, as_of) AS silent_until
      FROM (SELECT a.alert_id, a.rule, a.severity, a.state, a.user_id, a.fired_at, a.escalated_at, a.last_told_at, a.over_told_at,
                   CASE WHEN u.user_id IS NOT NULL THEN mainstay.segment(u.subscription_tier) END AS segment, u.arr
              FROM mainstay.alerts AS a LEFT JOIN mainstay.users AS u ON u.user_id = a.user_id
             WHERE a.state IN ('firing', 'resolved') AND a.look_at <= as_of
                OR a.state = 'firing' AND (whole OR a.rule = ANY (stirred) OR a.rule = 'system_degraded' AND a.rule = ANY (figure_rules))) AS c;
    CREATE TEMPORARY TABLE ways ON COMMIT DROP AS
    SELECT DISTINCT k.rule, k.severity, k.segment, r.route_id, r.purpose, r.channel, r.target, r.answer_within, r.repeat_after
      FROM (SELECT DISTINCT c.rule, c.severity, c.segment FROM pg_temp.concerned AS c) AS k
      JOIN mainstay.live_routes() AS r
        ON r.rule = k.rule AND (r.severity IS NULL OR r.severity = k.severity) AND (r.segment IS NULL OR r.segment = k.segment);
    CREATE TEMPORARY TABLE telling (alert_id bigint, kind text, route_id text, channel text, target text, arr numeric) ON COMMIT DROP;

    -- Those who were told that it fires are told that it is over.
    INSERT INTO pg_temp.telling
    SELECT DISTINCT c.alert_id, 'resolved', m.route_id, m.channel, m.target, c.arr
      FROM pg_temp.concerned AS c
      JOIN mainstay.message_alerts AS x ON x.alert_id = c.alert_id
      JOIN mainstay.messages AS m ON m.message_id = x.message_id AND m.kind <> 'resolved'
     WHERE c.state = 'resolved' AND c.over_told_at IS NULL;
    UPDATE mainstay.alerts AS a SET over_told_at = as_of, look_at = NULL FROM pg_temp.concerned AS c
     WHERE a.alert_id = c.alert_id AND c.state = 'resolved';

    INSERT INTO pg_temp.telling
    SELECT c.alert_id, 'fired', w.route_id, w.channel, w.target, c.arr
      FROM pg_temp.concerned AS c
      JOIN pg_temp.ways AS w ON w.purpose = 'alert' AND (w.rule, w.severity) = (c.rule, c.severity) AND w.segment IS NOT DISTINCT FROM c.segment
     WHERE c.alert_id = ANY (fired);

    -- When each route told of each alert last; a route that came later counts from when it fired.
    CREATE TEMPORARY TABLE repeats ON COMMIT DROP AS
    SELECT c.alert_id, c.arr, c.silent_until, w.route_id, w.channel, w.target, w.repeat_after,
           CASE WHEN c.alert_id = ANY (fired) THEN as_of ELSE COALESCE(t.told_at, c.fired_at) END AS told_at
      FROM pg_temp.concerned AS c
      JOIN pg_temp.ways AS w ON w.purpose = 'alert' AND (w.rule, w.severity) = (c.rule, c.severity) AND w.segment IS NOT DISTINCT FROM c.segment
      LEFT JOIN (SELECT x.alert_id, m.route_id, max(m.created_at) AS told_at
                   FROM pg_temp.concerned AS k
                   JOIN mainstay.message_alerts AS x ON x.alert_id = k.alert_id
                   JOIN mainstay.messages AS m ON m.message_id = x.message_id AND m.kind IN ('fired', 'repeated')
                  WHERE k.state = 'firing' AND NOT k.alert_id = ANY (fired) GROUP BY x.alert_id, m.route_id) AS t
        ON (t.alert_id, t.route_id) = (c.alert_id, w.route_id)
     WHERE c.state = 'firing' AND w.repeat_after IS NOT NULL AND (c.last_told_at IS NOT NULL OR c.alert_id = ANY (fired));

    -- A repeat takes along what its route told at least half as long ago, so that repeats come together.
    INSERT INTO pg_temp.telling
    SELECT r.alert_id, 'repeated', r.route_id, r.channel, r.target, r.arr
      FROM pg_temp.repeats AS r
     WHERE r.silent_until IS NULL AND r.told_at + r.repeat_after / 2 <= as_of
       AND r.route_id IN (SELECT d.route_id FROM pg_temp.repeats AS d WHERE d.silent_until IS NULL AND d.told_at + d.repeat_after <= as_of);
    UPDATE pg_temp.repeats AS r SET told_at = as_of
      FROM pg_temp.telling AS t WHERE t.kind = 'repeated' AND (t.alert_id, t.route_id) = (r.alert_id, r.route_id);

    -- What nobody answered in time goes up, and what goes up at once.
    CREATE TEMPORARY TABLE rising ON COMMIT DROP AS
    SELECT c.alert_id, c.rule, c.severity, c.segment, c.arr, e.after
      FROM pg_temp.concerned AS c
      JOIN (SELECT k.rule, mainstay.escalates_after(k.rule) AS after FROM (SELECT DISTINCT o.rule FROM pg_temp.concerned AS o) AS k) AS e
        ON e.rule = c.rule
     WHERE c.state = 'firing' AND c.silent_until IS NULL AND c.escalated_at IS NULL
       AND (c.fired_at + e.after <= as_of OR c.rule = 'system_degraded' AND mainstay.system_failing(as_of));
    INSERT INTO pg_temp.telling
    SELECT c.alert_id, 'escalated', w.route_id, w.channel, w.target, c.arr
      FROM pg_temp.rising AS c
      JOIN pg_temp.ways AS w ON w.purpose = 'escalation' AND (w.rule, w.severity) = (c.rule, c.severity) AND w.segment IS NOT DISTINCT FROM c.segment;
    PERFORM mainstay.move_alerts(array_agg(c.alert_id), 'escalated', NULL, as_of, 'evaluation',
                                 CASE WHEN c.after > interval '0' THEN 'nobody answered in time'
                                      WHEN c.after = interval '0' THEN 'this goes up at once'
                                      ELSE 'the newest checks all found it so' END)
       FROM pg_temp.rising AS c GROUP BY c.after;
    PERFORM mainstay.move_alerts(array_agg(DISTINCT t.alert_id), 'repeated', NULL, as_of, 'evaluation', 'it still fires')
       FROM pg_temp.telling AS t WHERE t.kind = 'repeated' HAVING count(*) > 0;

    UPDATE mainstay.alerts AS a
       SET answer_by = CASE WHEN a.alert_id = ANY (fired) THEN n.answer_by ELSE a.answer_by END,
           escalated_at = CASE WHEN n.rises THEN as_of ELSE a.escalated_at END,
           last_told_at = CASE WHEN n.told THEN as_of ELSE a.last_told_at END,
           look_at = n.look_at
      FROM (SELECT s.alert_id, as_of + s.answer_within AS answer_by, s.rises, s.told,
                   -- The clock's next reason to look at it, which a silence puts off.
                   CASE WHEN s.next IS NOT NULL THEN GREATEST(s.next, s.silent_until) END AS look_at
              FROM (SELECT c.alert_id, c.silent_until, w.answer_within, x.rises, x.told,
                           LEAST(CASE WHEN c.escalated_at IS NULL AND NOT x.rises THEN c.fired_at + e.after END, p.next) AS next
                      FROM pg_temp.concerned AS c
                      CROSS JOIN LATERAL (
                          SELECT c.alert_id IN (SELECT r.alert_id FROM pg_temp.rising AS r) AS rises,
                                 c.alert_id IN (SELECT t.alert_id FROM pg_temp.telling AS t WHERE t.kind <> 'resolved') AS told) AS x
                      LEFT JOIN (SELECT k.rule, mainstay.escalates_after(k.rule) AS after
                                   FROM (SELECT DISTINCT o.rule FROM pg_temp.concerned AS o) AS k) AS e ON e.rule = c.rule
                      LEFT JOIN (SELECT w.rule, w.severity, w.segment, min(w.answer_within) AS answer_within
                                   FROM pg_temp.ways AS w WHERE w.purpose = 'alert' GROUP BY w.rule, w.severity, w.segment) AS w
                        ON (w.rule, w.severity) = (c.rule, c.severity) AND w.segment IS NOT DISTINCT FROM c.segment
                      LEFT JOIN (SELECT r.alert_id, min(r.told_at + r.repeat_after) AS next FROM pg_temp.repeats AS r GROUP BY r.alert_id) AS p
                        ON p.alert_id = c.alert_id
                     WHERE c.state = 'firing') AS s) AS n
     WHERE n.alert_id = a.alert_id
       -- Of the others a changed route or parameter may have moved the clock.
       AND (n.told OR n.rises OR a.alert_id = ANY (fired) OR a.look_at IS DISTINCT FROM n.look_at);

    RETURN QUERY
    SELECT t.kind, a.rule, t.route_id, t.channel, t.target, array_agg(t.alert_id ORDER BY t.arr DESC NULLS LAST, t.alert_id)
      FROM pg_temp.telling AS t JOIN mainstay.alerts AS a ON a.alert_id = t.alert_id
     GROUP BY t.kind, a.rule, t.route_id, t.channel, t.target
     -- What is over is told before what begins: an alert that returns is then told in the order in which it happened.
     ORDER BY array_position(ARRAY['resolved', 'fired', 'repeated', 'escalated'], t.kind), a.rule, t.route_id, t.channel, t.target;
    DROP TABLE pg_temp.concerned, pg_temp.ways, pg_temp.telling, pg_temp.repeats, pg_temp.rising;
END $$;
COMMENT ON FUNCTION mainstay.evaluate_alerts IS 'Moves every alert that is due and returns the messages to be written in the same transaction.';

CREATE OR REPLACE FUNCTION mainstay.alerts_are_due(as_of timestamptz) RETURNS boolean
LANGUAGE sql STABLE
RETURN EXISTS (SELECT FROM mainstay.alerts AS a WHERE a.look_at <= as_of);
COMMENT ON FUNCTION mainstay.alerts_are_due IS 'Whether an evaluation has anything to do that the clock brings. From an index; asked often.';
