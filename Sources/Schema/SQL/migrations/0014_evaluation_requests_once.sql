-- Requests of evaluations: found by their topic, and one for a transaction however many statements it has.

-- It returns other columns from now on.
DROP FUNCTION IF EXISTS mainstay.evaluation_due(timestamptz);

ALTER TABLE mainstay.evaluation_requests ADD COLUMN requested_in xid8 NOT NULL DEFAULT pg_current_xact_id();
COMMENT ON COLUMN mainstay.evaluation_requests.requested_in IS 'The transaction that asks.';

-- What was asked for until now is kept, by one request each.
WITH gone AS (DELETE FROM mainstay.evaluation_requests RETURNING topic)
INSERT INTO mainstay.evaluation_requests (topic) SELECT DISTINCT g.topic FROM gone AS g;

-- A loader that writes a million rows one by one in a transaction asks once; and which topics are asked for is read from its order.
CREATE UNIQUE INDEX evaluation_requests_once ON mainstay.evaluation_requests (topic, requested_in);
