-- What the rules of figures look at has changed: asked for by whoever changed it, done by the next evaluation of alerts.

-- Appended to only, like the queue of rescoring: two writers never wait for each other.
CREATE TABLE mainstay.evaluation_requests (
    request_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic        text        NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT evaluation_requests_topic CHECK (topic IN ('surveys', 'syncs', 'checks', 'refresh', 'deliveries'))
);
COMMENT ON TABLE mainstay.evaluation_requests IS 'Which figures changed since their alerts were last evaluated.';
