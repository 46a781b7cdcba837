-- Dashboards as they were taken, and what their questions need to be answered quickly.

CREATE TABLE mainstay.dashboard_snapshots (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name     text        NOT NULL,
    -- The moment that all its figures speak of.
    as_of    timestamptz NOT NULL,
    taken_at timestamptz NOT NULL,
    -- scheduled: by the calendar; requested: somebody asked for it.
    reason   text        NOT NULL,
    -- json, not jsonb: the text is given out as it was written, byte for byte.
    content  json        NOT NULL,
    CONSTRAINT dashboard_snapshots_name CHECK (name IN ('executive', 'campaigns', 'system', 'insights')),
    CONSTRAINT dashboard_snapshots_reason CHECK (reason IN ('scheduled', 'requested')),
    -- A snapshot of the future would be a guess that looks like a fact.
    CONSTRAINT dashboard_snapshots_past CHECK (as_of <= taken_at)
);
COMMENT ON TABLE mainstay.dashboard_snapshots IS
    'Dashboards as they were taken. Of those older than 30 days only the last one of each day is kept.';

-- The newest of a dashboard, and the newest by a moment.
CREATE INDEX dashboard_snapshots_newest ON mainstay.dashboard_snapshots (name, as_of DESC, id DESC);

-- Requests for features are a small part of all tickets, and are read by time.
CREATE INDEX support_tickets_requests ON mainstay.support_tickets (opened_at) WHERE category = 'feature_request';
