-- Alerts as a ledger, routes as data, and messages as rows (docs/alerts.md).

CREATE TABLE mainstay.alerts (
    alert_id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule            text        NOT NULL,
    -- What it is about: `customer:` and the UUID, or the name of a figure.
    subject         text        NOT NULL,
    user_id         uuid,
    severity        text        NOT NULL,
    state           text        NOT NULL,
    opened_at       timestamptz NOT NULL,
    -- Until when it must last before anybody is told.
    fires_at        timestamptz NOT NULL,
    fired_at        timestamptz,
    acknowledged_at timestamptz,
    closed_at       timestamptz,
    -- When its condition was seen to be over; null of one that a person closed while it held: it is not opened again until then.
    over_at         timestamptz,
    -- Why it is still pending although its time has come: `silence` or `cool-down`.
    held_by         text,
    assignee        text,
    -- Until when somebody should have acknowledged it; null where no answer is asked for.
    answer_by       timestamptz,
    escalated_at    timestamptz,
    last_told_at    timestamptz,
    -- When those who were told that it fires were told that it is over.
    over_told_at    timestamptz,
    -- When the clock gives the next reason to look at it; null where none.
    look_at         timestamptz,
    -- The figures that raised it, as they were then.
    details         jsonb       NOT NULL DEFAULT '{}',
    CONSTRAINT alerts_severity CHECK (severity IN ('high', 'medium', 'low')),
    CONSTRAINT alerts_state CHECK (state IN ('pending', 'firing', 'acknowledged', 'resolved', 'suppressed')),
    -- A closed alert says when, an open one is not closed.
    CONSTRAINT alerts_closed CHECK ((state IN ('resolved', 'suppressed')) = (closed_at IS NOT NULL)),
    CONSTRAINT alerts_held CHECK (held_by IN ('silence', 'cool-down')),
    CONSTRAINT alerts_fired CHECK (state NOT IN ('firing', 'acknowledged') OR fired_at IS NOT NULL)
);
COMMENT ON TABLE mainstay.alerts IS 'What somebody should know or do: one row per rule and subject while open.';
-- One open alert for a rule and its subject, whatever two servers do.
CREATE UNIQUE INDEX alerts_open ON mainstay.alerts (rule, subject) WHERE state IN ('pending', 'firing', 'acknowledged');
-- Asked several times a second: is anything due?
CREATE INDEX alerts_look ON mainstay.alerts (look_at) WHERE look_at IS NOT NULL;
-- What cannot be opened, since it is open or was closed by a person while it held.
CREATE INDEX alerts_not_over ON mainstay.alerts (rule, subject) WHERE over_at IS NULL;
CREATE INDEX alerts_user ON mainstay.alerts (user_id, opened_at) WHERE user_id IS NOT NULL;
CREATE INDEX alerts_opened ON mainstay.alerts (opened_at);

CREATE TABLE mainstay.alert_moves (
    move_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_id   bigint      NOT NULL REFERENCES mainstay.alerts (alert_id) ON DELETE CASCADE,
    moved_at   timestamptz NOT NULL,
    -- opened, fired, acknowledged, assigned, commented, escalated, repeated, held, resolved, suppressed
    move       text        NOT NULL,
    from_state text,
    to_state   text        NOT NULL,
    -- `engine`, `evaluation`, or who did it.
    actor      text        NOT NULL,
    reason     text
);
CREATE INDEX alert_moves_alert ON mainstay.alert_moves (alert_id, move_id);

CREATE TABLE mainstay.silences (
    silence_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Null stands for all.
    rule       text,
    segment    text,
    user_id    uuid,
    since      timestamptz NOT NULL,
    until      timestamptz NOT NULL,
    made_by    text        NOT NULL,
    why        text        NOT NULL,
    -- Before its time, and by whom.
    ended_at   timestamptz,
    ended_by   text,
    CONSTRAINT silences_order CHECK (until > since)
);

