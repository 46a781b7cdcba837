-- Work that comes due by the clock: what is due when, and what became of each run.

CREATE TABLE mainstay.job_schedules (
    name     text PRIMARY KEY,
    -- The next moment at which the job is due. A server that begins a run moves it on under a lock of this row.
    next_due timestamptz NOT NULL
);
COMMENT ON TABLE mainstay.job_schedules IS 'The jobs of the servers on this database, and when each is due next.';

CREATE TABLE mainstay.job_runs (
    run_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job         text        NOT NULL,
    -- The moment for which the job ran. Of several that passed while no server ran only the latest is made up.
    due_at      timestamptz NOT NULL,
    attempt     integer     NOT NULL,
    started_at  timestamptz NOT NULL,
    -- Null while it runs.
    finished_at timestamptz,
    outcome     text,
    -- Why it failed, in the words of the error.
    error       text,
    -- Which server runs it; for people to read.
    server      text        NOT NULL,
    -- A run without an end is its server's until then; afterwards any server may call it abandoned and begin it anew.
    lease_until timestamptz NOT NULL,
    CONSTRAINT job_runs_outcome CHECK (outcome IN ('succeeded', 'failed', 'abandoned')),
    -- A run that has ended says how.
    CONSTRAINT job_runs_end_has_outcome CHECK ((finished_at IS NULL) = (outcome IS NULL)),
    -- One that failed says why, and no other has an error to tell.
    CONSTRAINT job_runs_failure_has_error CHECK ((outcome IS NOT DISTINCT FROM 'failed') = (error IS NOT NULL)),
    -- Durations are computed from these.
    CONSTRAINT job_runs_order CHECK (finished_at >= started_at AND lease_until > started_at),
    CONSTRAINT job_runs_attempt_from_one CHECK (attempt >= 1)
);
COMMENT ON TABLE mainstay.job_runs IS 'Every attempt at a job with its duration, outcome and error; kept for 90 days.';

-- A job runs once at a time, whatever its servers believe.
CREATE UNIQUE INDEX job_runs_running ON mainstay.job_runs (job) WHERE finished_at IS NULL;
-- The newest run of a job decides what is to be done next.
CREATE INDEX job_runs_newest ON mainstay.job_runs (job, run_id);
