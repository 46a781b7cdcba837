-- Does health rise or fall from week to week? The kept figures of each day, seven at a time.

CREATE OR REPLACE FUNCTION mainstay.weekly_health(as_of timestamptz DEFAULT now(), weeks integer DEFAULT 13)
RETURNS TABLE (segment text, week_ends date, days bigint, customers integer, average_score numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 65
-- Weeks of seven days that end with the newest 02:00 before the moment. `average_score` is the mean of the days' averages, where at least 4 of the
-- 7 days were kept; `customers` those of the week's newest day that was.
BEGIN ATOMIC
    WITH last AS (
        SELECT ((as_of - interval '2 hours') AT TIME ZONE 'UTC')::date AS day
    ), shown AS (
        SELECT n.segment, n.place, l.day - 7 * k.week AS week_ends
          FROM (VALUES ('All', 0), ('Enterprise', 1), ('Professional', 2), ('Basic', 3), ('Free', 4)) AS n (segment, place)
          CROSS JOIN last AS l CROSS JOIN generate_series(0, weekly_health.weeks - 1) AS k (week)
    )
    SELECT s.segment, s.week_ends, count(f.average_score), (array_agg(f.customers ORDER BY f.day DESC) FILTER (WHERE f.day IS NOT NULL))[1],
           CASE WHEN count(f.average_score) >= 4 THEN round(avg(f.average_score), 4) END
      FROM shown AS s
      LEFT JOIN mainstay.daily_figures AS f ON f.segment = s.segment AND f.day > s.week_ends - 7 AND f.day <= s.week_ends
     GROUP BY s.segment, s.place, s.week_ends
     ORDER BY s.place, s.week_ends;
END;
COMMENT ON FUNCTION mainstay.weekly_health IS 'The mean score of each of the weeks up to a moment, for everybody and per segment, oldest first.';
