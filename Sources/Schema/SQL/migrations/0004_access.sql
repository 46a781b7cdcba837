-- Who may come in, and what they did: accounts, sessions, tokens of programs, the throttle, and the audit log.
--
-- No secret is stored. Passwords are kept as scrypt; session and token secrets are random enough that their SHA-256 tells nothing.

CREATE TABLE mainstay.accounts (
    account_id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- An e-mail address or a login name.
    name            text        NOT NULL,
    role            text        NOT NULL,
    -- `$scrypt$ln=…,r=…,p=…$salt$key`: with its cost, so that the cost can be raised without asking anybody for a new password.
    password_hash   text        NOT NULL,
    created_at      timestamptz NOT NULL,
    last_sign_in_at timestamptz,
    -- Null while the account may sign in. Accounts are not deleted: the audit log speaks of them.
    disabled_at     timestamptz,
    CONSTRAINT accounts_name UNIQUE (name),
    -- Small letters only: Anna and anna are one person, and two accounts would let one guess at the other. No space or control
    -- character: names that look the same must be the same.
    CONSTRAINT accounts_name_form CHECK (name = lower(name) AND length(name) BETWEEN 1 AND 254 AND name !~ '[[:space:][:cntrl:]]'),
    -- A role that the program does not know would have no rights, or those of a guess.
    CONSTRAINT accounts_role CHECK (
        role IN ('chairman', 'eva', 'success_lead', 'success_team', 'marketing', 'engineering', 'success_ops', 'product', 'admin')),
    -- A password written here by mistake must not even be storable.
    CONSTRAINT accounts_password_is_hashed CHECK (
        password_hash ~ '^\$scrypt\$ln=[0-9]{1,2},r=[0-9]{1,2},p=[0-9]{1,2}\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$')
);
COMMENT ON TABLE mainstay.accounts IS 'People who can sign in, each with one role.';

CREATE TABLE mainstay.sessions (
    session_id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- SHA-256 of the cookie's value.
    token_hash      bytea       NOT NULL,
    account_id      bigint      NOT NULL REFERENCES mainstay.accounts ON DELETE CASCADE,
    -- Every form repeats it: a page of another site can make a browser send the cookie, but cannot read this.
    csrf            text        NOT NULL,
    created_at      timestamptz NOT NULL,
    -- To the minute, so that reading pages does not mean writing rows.
    last_seen_at    timestamptz NOT NULL,
    idle_expires_at timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    -- One cookie, one session.
    CONSTRAINT sessions_token UNIQUE (token_hash),
    -- Anything but a digest would be the secret itself, or a part of it.
    CONSTRAINT sessions_token_is_hashed CHECK (octet_length(token_hash) = 32),
    -- Use prolongs a session, but never beyond its end.
    CONSTRAINT sessions_idle_within_end CHECK (idle_expires_at <= expires_at),
    -- A session without end would outlive everybody's memory of it.
    CONSTRAINT sessions_end CHECK (expires_at > created_at AND expires_at <= created_at + interval '31 days')
);
COMMENT ON TABLE mainstay.sessions IS 'Browsers that are signed in. A row is deleted when the session ends.';
-- A change of password, role or state ends all sessions of an account.
CREATE INDEX sessions_account ON mainstay.sessions (account_id);

CREATE TABLE mainstay.api_tokens (
    -- Stands in the token's text, so that the row is found by it and only then secrets are compared.
    token_id     text        PRIMARY KEY,
    name         text        NOT NULL,
    role         text        NOT NULL,
    -- SHA-256 of the whole text.
    token_hash   bytea       NOT NULL,
    created_at   timestamptz NOT NULL,
    created_by   text        NOT NULL,
    -- To the minute.
    last_used_at timestamptz,
    revoked_at   timestamptz,
    CONSTRAINT api_tokens_id_form CHECK (token_id ~ '^[0-9a-f]{12}$'),
    CONSTRAINT api_tokens_name_form CHECK (length(name) BETWEEN 1 AND 100 AND name !~ '[[:cntrl:]]'),
    CONSTRAINT api_tokens_role CHECK (
        role IN ('chairman', 'eva', 'success_lead', 'success_team', 'marketing', 'engineering', 'success_ops', 'product', 'admin')),
    CONSTRAINT api_tokens_is_hashed CHECK (octet_length(token_hash) = 32)
);
COMMENT ON TABLE mainstay.api_tokens IS 'Programs that may ask the API, each with one role. Revoked ones stay, for the record.';
-- A token is revoked by its name; the name of a revoked one is free again.
CREATE UNIQUE INDEX api_tokens_name ON mainstay.api_tokens (name) WHERE revoked_at IS NULL;

CREATE TABLE mainstay.sign_in_attempts (
    attempt_id   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Each attempt counts twice: for the account it was meant for, and for the address it came from.
    counts_for   text        NOT NULL,
    -- SHA-256 of the name or address. People type passwords into the wrong field; nothing typed is kept.
    key          bytea       NOT NULL,
    attempted_at timestamptz NOT NULL,
    CONSTRAINT sign_in_attempts_counts_for CHECK (counts_for IN ('account', 'address')),
    CONSTRAINT sign_in_attempts_key_is_hashed CHECK (octet_length(key) = 32)
);
COMMENT ON TABLE mainstay.sign_in_attempts IS 'Sign-ins of the last minutes that failed or are being decided. Older ones are deleted.';
CREATE INDEX sign_in_attempts_key ON mainstay.sign_in_attempts (counts_for, key, attempted_at);
CREATE INDEX sign_in_attempts_time ON mainstay.sign_in_attempts (attempted_at);

CREATE TABLE mainstay.audit_log (
    entry_id    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recorded_at timestamptz NOT NULL,
    -- A user of the machine is known to the machine, an account and a token to Mainstay, and nobody to anybody.
    actor_kind  text        NOT NULL,
    actor       text,
    action      text        NOT NULL,
    -- The account or token that it was done to; null where it was none that exists.
    subject     text,
    details     jsonb       NOT NULL DEFAULT '{}',
    -- Where the request came from; null for commands on the machine itself.
    address     text,
    CONSTRAINT audit_log_actor_kind CHECK (actor_kind IN ('machine_user', 'account', 'token', 'nobody')),
    -- An act of somebody must say whose.
    CONSTRAINT audit_log_actor_named CHECK ((actor_kind = 'nobody') = (actor IS NULL)),
    CONSTRAINT audit_log_action_form CHECK (action ~ '^[a-z]+(-[a-z]+)*$'),
    CONSTRAINT audit_log_details_object CHECK (jsonb_typeof(details) = 'object')
);
COMMENT ON TABLE mainstay.audit_log IS
    'Sign-ins and changes of access: who did what when, from where. Written in the transaction of what it tells; never rewritten.';
CREATE INDEX audit_log_time ON mainstay.audit_log (recorded_at);
