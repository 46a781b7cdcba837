-- When the rules of figures are to be looked at again: after surveys, syncs, checks, refreshes and deliveries (docs/alerts.md).

CREATE OR REPLACE FUNCTION mainstay.evaluation_due(as_of timestamptz) RETURNS TABLE (topic text, rules text[])
LANGUAGE sql STABLE ROWS 5
-- Asked several times a second: a row for the clock where it has brought something, and one for each topic that is asked for, however often it
-- was. It goes through the index from topic to topic, not from request to request.
BEGIN ATOMIC
    WITH RECURSIVE topics AS (
        (SELECT q.topic FROM mainstay.evaluation_requests AS q ORDER BY q.topic LIMIT 1)
        UNION ALL
        SELECT n.topic
          FROM topics AS t
          CROSS JOIN LATERAL (SELECT q.topic FROM mainstay.evaluation_requests AS q WHERE q.topic > t.topic ORDER BY q.topic LIMIT 1) AS n
    )
    SELECT 'clock', '{}'::text[] WHERE mainstay.alerts_are_due(as_of)
    UNION ALL
    SELECT t.topic, mainstay.rules_asked_by(t.topic) FROM topics AS t;
END;
COMMENT ON FUNCTION mainstay.evaluation_due IS 'What an evaluation of alerts has to do: by the clock, and per topic that changed the rules that look at it.';

CREATE OR REPLACE FUNCTION mainstay.ask_for_evaluation(asked text) RETURNS void
LANGUAGE plpgsql AS $$
-- Once in a transaction: what it changes later is seen with its request or not at all. (A request of another transaction must not be relied upon:
-- an evaluation may do it before this one has ended. Nor is there anything to wait for: nobody else has this transaction's number.)
BEGIN
    INSERT INTO mainstay.evaluation_requests (topic) VALUES (asked) ON CONFLICT DO NOTHING;
END $$;

CREATE OR REPLACE FUNCTION mainstay.request_evaluation() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM mainstay.ask_for_evaluation(TG_ARGV[0]);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER nps_surveys_request_evaluation AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON mainstay.nps_surveys
    FOR EACH STATEMENT EXECUTE FUNCTION mainstay.request_evaluation('surveys');
CREATE OR REPLACE TRIGGER crm_sync_log_request_evaluation AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON mainstay.crm_sync_log
    FOR EACH STATEMENT EXECUTE FUNCTION mainstay.request_evaluation('syncs');
CREATE OR REPLACE TRIGGER system_health_log_request_evaluation AFTER INSERT ON mainstay.system_health_log
    FOR EACH STATEMENT EXECUTE FUNCTION mainstay.request_evaluation('checks');
-- A parameter may be the threshold of any rule.
CREATE OR REPLACE TRIGGER parameters_request_evaluation AFTER UPDATE ON mainstay.parameters
    FOR EACH STATEMENT EXECUTE FUNCTION mainstay.request_evaluation('refresh');

CREATE OR REPLACE FUNCTION mainstay.request_evaluation_of_refresh() RETURNS trigger
LANGUAGE plpgsql AS $$
-- The engine's small steps come several times a second and move no figure that is not looked at in them; a whole refresh may.
BEGIN
    IF EXISTS (SELECT FROM new_rows AS n WHERE n.kind = 'full' AND n.finished_at IS NOT NULL) THEN
        PERFORM mainstay.ask_for_evaluation('refresh');
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER refresh_runs_request_on_insert AFTER INSERT ON mainstay.refresh_runs
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mainstay.request_evaluation_of_refresh();
CREATE OR REPLACE TRIGGER refresh_runs_request_on_update AFTER UPDATE ON mainstay.refresh_runs
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mainstay.request_evaluation_of_refresh();

CREATE OR REPLACE FUNCTION mainstay.request_evaluation_of_deliveries() RETURNS trigger
LANGUAGE plpgsql AS $$
-- A message that was given up, or one that went through where another had been given up.
BEGIN
    IF EXISTS (SELECT FROM new_rows AS n WHERE n.state IN ('failed', 'dead') AND n.rule <> 'delivery_failed')
       OR EXISTS (SELECT FROM new_rows AS n WHERE n.state = 'sent')
          AND EXISTS (SELECT FROM mainstay.alerts AS a WHERE a.rule = 'delivery_failed' AND a.over_at IS NULL) THEN
        PERFORM mainstay.ask_for_evaluation('deliveries');
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER messages_request_evaluation AFTER UPDATE ON mainstay.messages
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mainstay.request_evaluation_of_deliveries();
