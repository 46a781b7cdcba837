-- Question 3: would customers recommend us? NPS with its interval (metrics.md §4).

CREATE OR REPLACE FUNCTION mainstay.nps_figures(promoters bigint, passives bigint, detractors bigint)
RETURNS TABLE (total_responses bigint, nps numeric, interval_low numeric, interval_high numeric, few boolean)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
-- Adjusted Wald interval, 95 %: ¾ promoter, 1½ passives and ¾ detractor are added to the counts.
BEGIN ATOMIC
    WITH shares AS (
        SELECT promoters + passives + detractors AS n,
               (promoters + 0.75) / (promoters + passives + detractors + 3) AS p,
               (detractors + 0.75) / (promoters + passives + detractors + 3) AS d
    ), half AS (
        SELECT s.n, s.p - s.d AS centre, 1.96 * sqrt((s.p + s.d - (s.p - s.d) * (s.p - s.d)) / (s.n + 3)) AS width FROM shares AS s
    )
    SELECT h.n, mainstay.percent(promoters - detractors, h.n),
           CASE WHEN h.n > 0 THEN round(100 * (h.centre - h.width), 2) END,
           CASE WHEN h.n > 0 THEN round(100 * (h.centre + h.width), 2) END,
           h.n < mainstay.parameter('nps_min_responses')::integer
      FROM half AS h;
END;

CREATE OR REPLACE FUNCTION mainstay.nps_responses(as_of timestamptz)
RETURNS TABLE (user_id uuid, score integer, category text, segment text, answered_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
-- A response is a row with a score; a deployed survey without an answer is none.
-- The outer join costs nothing where nobody asks for the segment: the planner leaves it out.
BEGIN ATOMIC
    SELECT s.user_id, s.score, s.category, mainstay.segment(u.subscription_tier), COALESCE(s.responded_at, s.created_at)
      FROM mainstay.nps_surveys AS s LEFT JOIN mainstay.users AS u ON u.user_id = s.user_id
     WHERE s.score IS NOT NULL AND COALESCE(s.responded_at, s.created_at) <= as_of;
END;

CREATE OR REPLACE FUNCTION mainstay.nps(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 30)
RETURNS TABLE (total_responses bigint, minimum_responses integer, promoters bigint, passives bigint, detractors bigint,
               nps_score numeric, provisional_score numeric, interval_low numeric, interval_high numeric,
               promoter_percent numeric, passive_percent numeric, detractor_percent numeric,
               deployed bigint, answered bigint, response_rate numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1
BEGIN ATOMIC
    WITH counted AS (
        SELECT count(*) FILTER (WHERE r.category = 'promoter') AS promoters,
               count(*) FILTER (WHERE r.category = 'passive') AS passives,
               count(*) FILTER (WHERE r.category = 'detractor') AS detractors
          FROM mainstay.nps_responses(as_of) AS r WHERE r.answered_at > as_of - mainstay.days(window_days)
    ), surveys AS (
        SELECT count(*) AS deployed,
               count(*) FILTER (WHERE s.score IS NOT NULL AND COALESCE(s.responded_at, s.created_at) <= as_of) AS answered
          FROM mainstay.nps_surveys AS s
         WHERE s.deployed_at > as_of - mainstay.days(window_days) AND s.deployed_at <= as_of
    )
    SELECT f.total_responses, mainstay.parameter('nps_min_responses')::integer, c.promoters, c.passives, c.detractors,
           CASE WHEN NOT f.few THEN f.nps END, CASE WHEN f.few THEN f.nps END, f.interval_low, f.interval_high,
           mainstay.percent(c.promoters, f.total_responses), mainstay.percent(c.passives, f.total_responses),
           mainstay.percent(c.detractors, f.total_responses),
           s.deployed, s.answered, mainstay.percent(s.answered, s.deployed)
      FROM counted AS c CROSS JOIN surveys AS s CROSS JOIN LATERAL mainstay.nps_figures(c.promoters, c.passives, c.detractors) AS f;
END;
COMMENT ON FUNCTION mainstay.nps IS 'NPS over the days up to a moment; nps_score from the minimum of responses on, provisional_score below it.';

CREATE OR REPLACE FUNCTION mainstay.nps_by_segment(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 30)
RETURNS TABLE (segment text, total_responses bigint, nps_score numeric, provisional_score numeric, interval_low numeric, interval_high numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 4
BEGIN ATOMIC
    SELECT c.segment, f.total_responses, CASE WHEN NOT f.few THEN f.nps END, CASE WHEN f.few THEN f.nps END, f.interval_low, f.interval_high
      FROM (SELECT r.segment,
                   count(*) FILTER (WHERE r.category = 'promoter') AS promoters,
                   count(*) FILTER (WHERE r.category = 'passive') AS passives,
                   count(*) FILTER (WHERE r.category = 'detractor') AS detractors
              FROM mainstay.nps_responses(as_of) AS r WHERE r.answered_at > as_of - mainstay.days(window_days)
             GROUP BY r.segment) AS c
      CROSS JOIN LATERAL mainstay.nps_figures(c.promoters, c.passives, c.detractors) AS f
     ORDER BY array_position(ARRAY['Enterprise', 'Professional', 'Basic', 'Free'], c.segment);
END;
COMMENT ON FUNCTION mainstay.nps_by_segment IS 'NPS per segment that has responses, each with its own interval.';

CREATE OR REPLACE FUNCTION mainstay.nps_by_month(as_of timestamptz DEFAULT now(), months integer DEFAULT 12)
RETURNS TABLE (month date, total_responses bigint, nps_score numeric, provisional_score numeric, interval_low numeric, interval_high numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 12
BEGIN ATOMIC
    SELECT c.month, f.total_responses, CASE WHEN NOT f.few THEN f.nps END, CASE WHEN f.few THEN f.nps END, f.interval_low, f.interval_high
      FROM (SELECT mainstay.month_of(r.answered_at) AS month,
                   count(*) FILTER (WHERE r.category = 'promoter') AS promoters,
                   count(*) FILTER (WHERE r.category = 'passive') AS passives,
                   count(*) FILTER (WHERE r.category = 'detractor') AS detractors
              FROM mainstay.nps_responses(as_of) AS r
             WHERE r.answered_at >= mainstay.month_start(mainstay.month_of(as_of), 1 - months)
             GROUP BY mainstay.month_of(r.answered_at)) AS c
      CROSS JOIN LATERAL mainstay.nps_figures(c.promoters, c.passives, c.detractors) AS f
     ORDER BY c.month;
END;
COMMENT ON FUNCTION mainstay.nps_by_month IS 'NPS per calendar month up to a moment, the months without responses left out.';
