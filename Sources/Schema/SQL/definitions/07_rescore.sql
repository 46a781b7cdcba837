-- Keeping scores fresh: the customers in the queue and those whose time has come, and everybody for the reconcile.
--
-- One engine at a time: a batch takes the engine lock alone, slices of a reconcile share it among themselves, all for the length of their
-- transaction. Whoever is killed in the middle loses the transaction and the lock together; the queue entries are then still there.

CREATE OR REPLACE FUNCTION mainstay.engine_lock_key() RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- 'mainstay' in ASCII: advisory locks are shared by everything in the database.
RETURN x'6d61696e73746179'::bigint;

CREATE OR REPLACE FUNCTION mainstay.engine_moment(as_of timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
-- Asked after the lock is taken: a moment read before the wait, or on a machine whose clock is a little behind, must not undo what was
-- computed for a later one, nor score everybody by the old model after a new one was made. A larger step back is somebody's intention.
BEGIN ATOMIC
    SELECT GREATEST(as_of, max(k.moment))
      FROM (SELECT e.scored_as_of AS moment FROM mainstay.engine_state AS e
            UNION ALL
            SELECT max(m.valid_from) FROM mainstay.health_models AS m) AS k
     WHERE k.moment < as_of + interval '1 minute';
END;

CREATE OR REPLACE FUNCTION mainstay.differs(
    c mainstay.computed_score, s mainstay.customer_health_scores, r mainstay.customer_retention, x mainstay.upcoming_changes) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
-- Whether what is stored of a customer says anything else than what was computed. When it was computed is no difference.
RETURN CASE WHEN (c).active
        THEN ((s).user_id, (s).email, (s).onboarded_at, (s).engagement_score, (s).support_score, (s).value_score, (s).health_status,
              (s).last_activity, (s).open_ticket_count, (s).feature_adoption_count, (s).core_feature_adopted, (s).model_version, (s).next_change_at)
             IS DISTINCT FROM
             ((c).user_id, (c).email, (c).created_at, (c).engagement_score, (c).support_score, (c).value_score, (c).health_status,
              (c).last_activity, (c).open_ticket_count, (c).feature_adoption_count, (c).core_feature_adopted, (c).model_version, (c).next_change_at)
            OR (x).user_id IS NOT NULL
        ELSE (s).user_id IS NOT NULL OR (x).change_at IS DISTINCT FROM (c).next_change_at
        END
    OR ((r).cohort_month, (r).active_in, (r).active_since)
       IS DISTINCT FROM ((c).cohort_month, (c).active_in, (c).active_since);

CREATE OR REPLACE FUNCTION mainstay.write_scores(scores mainstay.computed_score[], gone uuid[], as_of timestamptz) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
-- Writes what differs, in one transaction with the ledger of status changes. `gone`: customers who are in `users` no more.
-- Two reconciles at once may write the same customer. These rows come first, in the order of the ids: whoever is second waits for them, and then sees
-- in the statements below what the first has written, so that the ledger tells a change once and in order.
BEGIN
    INSERT INTO mainstay.customer_retention AS r (user_id, cohort_month, active_in, active_since)
    SELECT c.user_id, c.cohort_month, c.active_in, c.active_since FROM unnest(scores) AS c
    ON CONFLICT (user_id) DO UPDATE SET cohort_month = excluded.cohort_month, active_in = excluded.active_in, active_since = excluded.active_since
     WHERE (r.cohort_month, r.active_in, r.active_since) IS DISTINCT FROM (excluded.cohort_month, excluded.active_in, excluded.active_since);
    DELETE FROM mainstay.customer_retention AS r WHERE r.user_id = ANY (gone);

    INSERT INTO mainstay.health_status_changes (user_id, processed_at, from_status, to_status, from_total, to_total, model_version)
    SELECT c.user_id, GREATEST(as_of, s.calculated_at), s.health_status, c.health_status, s.total_health_score, c.total_health_score, c.model_version
      FROM unnest(scores) AS c LEFT JOIN mainstay.customer_health_scores AS s ON s.user_id = c.user_id
     WHERE s.health_status IS DISTINCT FROM c.health_status;

    INSERT INTO mainstay.customer_health_scores
        (user_id, email, onboarded_at, engagement_score, support_score, value_score, total_health_score, health_status, calculated_at,
         last_activity, open_ticket_count, feature_adoption_count, core_feature_adopted, model_version, next_change_at)
    SELECT c.user_id, c.email, c.created_at, c.engagement_score, c.support_score, c.value_score, c.total_health_score, c.health_status, as_of,
           c.last_activity, c.open_ticket_count, c.feature_adoption_count, c.core_feature_adopted, c.model_version, c.next_change_at
      FROM unnest(scores) AS c WHERE c.active
    ON CONFLICT (user_id) DO UPDATE SET
        email = excluded.email, onboarded_at = excluded.onboarded_at, engagement_score = excluded.engagement_score,
        support_score = excluded.support_score, value_score = excluded.value_score, total_health_score = excluded.total_health_score,
        health_status = excluded.health_status, calculated_at = excluded.calculated_at, last_activity = excluded.last_activity,
        open_ticket_count = excluded.open_ticket_count, feature_adoption_count = excluded.feature_adoption_count,
        core_feature_adopted = excluded.core_feature_adopted, model_version = excluded.model_version, next_change_at = excluded.next_change_at;

    DELETE FROM mainstay.customer_health_scores AS s USING unnest(scores) AS c WHERE s.user_id = c.user_id AND NOT c.active;

    DELETE FROM mainstay.upcoming_changes AS x USING unnest(scores) AS c WHERE x.user_id = c.user_id;
    INSERT INTO mainstay.upcoming_changes (user_id, change_at)
    SELECT c.user_id, c.next_change_at FROM unnest(scores) AS c WHERE NOT c.active AND c.next_change_at IS NOT NULL;

    IF gone <> '{}' THEN
        INSERT INTO mainstay.health_status_changes (user_id, processed_at, from_status, from_total, model_version)
        SELECT s.user_id, GREATEST(as_of, s.calculated_at), s.health_status, s.total_health_score, s.model_version
          FROM mainstay.customer_health_scores AS s WHERE s.user_id = ANY (gone);
        DELETE FROM mainstay.customer_health_scores AS s WHERE s.user_id = ANY (gone);
        DELETE FROM mainstay.upcoming_changes AS x WHERE x.user_id = ANY (gone);
    END IF;
END $$;

CREATE OR REPLACE FUNCTION mainstay.rescore_batch(as_of timestamptz, at_most integer, OUT rescored integer, OUT written integer,
    OUT everybody boolean, OUT enqueued_at timestamptz[], OUT enqueued integer[])
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET jit = off AS $$
-- One batch: takes at most so many entries of the queue and at most so many customers whose time has come, computes their scores at `as_of`,
-- and writes what changed.
-- Returns how many customers were looked at and how many rows written, whether an entry for everybody waits (only a reconcile can serve it),
-- and when the facts served were enqueued, with how many entries each, for the measurement of freshness.
DECLARE
    customers uuid[];
    scores    mainstay.computed_score[];
    gone      uuid[];
BEGIN
    PERFORM pg_advisory_xact_lock(mainstay.engine_lock_key());
    as_of := mainstay.engine_moment(as_of);

    WITH taken AS (
        DELETE FROM mainstay.rescore_queue AS q
         WHERE q.entry_id = ANY (ARRAY(SELECT n.entry_id FROM mainstay.rescore_queue AS n
                                        WHERE n.user_id IS NOT NULL ORDER BY n.entry_id LIMIT at_most))
        RETURNING q.user_id, q.enqueued_at
    ), times AS (
        SELECT t.enqueued_at, count(*)::integer AS entries FROM taken AS t GROUP BY t.enqueued_at
    )
    SELECT (SELECT array_agg(DISTINCT t.user_id) FROM taken AS t),
           (SELECT array_agg(t.enqueued_at ORDER BY t.enqueued_at) FROM times AS t),
           (SELECT array_agg(t.entries ORDER BY t.enqueued_at) FROM times AS t)
      INTO customers, enqueued_at, enqueued;

    SELECT array_agg(DISTINCT d.user_id) INTO customers
      FROM (SELECT unnest(customers) AS user_id
            UNION ALL
            (SELECT s.user_id FROM mainstay.customer_health_scores AS s
              WHERE s.next_change_at <= as_of ORDER BY s.next_change_at LIMIT at_most)
            UNION ALL
            (SELECT x.user_id FROM mainstay.upcoming_changes AS x WHERE x.change_at <= as_of ORDER BY x.change_at LIMIT at_most)) AS d;

    everybody := EXISTS (SELECT FROM mainstay.rescore_queue AS q WHERE q.user_id IS NULL);
    rescored := COALESCE(cardinality(customers), 0);
    written := 0;
    IF rescored > 0 THEN
        SELECT COALESCE(array_agg(c.*::mainstay.computed_score ORDER BY c.user_id), '{}') INTO scores
          FROM mainstay.scores_of_customers(customers, as_of) AS c
          LEFT JOIN mainstay.customer_health_scores AS s ON s.user_id = c.user_id
          LEFT JOIN mainstay.customer_retention AS r ON r.user_id = c.user_id
          LEFT JOIN mainstay.upcoming_changes AS x ON x.user_id = c.user_id
         WHERE mainstay.differs(c, s, r, x);
        SELECT COALESCE(array_agg(d.user_id), '{}') INTO gone
          FROM unnest(customers) AS d (user_id)
         WHERE NOT EXISTS (SELECT FROM mainstay.users AS u WHERE u.user_id = d.user_id);
        written := cardinality(scores) + cardinality(gone);
        IF written > 0 THEN
            PERFORM mainstay.write_scores(scores, gone, as_of);
        END IF;
        PERFORM mainstay.queue_campaign_stamps(customers);
    END IF;
    UPDATE mainstay.engine_state AS e SET scored_as_of = as_of
     WHERE rescored > 0 AND (e.scored_as_of < as_of OR e.scored_as_of IS NULL);
END $$;

CREATE OR REPLACE FUNCTION mainstay.reconcile_range(first_id uuid, last_id uuid, as_of timestamptz, OUT customers integer, OUT differences integer)
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan SET jit = off AS $$
-- Recomputes every customer of a range from all facts and writes what differs; compares the stamps of their campaigns, and queues what is wrong.
-- A customer who is queued, or whose time came, is not wrong but waiting: written, but not counted as a difference.
DECLARE
    scores mainstay.computed_score[];
    gone   uuid[];
BEGIN
    PERFORM pg_advisory_xact_lock_shared(mainstay.engine_lock_key());
    as_of := mainstay.engine_moment(as_of);

    SELECT count(*) INTO customers FROM mainstay.users AS u WHERE u.user_id BETWEEN first_id AND last_id;
    SELECT COALESCE(array_agg(c.*::mainstay.computed_score ORDER BY c.user_id), '{}') INTO scores
      FROM mainstay.scores_of_range(first_id, last_id, as_of) AS c
      -- The range said again, so that each table is passed over once instead of looked into for each customer.
      LEFT JOIN mainstay.customer_health_scores AS s ON s.user_id = c.user_id AND s.user_id BETWEEN first_id AND last_id
      LEFT JOIN mainstay.customer_retention AS r ON r.user_id = c.user_id AND r.user_id BETWEEN first_id AND last_id
      LEFT JOIN mainstay.upcoming_changes AS x ON x.user_id = c.user_id
     WHERE mainstay.differs(c, s, r, x);
    -- The queue is read after the scores: what was committed in between counts as waiting, not as wrong.
    SELECT count(*) INTO differences
      FROM unnest(scores) AS c
      LEFT JOIN mainstay.customer_health_scores AS s ON s.user_id = c.user_id
      LEFT JOIN mainstay.upcoming_changes AS x ON x.user_id = c.user_id
     WHERE COALESCE(s.next_change_at, x.change_at) > as_of IS NOT FALSE
       AND NOT EXISTS (SELECT FROM mainstay.rescore_queue AS q WHERE q.user_id = c.user_id)
       AND NOT EXISTS (SELECT FROM mainstay.rescore_queue AS q WHERE q.user_id IS NULL);
    SELECT COALESCE(array_agg(r.user_id ORDER BY r.user_id), '{}') INTO gone
      FROM mainstay.customer_retention AS r
     WHERE r.user_id BETWEEN first_id AND last_id
       AND NOT EXISTS (SELECT FROM mainstay.users AS u WHERE u.user_id = r.user_id);
    differences := differences
        + (SELECT count(*) FROM unnest(gone) AS d (user_id)
            WHERE NOT EXISTS (SELECT FROM mainstay.rescore_queue AS q WHERE q.user_id = d.user_id OR q.user_id IS NULL));
    IF cardinality(scores) + cardinality(gone) > 0 THEN
        PERFORM mainstay.write_scores(scores, gone, as_of);
    END IF;
    -- Only those that are wrong need the lock and the writing; what was never stamped is due anyhow.
    INSERT INTO mainstay.campaign_stamp_queue (campaign_id)
    SELECT k.id
      FROM mainstay.wrong_campaign_stamps(
               ARRAY(SELECT c.id FROM mainstay.retention_campaigns AS c
                      WHERE c.user_id BETWEEN first_id AND last_id AND c.before_stamped
                        AND (c.after_stamped OR c.sent_at > as_of - mainstay.days(30))
                      ORDER BY c.user_id), as_of) AS k
    ON CONFLICT DO NOTHING;
END $$;

CREATE OR REPLACE FUNCTION mainstay.finish_reconcile(as_of timestamptz, served bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
-- Everybody has been computed: the entries for everybody that waited at the start are served, and stored scores answer from this moment on.
BEGIN
    PERFORM pg_advisory_xact_lock(mainstay.engine_lock_key());
    DELETE FROM mainstay.rescore_queue AS q WHERE q.entry_id = ANY (served);
    UPDATE mainstay.engine_state AS e SET scored_as_of = mainstay.engine_moment(as_of);
END $$;

CREATE OR REPLACE FUNCTION mainstay.notify_critical_customer() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    -- The contract of other programs: 40, whatever the model's threshold; on the transition, not while it lasts.
    -- A notification holds 8,000 bytes; a longer address is none, and must not stop the scores of its whole batch.
    IF TG_OP = 'INSERT' OR OLD.total_health_score >= 40 THEN
        PERFORM pg_notify('critical_customer_alert', json_build_object(
            'user_id', NEW.user_id, 'email', left(NEW.email, 1000), 'health_score', NEW.total_health_score, 'last_activity', NEW.last_activity)::text);
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER critical_customer_trigger AFTER INSERT OR UPDATE ON mainstay.customer_health_scores
    FOR EACH ROW WHEN (NEW.total_health_score < 40) EXECUTE FUNCTION mainstay.notify_critical_customer();
