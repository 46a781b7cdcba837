-- What do campaigns bring? Recovery by month, scores before and after, and revenue kept against cost (metrics.md §5 for the scores).

CREATE OR REPLACE FUNCTION mainstay.recovery_trend(as_of timestamptz DEFAULT now(), months integer DEFAULT 12)
RETURNS TABLE (month date, observable boolean, sent bigint, scored bigint, recovered bigint, recovered_to_healthy bigint,
               recovery_rate numeric, recovered_to_healthy_rate numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 12
-- Messages of type at_risk by the month of sending. A month can be seen when the 30 days of its last message have passed; the counts of what came
-- of it are NULL until then. `scored` has a score before and after; both rates are shares of it.
BEGIN ATOMIC
    WITH shown AS (
        SELECT m.month::date AS month, mainstay.month_start(m.month::date, 1) + mainstay.days(30) <= as_of AS observable
          FROM generate_series(mainstay.month_of(as_of) - make_interval(months => recovery_trend.months - 1), mainstay.month_of(as_of), interval '1 month')
               AS m (month)
    ), counted AS (
        SELECT mainstay.month_of(s.sent_at) AS month, count(*) AS sent,
               count(*) FILTER (WHERE s.score_before IS NOT NULL AND s.score_after IS NOT NULL) AS scored,
               count(*) FILTER (WHERE s.score_after > s.score_before) AS recovered,
               count(*) FILTER (WHERE s.status_before <> 'Healthy' AND s.status_after = 'Healthy') AS healed
          -- The window excludes its beginning, and a month begins with its first instant.
          FROM mainstay.campaign_scores(as_of, mainstay.month_start(mainstay.month_of(as_of), 1 - recovery_trend.months) - interval '1 microsecond') AS s
         WHERE s.campaign_type = 'at_risk'
         GROUP BY mainstay.month_of(s.sent_at)
    )
    SELECT h.month, h.observable, COALESCE(c.sent, 0),
           CASE WHEN h.observable THEN COALESCE(c.scored, 0) END,
           CASE WHEN h.observable THEN COALESCE(c.recovered, 0) END,
           CASE WHEN h.observable THEN COALESCE(c.healed, 0) END,
           CASE WHEN h.observable THEN mainstay.percent(c.recovered, c.scored) END,
           CASE WHEN h.observable THEN mainstay.percent(c.healed, c.scored) END
      FROM shown AS h LEFT JOIN counted AS c ON c.month = h.month
     ORDER BY h.month;
END;
COMMENT ON FUNCTION mainstay.recovery_trend IS
    'Of the at-risk messages of each calendar month up to a moment, how many customers had a higher score, or were Healthy, 30 days later.';

CREATE OR REPLACE FUNCTION mainstay.score_recovery(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 90)
RETURNS TABLE (score_from integer, score_to integer, customers_before bigint, customers_after bigint,
               customers bigint, average_before numeric, average_after numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
-- Ten bins of the scores of treated customers before and 30 days after a message. Each customer counts once: by the newest of the messages that
-- matured in the days up to the moment and have both scores. The last three columns are those of all bins together.
BEGIN ATOMIC
    WITH treated AS MATERIALIZED (
        SELECT DISTINCT ON (s.user_id) s.score_before, s.score_after
          FROM mainstay.campaign_scores(as_of, as_of - mainstay.days(window_days + 30)) AS s
         WHERE s.matured AND s.score_before IS NOT NULL AND s.score_after IS NOT NULL
         ORDER BY s.user_id, s.sent_at DESC, s.campaign_id DESC
    )
    SELECT 10 * b.bin, CASE b.bin WHEN 9 THEN 100 ELSE 10 * b.bin + 9 END,
           (SELECT count(*) FROM treated AS t WHERE LEAST(t.score_before / 10, 9) = b.bin),
           (SELECT count(*) FROM treated AS t WHERE LEAST(t.score_after / 10, 9) = b.bin),
           w.customers, w.before, w.after
      FROM generate_series(0, 9) AS b (bin)
      CROSS JOIN (SELECT count(*) AS customers, round(avg(t.score_before), 2) AS before, round(avg(t.score_after), 2) AS after FROM treated AS t) AS w
     ORDER BY b.bin;
END;
COMMENT ON FUNCTION mainstay.score_recovery IS 'Scores of treated customers before and after their newest message that matured in the days up to a moment, in ten bins.';

CREATE OR REPLACE FUNCTION mainstay.campaign_return(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 90)
RETURNS TABLE (campaign_type text, messages bigint, priced bigint, cost numeric, cost_per_message numeric, customers_kept bigint, arr_kept numeric,
               return_ratio numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 4
-- Messages that matured in the days up to the moment. A customer is kept when one who was At-Risk or Critical at a message is Healthy 30 days later,
-- or one who had left at a win-back is active again within 30 days; his ARR, as it is now, counts once per type and once in `all`.
-- Gross: nobody knows here how many would have stayed without a message.
BEGIN ATOMIC
    WITH sent AS MATERIALIZED (
        SELECT s.campaign_type, s.user_id, c.cost,
               s.status_before <> 'Healthy' AND s.status_after = 'Healthy' AS healed,
               -- Most never come back at all, which the index tells far sooner than the function.
               s.campaign_type = 'win_back'
               AND EXISTS (SELECT FROM mainstay.user_status_changes AS r WHERE r.user_id = s.user_id AND r.changed_at > s.sent_at AND r.active)
               AND mainstay.returned_between(s.user_id, s.sent_at, s.sent_at + mainstay.days(30)) AS returned
          FROM mainstay.campaign_scores(as_of, as_of - mainstay.days(window_days + 30)) AS s
          JOIN mainstay.retention_campaigns AS c ON c.id = s.campaign_id
         WHERE s.matured
    ), per_type AS (
        SELECT s.campaign_type, count(*) AS messages, count(s.cost) AS priced, sum(s.cost) AS cost FROM sent AS s GROUP BY s.campaign_type
        UNION ALL
        SELECT 'all', count(*), count(s.cost), sum(s.cost) FROM sent AS s
    ), kept AS (
        SELECT k.campaign_type, count(*) AS customers, COALESCE(sum(u.arr), 0) AS arr
          FROM (SELECT s.campaign_type, s.user_id FROM sent AS s WHERE s.healed OR s.returned
                UNION
                SELECT 'all', s.user_id FROM sent AS s WHERE s.healed OR s.returned) AS k
          JOIN mainstay.users AS u ON u.user_id = k.user_id
         GROUP BY k.campaign_type
    )
    SELECT t.campaign_type, COALESCE(p.messages, 0), COALESCE(p.priced, 0), p.cost, round(p.cost / NULLIF(p.priced, 0), 2),
           COALESCE(k.customers, 0), COALESCE(k.arr, 0), round(COALESCE(k.arr, 0) / NULLIF(p.cost, 0), 2)
      FROM (VALUES ('at_risk', 1), ('critical', 2), ('win_back', 3), ('all', 4)) AS t (campaign_type, position)
      LEFT JOIN per_type AS p ON p.campaign_type = t.campaign_type
      LEFT JOIN kept AS k ON k.campaign_type = t.campaign_type
     ORDER BY t.position;
END;
COMMENT ON FUNCTION mainstay.campaign_return IS
    'Cost of the messages that matured in the days up to a moment against the ARR of the customers kept, per type and together; gross, without a control group.';
