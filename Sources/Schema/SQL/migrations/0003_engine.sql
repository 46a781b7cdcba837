-- What the engine keeps: scores, the queue of customers to rescore, ledgers and measurements.

CREATE TABLE mainstay.customer_health_scores (
    user_id                uuid PRIMARY KEY,
    email                  text,
    onboarded_at           timestamptz NOT NULL,
    engagement_score       integer NOT NULL,
    support_score          integer NOT NULL,
    value_score            integer NOT NULL,
    total_health_score     integer NOT NULL,
    health_status          text    NOT NULL,
    calculated_at          timestamptz NOT NULL,
    last_activity          timestamptz,
    -- Whole days without activity when the row was written; the row can be recomputed from itself.
    days_since_activity    double precision GENERATED ALWAYS AS (date_part('day', calculated_at - last_activity)) STORED,
    open_ticket_count      integer NOT NULL,
    feature_adoption_count integer NOT NULL,
    core_feature_adopted   boolean NOT NULL,
    model_version          integer NOT NULL,
    -- When the score changes if nothing happens; null when it then never does.
    next_change_at         timestamptz,
    CONSTRAINT customer_health_scores_status CHECK (health_status IN ('Healthy', 'At-Risk', 'Critical')),
    -- Three parts, one total: an explanation in points must always add up.
    CONSTRAINT customer_health_scores_total CHECK (
        total_health_score = engagement_score + support_score + value_score AND total_health_score BETWEEN 0 AND 100)
) WITH (fillfactor = 85);
COMMENT ON TABLE mainstay.customer_health_scores IS 'The present score of every active customer, with the inputs it was made of. Kept by the engine.';

-- The customers whose time has come.
CREATE INDEX customer_health_scores_next_change ON mainstay.customer_health_scores (next_change_at) WHERE next_change_at IS NOT NULL;

