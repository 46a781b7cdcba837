-- The exit gates: the baseline that retention is compared with, and what each day found (docs/gates.md).

CREATE FUNCTION mainstay.refuse_rewriting() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of %.% are never changed or deleted', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
COMMENT ON FUNCTION mainstay.refuse_rewriting IS 'For ledgers: a row that could be changed afterwards proves nothing.';

CREATE TABLE mainstay.retention_baselines (
    baseline_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    set_at      timestamptz NOT NULL,
    -- `cli:` and the user of the machine, or `user:` and the account.
    set_by      text        NOT NULL,
    why         text        NOT NULL,
    -- Percent; null gives the automatic baseline back.
    rate        numeric(5, 2),
    -- A rise over nothing is no figure, and nobody can be retained more than wholly.
    CONSTRAINT retention_baselines_rate CHECK (rate > 0 AND rate <= 100),
    -- A figure that the gate hangs on needs its reason.
    CONSTRAINT retention_baselines_told CHECK (set_by ~ '[^[:space:]]' AND why ~ '[^[:space:]]')
);
COMMENT ON TABLE mainstay.retention_baselines IS
    'Baselines of 1-month retention that somebody set, each from its time on, and when the automatic one was given back. Never rewritten.';
CREATE INDEX retention_baselines_newest ON mainstay.retention_baselines (set_at, baseline_id);
CREATE TRIGGER retention_baselines_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON mainstay.retention_baselines
    FOR EACH STATEMENT EXECUTE FUNCTION mainstay.refuse_rewriting();

CREATE TABLE mainstay.gate_states (
    -- Of the moment for which it was looked at.
    day         date        NOT NULL,
    gate        text        NOT NULL,
    as_of       timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    state       text        NOT NULL,
    PRIMARY KEY (day, gate),
    CONSTRAINT gate_states_state CHECK (state IN ('passed', 'unmet', 'unknown')),
    CONSTRAINT gate_states_day CHECK (day = (as_of AT TIME ZONE 'UTC')::date),
    -- A record of the future would be a guess that looks like a fact.
    CONSTRAINT gate_states_past CHECK (as_of <= recorded_at)
);
COMMENT ON TABLE mainstay.gate_states IS 'Whether each exit gate was passed, day by day. Never rewritten.';
CREATE TRIGGER gate_states_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON mainstay.gate_states
    FOR EACH STATEMENT EXECUTE FUNCTION mainstay.refuse_rewriting();

CREATE TABLE mainstay.gate_check_states (
    day        date    NOT NULL,
    gate       text    NOT NULL,
    check_name text    NOT NULL,
    -- In the order of the gate's list.
    place      integer NOT NULL,
    state      text    NOT NULL,
    value      numeric,
    -- In words, as it was said on that day.
    found      text    NOT NULL,
    PRIMARY KEY (day, gate, check_name),
    FOREIGN KEY (day, gate) REFERENCES mainstay.gate_states (day, gate),
    CONSTRAINT gate_check_states_state CHECK (state IN ('passed', 'unmet', 'unknown'))
);
COMMENT ON TABLE mainstay.gate_check_states IS 'What each check of an exit gate found, day by day. Never rewritten.';
CREATE TRIGGER gate_check_states_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON mainstay.gate_check_states
    FOR EACH STATEMENT EXECUTE FUNCTION mainstay.refuse_rewriting();
