-- Who left, and what had they written to support before? (docs/reports.md)

CREATE OR REPLACE FUNCTION mainstay.active_customers(as_of timestamptz DEFAULT now())
RETURNS TABLE (user_id uuid, segment text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100000
-- The same customers as those with a score, without computing one. Few have changes of status; the others need no look-up.
BEGIN ATOMIC
    SELECT u.user_id, mainstay.segment(u.subscription_tier)
      FROM mainstay.users AS u
      LEFT JOIN (SELECT s.user_id FROM mainstay.user_status_changes AS s WHERE s.changed_at <= as_of GROUP BY s.user_id) AS c
        ON c.user_id = u.user_id
     WHERE CASE WHEN c.user_id IS NULL THEN u.created_at <= as_of AND (u.churned_at > as_of OR u.churned_at IS NULL)
                ELSE mainstay.is_active_at(u, as_of) END;
END;
COMMENT ON FUNCTION mainstay.active_customers IS 'The customers who are active at a moment.';

CREATE OR REPLACE FUNCTION mainstay.departures(since timestamptz, until timestamptz)
RETURNS TABLE (user_id uuid, left_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
-- Every end of an active time in (since, until]; who left twice is there twice. A row that arrived already ended never was active.
BEGIN ATOMIC
    SELECT u.user_id, u.churned_at
      FROM mainstay.users AS u
     WHERE u.churned_at > since AND u.churned_at <= until AND u.created_at < u.churned_at
       AND u.user_id NOT IN (SELECT s.user_id FROM mainstay.user_status_changes AS s)
    UNION ALL
    -- Few have changes of status; theirs are looked at one by one.
    SELECT u.user_id, e.left_at
      FROM (SELECT s.user_id FROM mainstay.user_status_changes AS s GROUP BY s.user_id) AS c
      JOIN mainstay.users AS u ON u.user_id = c.user_id
      CROSS JOIN LATERAL (SELECT u.churned_at AS left_at
                          UNION
                          SELECT s.changed_at FROM mainstay.user_status_changes AS s WHERE s.user_id = u.user_id AND NOT s.active) AS e
     WHERE e.left_at > since AND e.left_at <= until
       AND mainstay.is_active_at(u, e.left_at - interval '1 microsecond') AND NOT mainstay.is_active_at(u, e.left_at);
END;
COMMENT ON FUNCTION mainstay.departures IS 'Who stopped being active after one moment and by another, and when.';

CREATE OR REPLACE FUNCTION mainstay.monthly_departures(as_of timestamptz DEFAULT now())
RETURNS TABLE (month date, customers bigint, arr numeric, arr_unknown bigint, active_before bigint, left_of_active bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 2
-- The newest calendar month that is over, and the one before it. A customer counts once a month; ARR as it is now, `arr_unknown` those without one.
-- `active_before` are those active just before the month's first instant, `left_of_active` those of them who left in it: of all who left, some had only
-- begun in the month, and a share of those who were there cannot count them.
BEGIN ATOMIC
    WITH months AS MATERIALIZED (
        SELECT k.back, (mainstay.month_of(as_of) - make_interval(months => k.back))::date AS month, mainstay.month_start(mainstay.month_of(as_of), -k.back) - interval '1 microsecond' AS eve
          FROM generate_series(1, 2) AS k (back)
    ), active AS (
        SELECT count(*) FILTER (WHERE CASE WHEN u.user_id IN (SELECT s.user_id FROM mainstay.user_status_changes AS s) THEN mainstay.is_active_at(u, n.eve)
                                           ELSE u.created_at <= n.eve AND (u.churned_at > n.eve OR u.churned_at IS NULL) END) AS newest,
               count(*) FILTER (WHERE CASE WHEN u.user_id IN (SELECT s.user_id FROM mainstay.user_status_changes AS s) THEN mainstay.is_active_at(u, b.eve)
                                           ELSE u.created_at <= b.eve AND (u.churned_at > b.eve OR u.churned_at IS NULL) END) AS before
          FROM mainstay.users AS u CROSS JOIN months AS n CROSS JOIN months AS b
         WHERE n.back = 1 AND b.back = 2 AND u.created_at <= n.eve
    ), gone AS (
        -- The window excludes its beginning, and a month begins with its first instant.
        SELECT d.user_id, mainstay.month_of(d.left_at) AS month
          FROM mainstay.departures(mainstay.month_start(mainstay.month_of(as_of), -2) - interval '1 microsecond',
                                   mainstay.month_start(mainstay.month_of(as_of), 0) - interval '1 microsecond') AS d
         GROUP BY d.user_id, mainstay.month_of(d.left_at)
    ), summed AS (
        SELECT g.month, count(*) AS customers, sum(u.arr) AS arr, count(*) FILTER (WHERE u.arr IS NULL) AS arr_unknown,
               count(*) FILTER (WHERE CASE WHEN u.user_id IN (SELECT s.user_id FROM mainstay.user_status_changes AS s) THEN mainstay.is_active_at(u, m.eve)
                                           ELSE u.created_at <= m.eve END) AS of_active
          FROM gone AS g JOIN mainstay.users AS u ON u.user_id = g.user_id JOIN months AS m ON m.month = g.month GROUP BY g.month
    )
    SELECT m.month, COALESCE(s.customers, 0), COALESCE(s.arr, 0), COALESCE(s.arr_unknown, 0), CASE m.back WHEN 1 THEN a.newest ELSE a.before END,
           COALESCE(s.of_active, 0)
      FROM months AS m CROSS JOIN active AS a LEFT JOIN summed AS s ON s.month = m.month
     ORDER BY m.back;
END;
COMMENT ON FUNCTION mainstay.monthly_departures IS 'How many customers left in the newest month that is over and in the one before it, who was active before each began, and how many of these left in it.';

CREATE OR REPLACE FUNCTION mainstay.departure_tickets(
    as_of timestamptz DEFAULT now(), window_days integer DEFAULT 90, within_days integer DEFAULT 60)
RETURNS TABLE (category text, customers bigint, percent numeric, arr numeric, tickets bigint, still_open bigint,
               subject text, subject_customers bigint, stayed bigint, stayed_percent numeric,
               all_left bigint, left_with_tickets bigint, all_stayed bigint)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
-- Tickets that customers who left in the days up to the moment had opened in the `within_days` before they left. A customer counts once per category,
-- by the newest departure. For comparison: active customers at the moment with such a ticket in the same number of days before it. ARR as it is now.
-- Without a ticket there is one row with a null category, so that the counts are always there.
BEGIN ATOMIC
    WITH gone AS MATERIALIZED (
        SELECT d.user_id, max(d.left_at) AS left_at FROM mainstay.departures(as_of - mainstay.days(window_days), as_of) AS d GROUP BY d.user_id
    ), names AS MATERIALIZED (
        -- There are few categories; each is written alike once, and has a number, which is compared quicker.
        SELECT c.category, c.name, dense_rank() OVER (ORDER BY c.name) AS number
          FROM (SELECT d.category, COALESCE(NULLIF(mainstay.plain_words(d.category), ''), 'no category') AS name
                  FROM (SELECT DISTINCT COALESCE(t.category, '') AS category FROM mainstay.support_tickets AS t
                         WHERE t.opened_at <= as_of AND t.opened_at > as_of - mainstay.days(window_days + within_days)) AS d) AS c
    ), active AS MATERIALIZED (
        SELECT a.user_id FROM mainstay.active_customers(as_of) AS a
    ), given AS MATERIALIZED (
        SELECT (SELECT n.name FROM names AS n WHERE n.category = COALESCE(t.category, '')) AS category, g.user_id, btrim(COALESCE(t.subject, '')) AS subject,
               t.closed_at > g.left_at OR t.closed_at IS NULL AND t.status IN ('open', 'pending') AS still_open
          FROM gone AS g JOIN mainstay.support_tickets AS t
            ON t.user_id = g.user_id AND t.opened_at <= g.left_at AND t.opened_at > g.left_at - mainstay.days(within_days)
           AND t.opened_at <= as_of AND t.opened_at > as_of - mainstay.days(window_days + within_days)
    ), of_customers AS (
        SELECT v.category, v.user_id, count(*) AS tickets, count(*) FILTER (WHERE v.still_open) AS still_open FROM given AS v GROUP BY v.category, v.user_id
    ), of_categories AS (
        SELECT c.category, count(*) AS customers, COALESCE(sum(u.arr), 0) AS arr, sum(c.tickets)::bigint AS tickets, sum(c.still_open)::bigint AS still_open
          FROM of_customers AS c JOIN mainstay.users AS u ON u.user_id = c.user_id GROUP BY c.category
    ), wordings AS MATERIALIZED (
        -- Many tickets share a subject; each is taken apart once.
        SELECT d.subject, mainstay.request_key(mainstay.request_text(d.subject)) AS key
          FROM (SELECT DISTINCT v.subject FROM given AS v WHERE v.subject <> '') AS d
    ), subjects AS (
        -- Like subjects are one, in the wording that occurs most.
        SELECT DISTINCT ON (k.category) k.category, k.subject, k.customers
          FROM (SELECT v.category, mode() WITHIN GROUP (ORDER BY v.subject) AS subject, count(DISTINCT v.user_id) AS customers
                  FROM given AS v JOIN wordings AS w ON w.subject = v.subject
                 GROUP BY v.category, w.key) AS k
         ORDER BY k.category, k.customers DESC, k.subject COLLATE "C"
    ), stayers AS (
        SELECT n.name AS category, y.customers
          FROM (SELECT o.number, count(*) AS customers
                  FROM (SELECT DISTINCT n.number, t.user_id
                          FROM mainstay.support_tickets AS t
                          JOIN active AS a ON a.user_id = t.user_id
                          JOIN names AS n ON n.category = COALESCE(t.category, '')
                         WHERE t.opened_at <= as_of AND t.opened_at > as_of - mainstay.days(within_days)) AS o
                 GROUP BY o.number) AS y
          JOIN (SELECT DISTINCT k.number, k.name FROM names AS k) AS n ON n.number = y.number
    ), whole AS MATERIALIZED (
        SELECT (SELECT count(*) FROM gone) AS gone, (SELECT count(DISTINCT v.user_id) FROM given AS v) AS with_tickets,
               (SELECT count(*) FROM active) AS stayed
    )
    SELECT upper(left(c.category, 1)) || substr(c.category, 2), c.customers, mainstay.percent(c.customers, w.gone), c.arr, c.tickets, c.still_open,
           s.subject, s.customers, CASE WHEN c.category IS NOT NULL THEN COALESCE(y.customers, 0) END,
           CASE WHEN c.category IS NOT NULL THEN mainstay.percent(COALESCE(y.customers, 0), w.stayed) END,
           w.gone, w.with_tickets, w.stayed
      FROM whole AS w
      LEFT JOIN of_categories AS c ON true
      LEFT JOIN subjects AS s ON s.category = c.category
      LEFT JOIN stayers AS y ON y.category = c.category
     ORDER BY c.customers DESC, c.arr DESC, c.category COLLATE "C";
END;
COMMENT ON FUNCTION mainstay.departure_tickets IS
    'What the customers who left in the days up to a moment had written to support shortly before, by category, compared with those who stay.';
