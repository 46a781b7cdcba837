-- FIXME: unfinished
CREATE FUNCTION mainstay.rescore(as_of timestamptz DEFAULT now()) RETURNS bigint AS $$
    SELECT count(*) FROM mainstay.users WHERE created_at <= now();
$$ LANGUAGE sql;
CREATE TABLE mainstay.runs (
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    unknown_at timestamptz
);
UPDATE mainstay.runs SET started_at = CURRENT_TIMESTAMP WHERE started_at > clock_timestamp ();
