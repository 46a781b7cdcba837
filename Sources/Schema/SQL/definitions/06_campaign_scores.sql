-- The scores before and after a campaign message, stamped on its row: at sent_at, and 30 days later.

CREATE OR REPLACE FUNCTION mainstay.queue_campaign_stamps(customers uuid[]) RETURNS void
LANGUAGE sql
-- Facts of these customers changed, perhaps of the past: what was stamped for them must be looked at again.
BEGIN ATOMIC
    INSERT INTO mainstay.campaign_stamp_queue (campaign_id)
    SELECT c.id FROM mainstay.retention_campaigns AS c WHERE c.user_id = ANY (customers) AND c.before_stamped
    ON CONFLICT DO NOTHING;
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
      FROM (SELECT r.id, before.total_health_score AS score_before, before.health_status AS status_before,
                   later.total_health_score AS score_after, later.health_status AS status_after,
                   r.sent_at <= as_of - mainstay.days(30) AS matured
              FROM mainstay.retention_campaigns AS r
              LEFT JOIN LATERAL mainstay.health_score_at(r.user_id, r.sent_at) AS before ON true
              LEFT JOIN LATERAL mainstay.health_score_at(r.user_id, r.sent_at + mainstay.days(30)) AS later
                ON r.sent_at <= as_of - mainstay.days(30)
             WHERE r.id = ANY (chosen) AND r.sent_at <= as_of) AS k
     WHERE c.id = k.id
       AND (c.health_score_before, c.health_status_before, c.before_stamped, c.health_score_after, c.health_status_after, c.after_stamped)
           IS DISTINCT FROM (k.score_before, k.status_before, true, k.score_after, k.status_after, k.matured);
    RETURN GREATEST(removed, cardinality(chosen));
END $$;
