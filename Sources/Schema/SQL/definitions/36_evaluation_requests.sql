-- When the rules of figures are to be looked at again: after surveys, syncs, checks, refreshes and deliveries (docs/alerts.md).

CREATE OR REPLACE FUNCTION mainstay.evaluation_due(as_of timestamptz, OUT by_clock boolean, OUT rules text[])
LANGUAGE sql STABLE
-- Whether the clock has brought anything to evaluate, and which rules of figures are asked for. From indexes; asked often.
BEGIN ATOMIC
    SELECT mainstay.alerts_are_due(as_of),
           ARRAY(SELECT DISTINCT unnest(mainstay.rules_asked_by(t.topic))
                   FROM (SELECT DISTINCT q.topic FROM mainstay.evaluation_requests AS q) AS t ORDER BY 1);
END;
COMMENT ON FUNCTION mainstay.evaluation_due IS 'Whether an evaluation of alerts has anything to do by the clock, and the rules whose figures changed.';

CREATE OR REPLACE FUNCTION mainstay.request_evaluation() RETURNS trigger
LANGUAGE plpgsql AS $$
-- One row for a statement, however many rows it changed.
BEGIN
    INSERT INTO mainstay.evaluation_requests (topic) VALUES (TG_ARGV[0]);
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
        INSERT INTO mainstay.evaluation_requests (topic) VALUES ('refresh');
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
        INSERT INTO mainstay.evaluation_requests (topic) VALUES ('deliveries');
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER messages_request_evaluation AFTER UPDATE ON mainstay.messages
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mainstay.request_evaluation_of_deliveries();
