-- Alerts as a ledger: how they are moved, when critical customers open and close theirs, where they go by default, and what keeps them quiet.

CREATE OR REPLACE FUNCTION mainstay.move_alerts(
    ids bigint[], move_name text, new_state text, moved timestamptz, mover text, why text DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql AS $$
-- The one place where alerts change: each move leaves its row. A null state leaves the state as it is. Rows are locked in the order of their
-- numbers; who moves several sets in one transaction locks all of them first.
DECLARE
    moves integer;
BEGIN
    WITH held AS MATERIALIZED (
        SELECT a.alert_id, a.state, a.fired_at FROM mainstay.alerts AS a WHERE a.alert_id = ANY (ids) ORDER BY a.alert_id FOR UPDATE
    ), changed AS (
        UPDATE mainstay.alerts AS a SET
               state = new_state,
               fired_at = CASE new_state WHEN 'firing' THEN moved WHEN 'acknowledged' THEN COALESCE(a.fired_at, moved) ELSE a.fired_at END,
               acknowledged_at = CASE new_state WHEN 'acknowledged' THEN moved ELSE a.acknowledged_at END,
               closed_at = CASE WHEN new_state IN ('resolved', 'suppressed') THEN GREATEST(a.opened_at, moved) END,
               held_by = CASE new_state WHEN 'pending' THEN a.held_by END,
               -- One that is over is looked at once more where somebody must be told so.
               look_at = CASE WHEN new_state = 'resolved' AND a.last_told_at IS NOT NULL THEN moved
                              WHEN new_state IN ('pending', 'firing') THEN a.look_at END
          FROM held AS h WHERE h.alert_id = a.alert_id AND new_state IS NOT NULL
    )
    INSERT INTO mainstay.alert_moves (alert_id, moved_at, move, from_state, to_state, actor, reason)
    SELECT h.alert_id, moved, move_name, h.state, COALESCE(new_state, h.state), mover, why FROM held AS h ORDER BY h.alert_id;
    GET DIAGNOSTICS moves = ROW_COUNT;
    RETURN moves;
END $$;
COMMENT ON FUNCTION mainstay.move_alerts IS 'Moves alerts to a state, or notes something about them, and records it.';

CREATE OR REPLACE FUNCTION mainstay.end_alerts(ids bigint[], ended timestamptz, mover text, why text) RETURNS void
LANGUAGE plpgsql AS $$
-- The condition is over: open alerts are closed, suppressed where nobody was told, and those that a person had closed may open again.
BEGIN
    -- What a state is, is known only of rows that nobody else can move any more: one that fires meanwhile is resolved, and its end is told.
    PERFORM FROM mainstay.alerts AS a WHERE a.alert_id = ANY (ids) ORDER BY a.alert_id FOR UPDATE;
    PERFORM mainstay.move_alerts(ARRAY(SELECT a.alert_id FROM mainstay.alerts AS a WHERE a.alert_id = ANY (ids) AND a.state = 'pending'),
                                 'suppressed', 'suppressed', ended, mover, why);
    PERFORM mainstay.move_alerts(ARRAY(SELECT a.alert_id FROM mainstay.alerts AS a WHERE a.alert_id = ANY (ids) AND a.state IN ('firing', 'acknowledged')),
                                 'resolved', 'resolved', ended, mover, why);
    UPDATE mainstay.alerts AS a SET over_at = ended WHERE a.alert_id = ANY (ids) AND a.over_at IS NULL;
END $$;

CREATE OR REPLACE FUNCTION mainstay.alerts_ended_by(change mainstay.health_status_changes) RETURNS TABLE (alert_id bigint, reason text)
LANGUAGE sql STABLE ROWS 2
-- The alerts that a change of a customer's status ends. (Not to be merged into the query around it: a look-up each, since without fresh statistics
-- the planner would read all alerts.)
BEGIN ATOMIC
    SELECT e.alert_id, e.reason
      FROM (SELECT a.alert_id, CASE WHEN change.to_status IS NULL THEN 'no longer an active customer' ELSE 'no longer Critical' END AS reason
              FROM mainstay.alerts AS a
             WHERE a.rule = 'critical_customer' AND a.subject = 'customer:' || change.user_id AND a.over_at IS NULL
               AND change.from_status = 'Critical' AND change.to_status IS DISTINCT FROM 'Critical'
            UNION ALL
            SELECT a.alert_id, CASE WHEN change.to_status IS NULL THEN 'no longer an active customer' ELSE 'no longer at risk' END
              FROM mainstay.alerts AS a
             WHERE a.rule = 'high_value_at_risk' AND a.subject = 'customer:' || change.user_id AND a.over_at IS NULL
               AND change.from_status <> 'Healthy' AND (change.to_status = 'Healthy' OR change.to_status IS NULL)) AS e
    OFFSET 0;