CREATE TABLE mainstay.rescore_queue (
    -- Tells entries apart; never compared as a watermark, since a lower number may commit later.
    entry_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Null stands for everybody.
    user_id     uuid,
    -- When the fact was written, inside its transaction: freshness is measured from here.
    enqueued_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
COMMENT ON TABLE mainstay.rescore_queue IS 'Customers whose facts changed. Append-only for writers: no unique constraint, so two writers cannot deadlock.';
CREATE INDEX rescore_queue_user ON mainstay.rescore_queue (user_id);

CREATE TABLE mainstay.engine_state (
    -- One row: the engine is one.
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    -- The latest moment that scores were computed for; null before the first refresh.
    scored_as_of timestamptz
);
COMMENT ON TABLE mainstay.engine_state IS 'How far the engine has come. Stored scores answer for this moment and later ones, the facts for earlier ones.';
INSERT INTO mainstay.engine_state (scored_as_of) VALUES (NULL);

CREATE TABLE mainstay.upcoming_changes (
    user_id   uuid PRIMARY KEY,
    change_at timestamptz NOT NULL
);
COMMENT ON TABLE mainstay.upcoming_changes IS 'Customers without a score who have a fact dated in the future: when to look at them again.';
CREATE INDEX upcoming_changes_time ON mainstay.upcoming_changes (change_at);

CREATE TABLE mainstay.customer_retention (
    user_id      uuid PRIMARY KEY,
    cohort_month date NOT NULL,
    -- Bit k: active in the k-th month after the cohort's, for k of 1, 3 and 6.
    active_in    smallint NOT NULL,
    -- Bit k: active in the k-th month after the cohort's or later.
    active_since smallint NOT NULL
);
COMMENT ON TABLE mainstay.customer_retention IS 'In which of the months that retention looks at a customer was active, churned ones included. Kept by the engine.';

CREATE TABLE mainstay.cohort_calendar (
    cohort_month date PRIMARY KEY,
    at_1         timestamptz NOT NULL,
    at_2         timestamptz NOT NULL,
    at_3         timestamptz NOT NULL,
    at_4         timestamptz NOT NULL,
    at_6         timestamptz NOT NULL,
    at_7         timestamptz NOT NULL
);
COMMENT ON TABLE mainstay.cohort_calendar IS
    'Where the months that retention looks at begin and end, per cohort: the 1st, 3rd and 6th after it. Looked up instead of computed for each customer.';
INSERT INTO mainstay.cohort_calendar
SELECT m::date, (m + interval '1 month') AT TIME ZONE 'UTC', (m + interval '2 months') AT TIME ZONE 'UTC', (m + interval '3 months') AT TIME ZONE 'UTC',
       (m + interval '4 months') AT TIME ZONE 'UTC', (m + interval '6 months') AT TIME ZONE 'UTC', (m + interval '7 months') AT TIME ZONE 'UTC'
  FROM generate_series(timestamp '1900-01-01', timestamp '2199-12-01', interval '1 month') AS m;
-- Joined from the first day on; without statistics it would be read from end to end for each customer.
ANALYZE mainstay.cohort_calendar;

CREATE TABLE mainstay.campaign_stamp_queue (
    campaign_id bigint PRIMARY KEY
);
COMMENT ON TABLE mainstay.campaign_stamp_queue IS 'Campaign rows whose scores before and after must be looked at again, since the customer''s facts changed.';

CREATE TABLE mainstay.health_status_changes (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id       uuid        NOT NULL,
    processed_at  timestamptz NOT NULL,
    -- Null before the first score.
    from_status   text,
    -- Null when the customer is no longer active.
    to_status     text,
    from_total    integer,
    to_total      integer,
    model_version integer     NOT NULL
);
COMMENT ON TABLE mainstay.health_status_changes IS 'What the system said at the time: every change of status when the engine made it. Never rewritten.';
CREATE INDEX health_status_changes_user ON mainstay.health_status_changes (user_id, processed_at);
CREATE INDEX health_status_changes_time ON mainstay.health_status_changes (processed_at);

CREATE TABLE mainstay.daily_figures (
    day           date NOT NULL,
    -- `All` for everybody, else the segment's name.
    segment       text NOT NULL,
    customers     integer NOT NULL,
    average_score numeric(5, 2),
    healthy       integer NOT NULL,
    at_risk       integer NOT NULL,
    critical      integer NOT NULL,
    PRIMARY KEY (day, segment)
);
COMMENT ON TABLE mainstay.daily_figures IS 'Customers, average score and counts by status at 02:00 UTC of each day, for everybody and per segment.';

CREATE TABLE mainstay.refresh_runs (
    run_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- incremental: the running engine, one row an hour, its end moved along; full: everybody from the facts.
    kind        text        NOT NULL,
    started_at  timestamptz NOT NULL,
    -- Null while it runs; a run that never ended did not complete.
    finished_at timestamptz,
    rescored    bigint      NOT NULL DEFAULT 0,
    -- Stored scores that the incremental path had wrong; null where nothing was compared.
    differences bigint,
    CONSTRAINT refresh_runs_kind CHECK (kind IN ('incremental', 'full')),
    CONSTRAINT refresh_runs_order CHECK (finished_at >= started_at)
);
COMMENT ON TABLE mainstay.refresh_runs IS 'When scores were brought up to date, and what the nightly reconcile found.';
CREATE INDEX refresh_runs_started ON mainstay.refresh_runs (started_at);

CREATE TABLE mainstay.freshness_histogram (
    hour           timestamptz NOT NULL,
    -- Upper bound of the bucket; a score that took this long or less, and longer than the bucket before.
    up_to_ms       numeric     NOT NULL,
    scores         bigint      NOT NULL,
    PRIMARY KEY (hour, up_to_ms)
);
COMMENT ON TABLE mainstay.freshness_histogram IS 'How long committed facts waited for their committed score, counted by the engine.';
