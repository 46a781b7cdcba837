-- Question 4: do campaigns work? Messages of the last 90 days by type (metrics.md §5).

CREATE OR REPLACE FUNCTION mainstay.campaign_scores(as_of timestamptz, since timestamptz)
RETURNS TABLE (campaign_id bigint, campaign_type text, user_id uuid, sent_at timestamptz, matured boolean,
               score_before integer, status_before text, score_after integer, status_after text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10000
-- Messages sent after `since` and by the moment, with the scores before and after: as stamped, or from the facts where the stamp is missing or in doubt.
BEGIN ATOMIC
    WITH sent AS MATERIALIZED (
        SELECT c.*, c.sent_at + mainstay.days(30) <= as_of AS matured,
               EXISTS (SELECT FROM mainstay.rescore_queue AS q WHERE q.user_id IS NULL)
               OR c.user_id IN (SELECT q.user_id FROM mainstay.rescore_queue AS q WHERE q.user_id IS NOT NULL)
               OR c.id IN (SELECT k.campaign_id FROM mainstay.campaign_stamp_queue AS k) AS in_doubt
          FROM mainstay.retention_campaigns AS c
         WHERE c.sent_at > since AND c.sent_at <= as_of
    )
    SELECT s.id, s.campaign_type, s.user_id, s.sent_at, s.matured,
           CASE WHEN s.before_stamped AND NOT s.in_doubt THEN s.health_score_before ELSE before.total_health_score END,
           CASE WHEN s.before_stamped AND NOT s.in_doubt THEN s.health_status_before ELSE before.health_status END,
           CASE WHEN NOT s.matured THEN NULL
                WHEN s.after_stamped AND NOT s.in_doubt THEN s.health_score_after ELSE later.total_health_score END,
           CASE WHEN NOT s.matured THEN NULL
                WHEN s.after_stamped AND NOT s.in_doubt THEN s.health_status_after ELSE later.health_status END
      FROM sent AS s
      -- Conditions of the joins themselves would be looked at after each score was computed; OFFSET 0 keeps them inside.
      LEFT JOIN LATERAL (SELECT h.* FROM mainstay.health_score_at(s.user_id, s.sent_at) AS h
                          WHERE NOT s.before_stamped OR s.in_doubt OFFSET 0) AS before ON true
      LEFT JOIN LATERAL (SELECT h.* FROM mainstay.health_score_at(s.user_id, s.sent_at + mainstay.days(30)) AS h
                          WHERE s.matured AND (NOT s.after_stamped OR s.in_doubt) OFFSET 0) AS later ON true;
END;

CREATE OR REPLACE FUNCTION mainstay.returned_between(customer uuid, since timestamptz, until timestamptz) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
-- Ended at `since`, and active again after it, by `until`.
BEGIN ATOMIC
    SELECT u.created_at <= since AND NOT mainstay.is_active_at(u, since)
       AND EXISTS (SELECT FROM mainstay.user_status_changes AS c
                    WHERE c.user_id = u.user_id AND c.active AND c.changed_at > since AND c.changed_at <= until
                      -- Undone in the same instant it was no return.
                      AND mainstay.is_active_at(u, c.changed_at))
      FROM mainstay.users AS u WHERE u.user_id = customer;
END;

CREATE OR REPLACE FUNCTION mainstay.campaign_effectiveness(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 90)
RETURNS TABLE (campaign_type text, total_sent bigint, emails_opened bigint, emails_clicked bigint, responses_received bigint,
               open_rate numeric, click_rate numeric, response_rate numeric, matured bigint, pending bigint,
               recovery_rate numeric, recovered_to_healthy_rate numeric, conversion_rate numeric,
               scored bigint, recovered bigint, recovered_to_healthy bigint, converted bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 3
BEGIN ATOMIC
    WITH counted AS (
        SELECT s.campaign_type, count(*) AS sent,
               count(*) FILTER (WHERE c.opened_at <= as_of) AS opened,
               count(*) FILTER (WHERE c.clicked_at <= as_of) AS clicked,
               count(*) FILTER (WHERE c.responded_at <= as_of) AS responded,
               count(*) FILTER (WHERE s.matured) AS matured,
               count(*) FILTER (WHERE s.matured AND s.score_before IS NOT NULL AND s.score_after IS NOT NULL) AS scored,
               count(*) FILTER (WHERE s.matured AND s.score_after > s.score_before) AS recovered,
               count(*) FILTER (WHERE s.matured AND s.status_before <> 'Healthy' AND s.status_after = 'Healthy') AS healed,
               -- Most never come back at all, which the index tells far sooner than the function.
               count(*) FILTER (WHERE s.matured AND s.campaign_type = 'win_back'
                                  AND EXISTS (SELECT FROM mainstay.user_status_changes AS r
                                               WHERE r.user_id = s.user_id AND r.changed_at > s.sent_at AND r.active)
                                  AND mainstay.returned_between(s.user_id, s.sent_at, s.sent_at + mainstay.days(30))) AS converted
          FROM mainstay.campaign_scores(as_of, as_of - mainstay.days(window_days)) AS s
          JOIN mainstay.retention_campaigns AS c ON c.id = s.campaign_id
         GROUP BY s.campaign_type
    )
    SELECT t.campaign_type, COALESCE(c.sent, 0), COALESCE(c.opened, 0), COALESCE(c.clicked, 0), COALESCE(c.responded, 0),
           mainstay.percent(c.opened, c.sent), mainstay.percent(c.clicked, c.sent), mainstay.percent(c.responded, c.sent),
           COALESCE(c.matured, 0), COALESCE(c.sent - c.matured, 0),
           mainstay.percent(c.recovered, c.scored), mainstay.percent(c.healed, c.scored),
           CASE WHEN t.campaign_type = 'win_back' THEN mainstay.percent(c.converted, c.matured) END,
           -- What the last three rates were made of: matured with both scores, and the parts of it; of `matured` for conversion.
           COALESCE(c.scored, 0), COALESCE(c.recovered, 0), COALESCE(c.healed, 0), COALESCE(c.converted, 0)
      FROM (VALUES ('at_risk', 1), ('critical', 2), ('win_back', 3)) AS t (campaign_type, position)
      LEFT JOIN counted AS c ON c.campaign_type = t.campaign_type
     ORDER BY t.position;
END;
COMMENT ON FUNCTION mainstay.campaign_effectiveness IS 'What came of the messages sent in the days up to a moment, per type, always the three of them.';