END;

CREATE OR REPLACE FUNCTION mainstay.health_status_changed() RETURNS trigger
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
-- In the transaction of the rescoring: who turned Critical, or is high-value and no longer Healthy, gets an alert; who recovered or is no longer
-- active loses it. What changes without the score, such as the revenue, is found by the evaluation of figures. Each change has its own moment:
-- one customer who was scored under a clock that ran ahead takes nobody along.
DECLARE
    turned mainstay.health_status_changes[];
    ending record;
BEGIN
    -- A first score that is Healthy concerns nobody.
    SELECT array_agg(n) INTO turned FROM new_rows AS n WHERE n.from_status IS NOT NULL OR n.to_status <> 'Healthy';
    IF turned IS NULL THEN
        RETURN NULL;
    END IF;

    -- Of both rules at once and in their order, as an evaluation does: the two wait for each other in one direction only.
    PERFORM FROM mainstay.alerts AS a
      WHERE a.alert_id = ANY (ARRAY(SELECT e.alert_id FROM unnest(turned) AS t CROSS JOIN LATERAL mainstay.alerts_ended_by(t) AS e))
      ORDER BY a.alert_id FOR UPDATE;
    FOR ending IN
        SELECT t.processed_at AS at, e.reason, array_agg(e.alert_id) AS ids
          FROM unnest(turned) AS t CROSS JOIN LATERAL mainstay.alerts_ended_by(t) AS e GROUP BY t.processed_at, e.reason ORDER BY 1, 2
    LOOP
        PERFORM mainstay.end_alerts(ending.ids, ending.at, 'engine', ending.reason);
    END LOOP;

    WITH opened AS (
        INSERT INTO mainstay.alerts (rule, subject, user_id, severity, state, opened_at, fires_at, look_at, details)
        SELECT n.rule, 'customer:' || n.user_id, n.user_id, 'high', 'pending', n.at, n.at + n.delay, n.at + n.delay, n.details
          FROM (SELECT 'critical_customer' AS rule, t.user_id, t.processed_at AS at, t.from_status,
                       make_interval(mins => mainstay.parameter('critical_alert_delay_minutes')::integer) AS delay,
                       jsonb_build_object('score', t.to_total, 'score_before', t.from_total, 'status_before', t.from_status) AS details
                  FROM unnest(turned) AS t WHERE t.to_status = 'Critical'
                UNION ALL
                SELECT 'high_value_at_risk', t.user_id, t.processed_at, t.from_status, interval '0',
                       jsonb_build_object('score', t.to_total, 'status', t.to_status, 'arr', u.arr)
                  FROM unnest(turned) AS t
                  CROSS JOIN LATERAL (SELECT c.arr FROM mainstay.users AS c
                                       WHERE c.user_id = t.user_id AND c.arr >= mainstay.parameter('high_value_arr')::numeric OFFSET 0) AS u
                 WHERE t.to_status IN ('At-Risk', 'Critical') AND (t.from_status = 'Healthy' OR t.from_status IS NULL)
                   -- One that a person closed while it held opens again only after it was over.
                   AND NOT EXISTS (SELECT FROM mainstay.alerts AS o
                                    WHERE o.rule = 'high_value_at_risk' AND o.subject = 'customer:' || t.user_id AND o.over_at IS NULL)) AS n
         -- Everybody's first scores are no news; a customer's first one is, once there were scores before.
         WHERE n.from_status IS NOT NULL OR EXISTS (SELECT FROM mainstay.refresh_runs AS r WHERE r.finished_at IS NOT NULL AND r.rescored > 0)
         ORDER BY n.rule, n.user_id
        ON CONFLICT (rule, subject) WHERE state IN ('pending', 'firing', 'acknowledged') DO NOTHING
        RETURNING alert_id, rule, opened_at, details
    )
    INSERT INTO mainstay.alert_moves (alert_id, moved_at, move, to_state, actor, reason)
    SELECT o.alert_id, o.opened_at, 'opened', 'pending', 'engine',
           CASE o.rule WHEN 'critical_customer'
                THEN 'turned Critical with ' || (o.details ->> 'score') || ' points'
                     || COALESCE(', from ' || (o.details ->> 'status_before') || ' with ' || (o.details ->> 'score_before'), ', the first score')
                ELSE (o.details ->> 'status') || ' with ' || (o.details ->> 'score') || ' points' END
      FROM opened AS o ORDER BY o.alert_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER health_status_changes_alerts AFTER INSERT ON mainstay.health_status_changes
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mainstay.health_status_changed();

