-- What has its place in the week and the day: the digest and the daily check, each at most once.

CREATE TABLE mainstay.digests (
    -- The Monday of the week: a digest that another day was chosen for meanwhile is still the week's.
    week        date PRIMARY KEY,
    -- The moment that the parameters named.
    due_at      timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    outcome     text        NOT NULL,
    -- Why it was skipped.
    reason      text,
    -- What was put into the outbox in the same transaction, one a route.
    messages    uuid[]      NOT NULL DEFAULT '{}',
    CONSTRAINT digests_monday CHECK (extract(isodow FROM week) = 1),
    CONSTRAINT digests_outcome CHECK (outcome IN ('sent', 'skipped')),
    -- One that was skipped says why.
    CONSTRAINT digests_skipped_has_reason CHECK ((outcome = 'skipped') = (reason IS NOT NULL))
);
COMMENT ON TABLE mainstay.digests IS 'The at-risk digest of each week: when it was put into the outbox, or why it was not.';

CREATE TABLE mainstay.daily_checks (
    -- Of the moment at which it was due.
    day        date PRIMARY KEY,
    checked_at timestamptz NOT NULL,
    outcome    text        NOT NULL,
    -- An array of {condition, outcome, found}.
    findings   jsonb       NOT NULL,
    CONSTRAINT daily_checks_outcome CHECK (outcome IN ('passed', 'warning', 'failed')),
    CONSTRAINT daily_checks_findings CHECK (jsonb_typeof(findings) = 'array')
);
COMMENT ON TABLE mainstay.daily_checks IS 'What the check of each day found.';

-- A check looks for what is not resolved yet, among years of checks.
CREATE INDEX system_health_log_unresolved ON mainstay.system_health_log (component) WHERE resolved_at IS NULL AND status <> 'healthy';
