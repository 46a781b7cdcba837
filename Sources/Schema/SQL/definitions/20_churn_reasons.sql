-- Why do customers leave? Exit surveys by reason.

CREATE OR REPLACE FUNCTION mainstay.plain_words(text text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- Small letters, one blank between words, and no blanks around: how texts that mean the same are compared.
RETURN btrim(lower(regexp_replace(text, '[\s_-]+', ' ', 'g')));

CREATE OR REPLACE FUNCTION mainstay.churn_reason_figures(as_of timestamptz, window_days integer)
RETURNS TABLE (reason text, answers bigint, percent numeric, customers bigint, arr numeric, arr_unknown bigint, newest_detail text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
-- Reasons are merged without regard to case, hyphens and underscores. ARR counts each customer of a reason once, as it is now; `arr_unknown` are those
-- without one.
BEGIN ATOMIC
    WITH given AS (
        SELECT COALESCE(NULLIF(mainstay.plain_words(e.reason), ''), 'no reason given') AS reason, e.user_id, u.arr, e.submitted_at,
               NULLIF(btrim(e.detail), '') AS detail, e.exit_survey_id
          FROM mainstay.exit_surveys AS e JOIN mainstay.users AS u ON u.user_id = e.user_id
         WHERE e.submitted_at > as_of - mainstay.days(window_days) AND e.submitted_at <= as_of
    ), of_customers AS (
        SELECT g.reason, g.user_id, max(g.arr) AS arr, count(*) AS answers
          FROM given AS g GROUP BY g.reason, g.user_id
    ), of_reasons AS (
        SELECT c.reason, sum(c.answers)::bigint AS answers, count(*) AS customers, COALESCE(sum(c.arr), 0) AS arr,
               count(*) FILTER (WHERE c.arr IS NULL) AS arr_unknown
          FROM of_customers AS c GROUP BY c.reason
    ), details AS (
        SELECT DISTINCT ON (g.reason) g.reason, g.detail FROM given AS g
         WHERE g.detail IS NOT NULL ORDER BY g.reason, g.submitted_at DESC, g.exit_survey_id
    )
    SELECT upper(left(r.reason, 1)) || substr(r.reason, 2), r.answers, mainstay.percent(r.answers, sum(r.answers) OVER ()), r.customers, r.arr,
           r.arr_unknown, d.detail
      FROM of_reasons AS r LEFT JOIN details AS d ON d.reason = r.reason
     ORDER BY r.answers DESC, r.arr DESC, r.reason COLLATE "C";
END;

CREATE OR REPLACE FUNCTION mainstay.churn_reasons(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 90)
RETURNS TABLE (reason text, answers bigint, percent numeric, customers bigint, arr numeric, newest_detail text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
    SELECT f.reason, f.answers, f.percent, f.customers, f.arr, f.newest_detail FROM mainstay.churn_reason_figures(as_of, window_days) AS f;
END;
COMMENT ON FUNCTION mainstay.churn_reasons IS 'Why customers said they left in the days up to a moment, the most frequent reason first.';