-- Where alerts go unless somebody decides otherwise (docs/alerts.md). Routes changed by hand stay.
CREATE OR REPLACE FUNCTION mainstay.default_routes() RETURNS SETOF mainstay.routes
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT r.route_id, r.rule, NULL::text, NULL::text, r.purpose, r.channel, r.target, r.answer_within, r.repeat_hours::numeric, true
      FROM (VALUES
        ('critical', 'critical_customer', 'alert', 'slack', 'parameter:critical_slack_channel', 'parameter:critical_response_hours', 24),
        ('critical-escalation-slack', 'critical_customer', 'escalation', 'slack', 'parameter:chairman_escalation_slack', NULL, NULL),
        ('critical-escalation-email', 'critical_customer', 'escalation', 'email', 'parameter:chairman_escalation_email', NULL, NULL),
        ('nps-negative', 'nps_negative', 'alert', 'slack', 'parameter:chairman_escalation_slack', '0', 168),
        ('system', 'system_degraded', 'alert', 'slack', 'parameter:system_slack_channel', '1', 24),
        ('system-escalation', 'system_degraded', 'escalation', 'email', 'parameter:ops_email', NULL, NULL),
        ('crm', 'crm_sync_failure', 'alert', 'email', 'parameter:ops_email', '4', 24),
        ('retention', 'retention_decline', 'alert', 'slack', 'parameter:retention_slack_channel', '168', 168),
        ('retention-escalation-slack', 'retention_decline', 'escalation', 'slack', 'parameter:chairman_escalation_slack', NULL, NULL),
        ('retention-escalation-email', 'retention_decline', 'escalation', 'email', 'parameter:chairman_escalation_email', NULL, NULL),
        ('nps-drop-escalation-slack', 'nps_drop', 'escalation', 'slack', 'parameter:chairman_escalation_slack', NULL, NULL),
        ('nps-drop-escalation-email', 'nps_drop', 'escalation', 'email', 'parameter:chairman_escalation_email', NULL, NULL),
        ('high-value-escalation-slack', 'high_value_at_risk', 'escalation', 'slack', 'parameter:chairman_escalation_slack', NULL, NULL),
        ('high-value-escalation-email', 'high_value_at_risk', 'escalation', 'email', 'parameter:chairman_escalation_email', NULL, NULL),
        ('reconcile', 'reconcile_differences', 'alert', 'slack', 'parameter:system_slack_channel', '24', NULL),
        ('delivery-slack', 'delivery_failed', 'alert', 'slack', 'parameter:system_slack_channel', '4', 24),
        ('delivery-email', 'delivery_failed', 'alert', 'email', 'parameter:ops_email', '4', 24),
        ('digest', 'weekly_at_risk_digest', 'alert', 'email', 'parameter:at_risk_digest_recipients', NULL, NULL),
        ('weekly-review', 'weekly_review', 'alert', 'email', 'parameter:at_risk_digest_recipients', NULL, NULL),
        ('monthly-review-chairman', 'monthly_review', 'alert', 'email', 'role:chairman', NULL, NULL),
        ('monthly-review-product', 'monthly_review', 'alert', 'email', 'role:product', NULL, NULL),
        ('insights-report-chairman', 'insights_report', 'alert', 'email', 'role:chairman', NULL, NULL),
        ('insights-report-product', 'insights_report', 'alert', 'email', 'role:product', NULL, NULL),
        ('daily-check-slack', 'daily_check', 'alert', 'slack', 'parameter:system_slack_channel', NULL, NULL),
        ('daily-check-email', 'daily_check', 'alert', 'email', 'parameter:ops_email', NULL, NULL)
      ) AS r (route_id, rule, purpose, channel, target, answer_within, repeat_hours);
