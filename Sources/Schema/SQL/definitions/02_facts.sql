-- What must hold of facts whoever writes them: ends are dated, closings are dated, every login is kept as an event.

CREATE OR REPLACE FUNCTION mainstay.change_moment(moment timestamptz DEFAULT now()) RETURNS timestamptz
LANGUAGE sql STABLE
-- A loader that replays changes of the past says when they happened: SET LOCAL mainstay.now = '…'.
RETURN COALESCE(NULLIF(current_setting('mainstay.now', true), '')::timestamptz, moment);
COMMENT ON FUNCTION mainstay.change_moment IS 'The time that an undated change is stamped with.';

CREATE OR REPLACE FUNCTION mainstay.is_active_at(customer mainstay.users, as_of timestamptz) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
-- The newest status change up to the moment decides: created_at, then churned_at, then what was recorded, in this order within an instant.
RETURN (customer).created_at <= as_of AND COALESCE(
    (SELECT c.active FROM mainstay.user_status_changes AS c
      WHERE c.user_id = (customer).user_id AND c.changed_at <= as_of AND c.changed_at >= (customer).created_at
        AND ((customer).churned_at > as_of OR (customer).churned_at IS NULL OR c.changed_at >= (customer).churned_at)
      ORDER BY c.changed_at DESC, c.change_id DESC LIMIT 1),
    (customer).churned_at > as_of OR (customer).churned_at IS NULL);
COMMENT ON FUNCTION mainstay.is_active_at IS 'Whether a customer is active at a moment.';

CREATE OR REPLACE FUNCTION mainstay.date_arriving_end() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    -- A row that arrives already ended and does not say when counts as ended at created_at.
    NEW.churned_at := NEW.created_at;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER users_date_arriving_end BEFORE INSERT ON mainstay.users
    FOR EACH ROW WHEN (NEW.status <> 'active' AND NEW.churned_at IS NULL) EXECUTE FUNCTION mainstay.date_arriving_end();

CREATE OR REPLACE FUNCTION mainstay.record_status_change() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    moment     timestamptz := mainstay.change_moment();
    ends       boolean := OLD.status = 'active' AND NEW.status <> 'active';
    returns    boolean := OLD.status <> 'active' AND NEW.status = 'active';
    -- The customer had left before and is here again: the stored end is that of the earlier time.
    left_before boolean := OLD.churned_at <= moment AND mainstay.is_active_at(OLD, moment);
BEGIN
    IF NEW.status <> 'active' AND NEW.churned_at IS NULL THEN
        NEW.churned_at := CASE WHEN ends THEN GREATEST(moment, NEW.created_at) ELSE OLD.churned_at END;
    ELSIF ends AND left_before AND NEW.churned_at = OLD.churned_at THEN
        NEW.churned_at := GREATEST(moment, NEW.created_at);
    END IF;
    -- users.churned_at holds one end; one that is replaced by another, or cleared by a return, is kept as a change.
    IF OLD.churned_at <= moment AND NEW.churned_at IS DISTINCT FROM OLD.churned_at
        AND (returns OR (ends AND left_before)) THEN
        INSERT INTO mainstay.user_status_changes (user_id, changed_at, active, status)
        VALUES (NEW.user_id, OLD.churned_at, false, CASE WHEN returns THEN OLD.status ELSE NEW.status END);
    END IF;
    IF returns THEN
        INSERT INTO mainstay.user_status_changes (user_id, changed_at, active, status)
        VALUES (NEW.user_id, moment, true, NEW.status);
    END IF;
    -- An end that lies before the return which it undoes, or in the same instant, would leave the customer active: the change counts at its own time.
    IF ends AND NEW.churned_at <= moment AND mainstay.is_active_at(NEW, moment) THEN
        INSERT INTO mainstay.user_status_changes (user_id, changed_at, active, status)
        VALUES (NEW.user_id, moment, false, NEW.status);
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER users_record_status_change BEFORE UPDATE ON mainstay.users
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.churned_at IS DISTINCT FROM NEW.churned_at)
    EXECUTE FUNCTION mainstay.record_status_change();

CREATE OR REPLACE FUNCTION mainstay.date_ticket_closing() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    NEW.closed_at := GREATEST(mainstay.change_moment(), NEW.opened_at);
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER support_tickets_date_closing BEFORE UPDATE ON mainstay.support_tickets
    FOR EACH ROW WHEN (OLD.status IN ('open', 'pending') AND OLD.closed_at IS NULL
                       AND NEW.status NOT IN ('open', 'pending') AND NEW.closed_at IS NULL)
    EXECUTE FUNCTION mainstay.date_ticket_closing();

CREATE OR REPLACE FUNCTION mainstay.login_event_id(customer uuid, moment timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN md5(concat_ws(' ', 'login', customer, extract(epoch FROM moment)))::uuid;

CREATE OR REPLACE FUNCTION mainstay.keep_logins() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    -- users.last_login is overwritten by the next one; activity in the past must stay known.
    IF TG_OP = 'INSERT' THEN
        INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, event_id)
        SELECT n.user_id, 'login', n.last_login, mainstay.login_event_id(n.user_id, n.last_login)
          FROM new_rows AS n
         WHERE n.last_login IS NOT NULL
           AND NOT EXISTS (SELECT FROM mainstay.usage_events AS e
                            WHERE e.user_id = n.user_id AND e.occurred_at = n.last_login AND e.event_type = 'login')
        ON CONFLICT DO NOTHING;
    ELSE
        INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, event_id)
        SELECT n.user_id, 'login', n.last_login, mainstay.login_event_id(n.user_id, n.last_login)
          FROM new_rows AS n LEFT JOIN old_rows AS o USING (user_id)
         WHERE n.last_login IS NOT NULL AND n.last_login IS DISTINCT FROM o.last_login
           AND NOT EXISTS (SELECT FROM mainstay.usage_events AS e
                            WHERE e.user_id = n.user_id AND e.occurred_at = n.last_login AND e.event_type = 'login')
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER users_keep_logins_insert AFTER INSERT ON mainstay.users
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mainstay.keep_logins();
CREATE OR REPLACE TRIGGER users_keep_logins_update AFTER UPDATE ON mainstay.users
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION mainstay.keep_logins();

CREATE OR REPLACE FUNCTION mainstay.forget_campaign_stamps() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    -- The scores go with the stamps: the new moment may lie in the future, and nobody has a score there.
    NEW.before_stamped := false;
    NEW.after_stamped := false;
    NEW.health_score_before := NULL;
    NEW.health_status_before := NULL;
    NEW.health_score_after := NULL;
    NEW.health_status_after := NULL;
    RETURN NEW;
END $$;

-- Scores before and after belong to this customer and this moment.
CREATE OR REPLACE TRIGGER retention_campaigns_forget_stamps BEFORE UPDATE ON mainstay.retention_campaigns
    FOR EACH ROW WHEN (OLD.sent_at <> NEW.sent_at OR OLD.user_id <> NEW.user_id) EXECUTE FUNCTION mainstay.forget_campaign_stamps();
