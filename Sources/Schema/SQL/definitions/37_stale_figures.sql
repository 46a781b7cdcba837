-- Facts that come late, are corrected or go note since which day the kept daily figures miss them, in the transaction that changes them.

CREATE OR REPLACE FUNCTION mainstay.first_figures_day(moment timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- The first 02:00 at or after the moment shows what happens at it. Nothing is older than 1970.
RETURN ((GREATEST(moment, '1970-01-01 00:00Z') - interval '2 hours' - interval '1 microsecond') AT TIME ZONE 'UTC')::date + 1;
COMMENT ON FUNCTION mainstay.first_figures_day IS 'The first day whose figures a fact of the moment can change.';

CREATE OR REPLACE FUNCTION mainstay.note_stale_figures(earliest timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    -- Almost every fact is younger than the newest figures, and there is nothing to note.
    IF earliest <= (SELECT mainstay.figures_time(max(f.day)) FROM mainstay.daily_figures AS f) THEN
        INSERT INTO mainstay.stale_figures AS s (first_day) VALUES (mainstay.first_figures_day(earliest))
        ON CONFLICT (noted_in) DO UPDATE SET first_day = excluded.first_day WHERE s.first_day > excluded.first_day;
    END IF;
END $$;
COMMENT ON FUNCTION mainstay.note_stale_figures IS 'Notes that facts since a moment have changed, if figures are kept of days after it. A bulk load calls it by itself.';

CREATE OR REPLACE FUNCTION mainstay.note_late_events() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM mainstay.note_stale_figures(min(n.occurred_at)) FROM new_rows AS n;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM mainstay.note_stale_figures(min(o.occurred_at)) FROM old_rows AS o;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION mainstay.note_late_status_changes() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM mainstay.note_stale_figures(min(n.changed_at)) FROM new_rows AS n;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM mainstay.note_stale_figures(min(o.changed_at)) FROM old_rows AS o;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION mainstay.ticket_end(status text, opened_at timestamptz, closed_at timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- One that is neither open nor has an end was closed all along (metrics.md §2).
RETURN COALESCE(closed_at, CASE WHEN status IN ('open', 'pending') THEN 'infinity'::timestamptz ELSE opened_at END);
COMMENT ON FUNCTION mainstay.ticket_end IS 'When a ticket ceases to be open.';

CREATE OR REPLACE FUNCTION mainstay.note_late_tickets() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM mainstay.note_stale_figures(min(n.opened_at)) FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM mainstay.note_stale_figures(min(o.opened_at)) FROM old_rows AS o;
    ELSE
        -- A ticket that is closed changes the days from its end on, not those since it was opened.
        PERFORM mainstay.note_stale_figures(
                    min(CASE WHEN o.opened_at = n.opened_at THEN LEAST(e.old_end, e.new_end) ELSE LEAST(o.opened_at, n.opened_at) END))
           FROM old_rows AS o
           FULL JOIN new_rows AS n ON n.user_id = o.user_id AND n.ticket_id = o.ticket_id
          CROSS JOIN LATERAL (SELECT mainstay.ticket_end(o.status, o.opened_at, o.closed_at) AS old_end,
                                     mainstay.ticket_end(n.status, n.opened_at, n.closed_at) AS new_end) AS e
          WHERE (o.opened_at, e.old_end) IS DISTINCT FROM (n.opened_at, e.new_end);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION mainstay.note_late_customers() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM mainstay.note_stale_figures(min(n.created_at)) FROM new_rows AS n;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM mainstay.note_stale_figures(min(o.created_at)) FROM old_rows AS o;
    ELSE
        -- Logins and returns are rows of their own. A segment is not dated: kept figures have those of their night.
        PERFORM mainstay.note_stale_figures(
                    min(CASE WHEN o.created_at = n.created_at THEN LEAST(o.churned_at, n.churned_at) ELSE LEAST(o.created_at, n.created_at) END))
           FROM old_rows AS o
           FULL JOIN new_rows AS n ON n.user_id = o.user_id
          WHERE (o.created_at, o.churned_at) IS DISTINCT FROM (n.created_at, n.churned_at);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION mainstay.note_core_features() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    -- Whether a feature is core is not dated: it counts for all that was.
    IF TG_OP <> 'DELETE' THEN
        PERFORM mainstay.note_stale_figures('-infinity') FROM new_rows AS n WHERE n.core LIMIT 1;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM mainstay.note_stale_figures('-infinity') FROM old_rows AS o WHERE o.core LIMIT 1;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION mainstay.note_emptied_facts() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM mainstay.note_stale_figures('-infinity');
    RETURN NULL;
END $$;

DO $$
DECLARE
    fact_table text;
    function   text;
    event      text;
    rows       text;
BEGIN
    FOR fact_table, function IN VALUES ('users', 'note_late_customers'), ('user_status_changes', 'note_late_status_changes'),
                                       ('usage_events', 'note_late_events'), ('support_tickets', 'note_late_tickets'),
                                       ('features', 'note_core_features') LOOP
        FOR event, rows IN VALUES ('insert', 'REFERENCING NEW TABLE AS new_rows'), ('delete', 'REFERENCING OLD TABLE AS old_rows'),
                                  ('update', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows') LOOP
            EXECUTE format($form$CREATE OR REPLACE TRIGGER %1$s_note_late_%2$s AFTER %2$s ON mainstay.%1$I %3$s FOR EACH STATEMENT
                WHEN (current_setting('mainstay.bulk_load', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION mainstay.%4$I()$form$,
                fact_table, event, rows, function);
        END LOOP;
        EXECUTE format('CREATE OR REPLACE TRIGGER %1$s_note_late_truncate AFTER TRUNCATE ON mainstay.%1$I
            FOR EACH STATEMENT EXECUTE FUNCTION mainstay.note_emptied_facts()', fact_table);
    END LOOP;
END $$;