END;
COMMENT ON FUNCTION mainstay.default_routes IS 'Where alerts go by default.';

INSERT INTO mainstay.routes SELECT * FROM mainstay.default_routes() ON CONFLICT (route_id) DO NOTHING;

CREATE OR REPLACE FUNCTION mainstay.role_addresses(role_name text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
-- Where the people of a role are written to, with commas between: the address of each account that is not disabled, which may be its name. The
-- Chairman has an address for escalations, which serves where no account has one. Empty where there is none at all.
RETURN COALESCE(
    (SELECT string_agg(DISTINCT p.address, ',' ORDER BY p.address)
       FROM (SELECT COALESCE(a.email, CASE WHEN a.name ~ '^[^@,]+@[^@,]+$' THEN a.name END) AS address
               FROM mainstay.accounts AS a WHERE a.role = role_name AND a.disabled_at IS NULL) AS p
      WHERE p.address IS NOT NULL),
    CASE WHEN role_name = 'chairman' THEN mainstay.parameter('chairman_escalation_email') END, '');
COMMENT ON FUNCTION mainstay.role_addresses IS 'The e-mail addresses of the people of a role, with commas between them.';

CREATE OR REPLACE FUNCTION mainstay.parameter_or(setting text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
-- What a route says: the value itself, that of the parameter it names, or the addresses of the role it names.
RETURN CASE WHEN setting LIKE 'parameter:%' THEN mainstay.parameter(substr(setting, 11))
            WHEN setting LIKE 'role:%' THEN mainstay.role_addresses(substr(setting, 6)) ELSE setting END;

CREATE OR REPLACE FUNCTION mainstay.live_routes()
RETURNS TABLE (route_id text, rule text, severity text, segment text, purpose text, channel text, target text, answer_within interval,
               repeat_after interval)
LANGUAGE sql STABLE ROWS 20
-- The routes that are switched on, their parameters looked up.
BEGIN ATOMIC
    SELECT r.route_id, r.rule, r.severity, r.segment, r.purpose, r.channel, mainstay.parameter_or(r.target),
           mainstay.parameter_or(r.answer_within)::numeric * interval '1 hour', r.repeat_hours * interval '1 hour'
      FROM mainstay.routes AS r WHERE r.enabled;
END;
COMMENT ON FUNCTION mainstay.live_routes IS 'The routes that are switched on, with the values of the parameters they name.';

CREATE OR REPLACE FUNCTION mainstay.silenced_until(alert_rule text, alert_segment text, customer uuid, as_of timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE
-- The end of the silence that lasts longest; null where there is none.
RETURN (SELECT max(s.until) FROM mainstay.silences AS s
         WHERE s.since <= as_of AND s.until > as_of AND s.ended_at IS NULL
           AND (s.rule IS NULL OR s.rule = alert_rule) AND (s.segment IS NULL OR s.segment = alert_segment)
           AND (s.user_id IS NULL OR s.user_id = customer));
COMMENT ON FUNCTION mainstay.silenced_until IS 'Until when an alert is to be kept quiet at a moment.';
