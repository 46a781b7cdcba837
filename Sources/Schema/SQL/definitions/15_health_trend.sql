-- How has the health of the customers moved? The kept figures of each day (metrics.md §2).

CREATE OR REPLACE FUNCTION mainstay.health_trend(as_of timestamptz DEFAULT now(), days integer DEFAULT 90)
RETURNS TABLE (day date, customers integer, average_score numeric, healthy integer, at_risk integer, critical integer)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 90
-- A day belongs to it when its 02:00 lies in the window. Days that nobody computed have NULLs.
BEGIN ATOMIC
    SELECT d.day::date, f.customers, f.average_score, f.healthy, f.at_risk, f.critical
      FROM generate_series(((as_of - interval '2 hours') AT TIME ZONE 'UTC')::date - (days - 1), ((as_of - interval '2 hours') AT TIME ZONE 'UTC')::date,
                           interval '1 day') AS d (day)
      LEFT JOIN mainstay.daily_figures AS f ON f.day = d.day::date AND f.segment = 'All'
     ORDER BY d.day;
END;
COMMENT ON FUNCTION mainstay.health_trend IS 'Customers, average score and counts by status at 02:00 UTC of each of the days up to a moment.';
