-- How does the NPS move from month to month, and is a difference more than chance? (docs/reports.md)

CREATE OR REPLACE FUNCTION mainstay.nps_months(as_of timestamptz DEFAULT now(), months integer DEFAULT 13)
RETURNS TABLE (segment text, month date, over boolean, promoters bigint, passives bigint, detractors bigint, total_responses bigint,
               nps_score numeric, provisional_score numeric, interval_low numeric, interval_high numeric,
               difference numeric, difference_low numeric, difference_high numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 65
-- The calendar months up to a moment, those without answers included, for everybody (`All`) and per segment; figures as mainstay.nps has them.
-- `difference` is to the month before, with its 95 % interval: both months' shares are adjusted as in their own intervals, and the variances of two
-- separate samples add up.
BEGIN ATOMIC
    WITH counted AS MATERIALIZED (
        SELECT r.segment, mainstay.month_of(r.answered_at) AS month,
               count(*) FILTER (WHERE r.category = 'promoter') AS promoters,
               count(*) FILTER (WHERE r.category = 'passive') AS passives,
               count(*) FILTER (WHERE r.category = 'detractor') AS detractors
          FROM mainstay.nps_responses(as_of) AS r
         WHERE r.answered_at >= mainstay.month_start(mainstay.month_of(as_of), 1 - nps_months.months)
         GROUP BY r.segment, mainstay.month_of(r.answered_at)
    ), shown AS (
        SELECT n.segment, n.place, m.month::date AS month
          FROM (VALUES ('All', 0), ('Enterprise', 1), ('Professional', 2), ('Basic', 3), ('Free', 4)) AS n (segment, place)
          CROSS JOIN generate_series(mainstay.month_of(as_of) - make_interval(months => nps_months.months - 1), mainstay.month_of(as_of),
                                     interval '1 month') AS m (month)
    ), summed AS (
        SELECT s.segment, s.place, s.month, COALESCE(sum(c.promoters), 0)::bigint AS promoters, COALESCE(sum(c.passives), 0)::bigint AS passives,
               COALESCE(sum(c.detractors), 0)::bigint AS detractors
          FROM shown AS s LEFT JOIN counted AS c ON c.month = s.month AND s.segment IN ('All', c.segment)
         GROUP BY s.segment, s.place, s.month
    ), adjusted AS (
        SELECT s.*, s.promoters + s.passives + s.detractors AS n,
               (s.promoters + 0.75) / (s.promoters + s.passives + s.detractors + 3) AS p,
               (s.detractors + 0.75) / (s.promoters + s.passives + s.detractors + 3) AS d
          FROM summed AS s
    ), spread AS (
        SELECT a.*, a.p - a.d AS centre, (a.p + a.d - (a.p - a.d) * (a.p - a.d)) / (a.n + 3) AS variance FROM adjusted AS a
    ), compared AS (
        SELECT s.*, lag(s.n) OVER w AS n_before, lag(s.promoters - s.detractors) OVER w AS balance_before,
               lag(s.centre) OVER w AS centre_before, lag(s.variance) OVER w AS variance_before
          FROM spread AS s
        WINDOW w AS (PARTITION BY s.segment ORDER BY s.month)
    )
    SELECT c.segment, c.month, mainstay.month_start(c.month, 1) <= as_of, c.promoters, c.passives, c.detractors, f.total_responses,
           CASE WHEN NOT f.few THEN f.nps END, CASE WHEN f.few THEN f.nps END, f.interval_low, f.interval_high,
           CASE WHEN c.n > 0 AND c.n_before > 0
                THEN round(100 * ((c.promoters - c.detractors)::numeric / c.n - c.balance_before::numeric / c.n_before), 2) END,
           CASE WHEN c.n > 0 AND c.n_before > 0
                THEN round(100 * (c.centre - c.centre_before - 1.96 * sqrt(c.variance + c.variance_before)), 2) END,
           CASE WHEN c.n > 0 AND c.n_before > 0
                THEN round(100 * (c.centre - c.centre_before + 1.96 * sqrt(c.variance + c.variance_before)), 2) END
      FROM compared AS c CROSS JOIN LATERAL mainstay.nps_figures(c.promoters, c.passives, c.detractors) AS f
     ORDER BY c.place, c.month;
END;
COMMENT ON FUNCTION mainstay.nps_months IS
    'NPS per calendar month up to a moment, for everybody and per segment, each with its interval and its difference to the month before.';
