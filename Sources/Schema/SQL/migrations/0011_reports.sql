-- The reports as they were made, and to whom they go (docs/reports.md).

CREATE TABLE mainstay.reports (
    report_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind      text        NOT NULL,
    -- The moment that all of it speaks of.
    as_of     timestamptz NOT NULL,
    made_at   timestamptz NOT NULL,
    -- scheduled: by the calendar; requested: somebody asked to keep it.
    reason    text        NOT NULL,
    -- The Monday that a scheduled one was made for; null of a requested one.
    due_on    date,
    -- Who asked, `cli:` and the user of the machine; null of a scheduled one.
    made_by   text,
    title     text        NOT NULL,
    -- json, not jsonb: the text is given out as it was written, byte for byte.
    content   json        NOT NULL,
    CONSTRAINT reports_kind CHECK (kind IN ('weekly', 'monthly', 'insights')),
    CONSTRAINT reports_reason CHECK (reason IN ('scheduled', 'requested')),
    -- A report of the future would be a guess that looks like a fact.
    CONSTRAINT reports_past CHECK (as_of <= made_at),
    CONSTRAINT reports_scheduled_has_day CHECK ((reason = 'scheduled') = (due_on IS NOT NULL)),
    CONSTRAINT reports_monday CHECK (extract(isodow FROM due_on) = 1),
    CONSTRAINT reports_requested_by_somebody CHECK ((reason = 'requested') = (made_by IS NOT NULL))
);
COMMENT ON TABLE mainstay.reports IS 'Weekly reviews, monthly business reviews and insights reports as they were made. Never rewritten.';
-- However many servers make it: of a week or a month there is one.
CREATE UNIQUE INDEX reports_scheduled ON mainstay.reports (kind, due_on) WHERE due_on IS NOT NULL;
CREATE INDEX reports_newest ON mainstay.reports (kind, as_of DESC, report_id DESC);
CREATE TRIGGER reports_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON mainstay.reports
    FOR EACH STATEMENT EXECUTE FUNCTION mainstay.refuse_rewriting();

CREATE TABLE mainstay.report_deliveries (
    kind        text        NOT NULL,
    -- The Monday that it was due on.
    due_on      date        NOT NULL,
    due_at      timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    outcome     text        NOT NULL,
    -- Why it was not sent, or not even made.
    reason      text,
    report_id   bigint      REFERENCES mainstay.reports (report_id),
    -- What was put into the outbox in the same transaction, one a route.
    messages    uuid[]      NOT NULL DEFAULT '{}',
    PRIMARY KEY (kind, due_on),
    CONSTRAINT report_deliveries_kind CHECK (kind IN ('weekly', 'monthly', 'insights')),
    -- unsent: it was made, and there was nobody to send it to; skipped: it was not made on its day.
    CONSTRAINT report_deliveries_outcome CHECK (outcome IN ('sent', 'unsent', 'skipped')),
    CONSTRAINT report_deliveries_monday CHECK (extract(isodow FROM due_on) = 1),
    CONSTRAINT report_deliveries_reason CHECK ((outcome = 'sent') = (reason IS NULL)),
    CONSTRAINT report_deliveries_report CHECK ((outcome = 'skipped') = (report_id IS NULL))
);
COMMENT ON TABLE mainstay.report_deliveries IS 'What became of each report that was due by the calendar.';

-- Where somebody is written to: routes may name a role instead of an address.
ALTER TABLE mainstay.accounts ADD COLUMN email text,
    ADD CONSTRAINT accounts_email_form CHECK (length(email) BETWEEN 3 AND 254 AND email ~ '^[^@,[:space:][:cntrl:]]+@[^@,[:space:][:cntrl:]]+$');
COMMENT ON COLUMN mainstay.accounts.email IS 'Where somebody is written to; null where the name of the account is an address, or there is none.';
