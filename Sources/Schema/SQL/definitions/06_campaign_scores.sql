-- The scores before and after a campaign message, stamped on its row: at sent_at, and 30 days later.

CREATE OR REPLACE FUNCTION mainstay.queue_campaign_stamps(customers uuid[]) RETURNS void
LANGUAGE sql
-- Facts of these customers changed, perhaps of the past: what was stamped for them must be looked at again.
BEGIN ATOMIC
    INSERT INTO mainstay.campaign_stamp_queue (campaign_id)
    SELECT c.id FROM mainstay.retention_campaigns AS c WHERE c.user_id = ANY (customers) AND c.before_stamped
    ON CONFLICT DO NOTHING;
END;

CREATE OR REPLACE FUNCTION mainstay.wrong_campaign_stamps(chosen bigint[], as_of timestamptz)
RETURNS TABLE (id bigint, score_before integer, status_before text, score_after integer, status_after text, matured boolean)
LANGUAGE sql STABLE ROWS 100
-- Of these rows, sent by now, those that say anything else than the facts do, with what they should say.
BEGIN ATOMIC
    WITH sent AS MATERIALIZED (
        SELECT r.*, r.sent_at <= as_of - mainstay.days(30) AS matured, row_number() OVER () AS number, count(*) OVER () AS rows
          FROM mainstay.retention_campaigns AS r
         WHERE r.id = ANY (chosen) AND r.sent_at <= as_of
    ), scores AS MATERIALIZED (
        -- Places up to the number of rows are scores before, those after it scores after.
        SELECT p.place, p.total_health_score, p.health_status
          FROM mainstay.scores_at_points(
                   ARRAY(SELECT s.user_id FROM sent AS s ORDER BY s.number) || ARRAY(SELECT s.user_id FROM sent AS s WHERE s.matured ORDER BY s.number),
                   ARRAY(SELECT s.sent_at FROM sent AS s ORDER BY s.number)
                   || ARRAY(SELECT s.sent_at + mainstay.days(30) FROM sent AS s WHERE s.matured ORDER BY s.number)) AS p
    ), placed AS (
        SELECT s.*, CASE WHEN s.matured THEN s.rows + count(*) FILTER (WHERE s.matured) OVER (ORDER BY s.number) END AS place_after FROM sent AS s
    )
    SELECT s.id, b.total_health_score, b.health_status, a.total_health_score, a.health_status, s.matured
      FROM placed AS s LEFT JOIN scores AS b ON b.place = s.number LEFT JOIN scores AS a ON a.place = s.place_after
     WHERE (s.health_score_before, s.health_status_before, s.before_stamped, s.health_score_after, s.health_status_after, s.after_stamped)
           IS DISTINCT FROM (b.total_health_score, b.health_status, true, a.total_health_score, a.health_status, s.matured);
END;

CREATE OR REPLACE FUNCTION mainstay.stamp_campaigns(as_of timestamptz, at_most integer) RETURNS integer
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET jit = off AS $$
-- Stamps at most so many rows that are due or queued; returns how many were done with.
-- A row that somebody else is changing is left for the next time: engine and writer never wait for each other, in whatever order the writer goes
-- through the rows, and what is stamped belongs to the time and customer that the row has now.
DECLARE
    queued bigint[];
    chosen bigint[];
    removed integer;
BEGIN
    PERFORM pg_advisory_xact_lock(mainstay.engine_lock_key());
    queued := ARRAY(SELECT q.campaign_id FROM mainstay.campaign_stamp_queue AS q LIMIT at_most);
    chosen := ARRAY(
        SELECT c.id FROM mainstay.retention_campaigns AS c
         WHERE c.id = ANY (queued || ARRAY(
                   (SELECT d.id FROM mainstay.retention_campaigns AS d WHERE NOT d.before_stamped AND d.sent_at <= as_of LIMIT at_most)
                   UNION
                   (SELECT d.id FROM mainstay.retention_campaigns AS d
                     WHERE NOT d.after_stamped AND d.sent_at <= as_of - mainstay.days(30) LIMIT at_most)))
           FOR NO KEY UPDATE SKIP LOCKED);
    DELETE FROM mainstay.campaign_stamp_queue AS q
     WHERE q.campaign_id = ANY (queued)
       AND (q.campaign_id = ANY (chosen) OR NOT EXISTS (SELECT FROM mainstay.retention_campaigns AS c WHERE c.id = q.campaign_id));
    GET DIAGNOSTICS removed = ROW_COUNT;
    IF chosen = '{}' THEN
        RETURN removed;
    END IF;
    UPDATE mainstay.retention_campaigns AS c
       SET health_score_before = k.score_before, health_status_before = k.status_before, before_stamped = true,
           health_score_after = k.score_after, health_status_after = k.status_after, after_stamped = k.matured
      FROM mainstay.wrong_campaign_stamps(chosen, as_of) AS k
     WHERE c.id = k.id;
    RETURN GREATEST(removed, cardinality(chosen));
END $$;