CREATE TABLE mainstay.routes (
    route_id            text PRIMARY KEY,
    rule                text NOT NULL,
    -- Null stands for all.
    severity            text,
    segment             text,
    -- alert: when it fires and resolves; escalation: when it is escalated.
    purpose             text NOT NULL DEFAULT 'alert',
    channel             text NOT NULL,
    -- A target, or `parameter:NAME` for one that a parameter holds.
    target              text NOT NULL,
    -- Hours, or `parameter:NAME`; null where no answer is asked for.
    answer_within       text,
    -- Null: an alert that still fires is not told again.
    repeat_hours        numeric,
    enabled             boolean NOT NULL DEFAULT true,
    CONSTRAINT routes_purpose CHECK (purpose IN ('alert', 'escalation')),
    CONSTRAINT routes_channel CHECK (channel IN ('slack', 'email', 'webhook')),
    CONSTRAINT routes_answer CHECK (answer_within ~ '^(parameter:[a-z0-9_]+|[0-9]+([.][0-9]+)?)$'),
    CONSTRAINT routes_repeat CHECK (repeat_hours > 0)
);

CREATE TABLE mainstay.route_changes (
    change_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    changed_at timestamptz NOT NULL,
    changed_by text        NOT NULL,
    why        text,
    route_id   text        NOT NULL,
    -- The route as it was and as it became; null where there was none, or is none any more.
    before     jsonb,
    after      jsonb
);
COMMENT ON TABLE mainstay.route_changes IS 'Who changed which route when, and from what to what. Never rewritten.';

CREATE TABLE mainstay.messages (
    message_id   uuid PRIMARY KEY,
    route_id     text,
    channel      text        NOT NULL,
    -- As it was when the message was made.
    target       text        NOT NULL,
    -- fired, resolved, repeated, escalated, digest, check, test
    kind         text        NOT NULL,
    rule         text        NOT NULL,
    -- Messages of one subject are sent in the order of `number`.
    subject_key  text        NOT NULL,
    number       bigint GENERATED ALWAYS AS IDENTITY,
    -- What to say, in a form that every channel can say.
    content      jsonb       NOT NULL,
    created_at   timestamptz NOT NULL,
    state        text        NOT NULL DEFAULT 'waiting',
    next_try_at  timestamptz NOT NULL,
    attempts     integer     NOT NULL DEFAULT 0,
    lease_until  timestamptz,
    lease_holder text,
    sent_at      timestamptz,
    -- After this moment a try that fails was the last.
    give_up_at   timestamptz NOT NULL,
    given_up_at  timestamptz,
    last_error   text,
    -- waiting: to be sent; sending: claimed; undeliverable: no channel is set up; failed: can never work as it is; dead: given up after 24 hours.
    CONSTRAINT messages_state CHECK (state IN ('waiting', 'sending', 'sent', 'undeliverable', 'failed', 'dead'))
);
CREATE INDEX messages_due ON mainstay.messages (channel, target, next_try_at, number) WHERE state IN ('waiting', 'sending');
CREATE INDEX messages_subject ON mainstay.messages (channel, target, subject_key, number) WHERE state IN ('waiting', 'sending');
CREATE INDEX messages_undeliverable ON mainstay.messages (channel, target) WHERE state = 'undeliverable';
CREATE INDEX messages_given_up ON mainstay.messages (given_up_at) WHERE state IN ('failed', 'dead');
CREATE UNIQUE INDEX messages_number ON mainstay.messages (number);
CREATE INDEX messages_created ON mainstay.messages (created_at);

CREATE TABLE mainstay.message_alerts (
    message_id uuid   NOT NULL REFERENCES mainstay.messages (message_id) ON DELETE CASCADE,
    alert_id   bigint NOT NULL,
    PRIMARY KEY (message_id, alert_id)
);
CREATE INDEX message_alerts_alert ON mainstay.message_alerts (alert_id);

-- Until when a target is left in peace: it wants a message a second at most, or asked for time.
CREATE TABLE mainstay.delivery_pauses (
    channel text        NOT NULL,
    target  text        NOT NULL,
    until   timestamptz NOT NULL,
    PRIMARY KEY (channel, target)
);

CREATE TABLE mainstay.delivery_attempts (
    attempt_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id   uuid        NOT NULL REFERENCES mainstay.messages (message_id) ON DELETE CASCADE,
    started_at   timestamptz NOT NULL,
    milliseconds integer     NOT NULL,
    -- sent, retry, failed
    outcome      text        NOT NULL,
    -- What the receiver said, without secrets.
    answer       text
);
CREATE INDEX delivery_attempts_message ON mainstay.delivery_attempts (message_id, attempt_id);
