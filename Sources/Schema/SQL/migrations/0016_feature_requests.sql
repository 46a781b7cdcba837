-- Feature requests are found however the source spells their category: Feature-Request, "feature request", FEATURE_REQUEST.

-- The expression is that of plain_words(), which PostgreSQL writes out where it is called: so the index serves those calls.
CREATE INDEX support_tickets_requested ON mainstay.support_tickets (opened_at)
    WHERE btrim(lower(regexp_replace(category, '[\s_-]+', ' ', 'g'))) = 'feature request';
DROP INDEX mainstay.support_tickets_requests;

-- It returns other columns from now on.
DROP FUNCTION IF EXISTS mainstay.monthly_departures(timestamptz);
