-- What have the playbooks taught? Messages by type and variant, with the counts that rates and their intervals are made of.

CREATE OR REPLACE FUNCTION mainstay.campaign_variants(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 90)
RETURNS TABLE (campaign_type text, variant text, sent bigint, responded bigint, matured bigint, scored bigint, recovered bigint, converted bigint,
               priced bigint, cost numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
-- Definitions as in mainstay.campaign_effectiveness; a type's variants add up to its row there. `variant` is null where the source names none.
BEGIN ATOMIC
    SELECT s.campaign_type, NULLIF(btrim(c.variant), ''), count(*), count(*) FILTER (WHERE c.responded_at <= as_of),
           count(*) FILTER (WHERE s.matured),
           count(*) FILTER (WHERE s.matured AND s.score_before IS NOT NULL AND s.score_after IS NOT NULL),
           count(*) FILTER (WHERE s.matured AND s.score_after > s.score_before),
           count(*) FILTER (WHERE s.matured AND s.campaign_type = 'win_back'
                              AND EXISTS (SELECT FROM mainstay.user_status_changes AS r
                                           WHERE r.user_id = s.user_id AND r.changed_at > s.sent_at AND r.active)
                              AND mainstay.returned_between(s.user_id, s.sent_at, s.sent_at + mainstay.days(30))),
           count(c.cost), sum(c.cost)
      FROM mainstay.campaign_scores(as_of, as_of - mainstay.days(window_days)) AS s
      JOIN mainstay.retention_campaigns AS c ON c.id = s.campaign_id
     GROUP BY s.campaign_type, NULLIF(btrim(c.variant), '')
     ORDER BY array_position(ARRAY['at_risk', 'critical', 'win_back'], s.campaign_type), NULLIF(btrim(c.variant), '') COLLATE "C" NULLS LAST;
END;
COMMENT ON FUNCTION mainstay.campaign_variants IS 'What came of the messages sent in the days up to a moment, per type and variant.';
