-- Facts that change put their customers into rescore_queue, in the transaction that changes them.

CREATE OR REPLACE FUNCTION mainstay.enqueue_customers() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    customers uuid[];
    moment    timestamptz DEFAULT clock_timestamp();
BEGIN
    -- A bulk load queues once for all its rows.
    IF current_setting('mainstay.bulk_load', true) = 'on' THEN
        RETURN NULL;
    END IF;
    -- The transition table is read before the insert: a distributed table cannot do both in one statement.
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT n.user_id) INTO customers FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT o.user_id) INTO customers FROM old_rows AS o;
    ELSE
        SELECT array_agg(DISTINCT c.user_id) INTO customers
          FROM (SELECT user_id FROM old_rows UNION ALL SELECT user_id FROM new_rows) AS c;
    END IF;
    IF customers IS NOT NULL THEN
        INSERT INTO mainstay.rescore_queue (user_id, enqueued_at) SELECT unnest(customers), moment;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION mainstay.enqueue_everybody() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO mainstay.rescore_queue (user_id) VALUES (NULL);
    RETURN NULL;
END $$;

DO $$
DECLARE
    fact_table text;
BEGIN
    FOREACH fact_table IN ARRAY ARRAY['users', 'user_status_changes', 'usage_events', 'support_tickets'] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER %1$s_enqueue_insert AFTER INSERT ON mainstay.%1$I
            REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mainstay.enqueue_customers()', fact_table);
        EXECUTE format('CREATE OR REPLACE TRIGGER %1$s_enqueue_update AFTER UPDATE ON mainstay.%1$I
            REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mainstay.enqueue_customers()', fact_table);
        EXECUTE format('CREATE OR REPLACE TRIGGER %1$s_enqueue_delete AFTER DELETE ON mainstay.%1$I
            REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION mainstay.enqueue_customers()', fact_table);
        EXECUTE format('CREATE OR REPLACE TRIGGER %1$s_enqueue_truncate AFTER TRUNCATE ON mainstay.%1$I
            FOR EACH STATEMENT EXECUTE FUNCTION mainstay.enqueue_everybody()', fact_table);
    END LOOP;
END $$;

-- A feature that becomes core, or a new model, may move anybody's score.
CREATE OR REPLACE TRIGGER features_enqueue AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON mainstay.features
    FOR EACH STATEMENT EXECUTE FUNCTION mainstay.enqueue_everybody();
CREATE OR REPLACE TRIGGER health_models_enqueue AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON mainstay.health_models
    FOR EACH STATEMENT EXECUTE FUNCTION mainstay.enqueue_everybody();
