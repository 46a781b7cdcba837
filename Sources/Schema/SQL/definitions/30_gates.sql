-- The exit gates: may the programme move on? (operations.md §5; docs/gates.md says how each is read)
--
-- Each check has a state: passed, unmet, or unknown where facts are missing. All comparisons are of counts, never of rounded rates.
-- Parameters are those of now, whatever the moment.

DO $$
BEGIN
    IF to_regtype('mainstay.gate_check') IS NULL THEN
        CREATE TYPE mainstay.gate_check AS (
            gate       text,
            check_name text,
            -- passed, unmet or unknown
            state      text,
            value      numeric,
            target     numeric,
            found      text,
            -- What would make it pass; null of one that passes.
            needed     text,
            -- The rows behind it: an array of objects.
            evidence   jsonb
        );
    END IF;
END $$;

CREATE OR REPLACE FUNCTION mainstay.success_system_checks(as_of timestamptz DEFAULT now()) RETURNS SETOF mainstay.gate_check
LANGUAGE sql STABLE PARALLEL SAFE ROWS 4
BEGIN ATOMIC
    WITH runs AS (
        SELECT l.status, count(*) AS runs, max(l.synced_at) AS newest, (array_agg(l.error_message ORDER BY l.synced_at DESC, l.id DESC))[1] AS said
          FROM mainstay.crm_sync_log AS l
         WHERE l.synced_at > as_of - mainstay.days(1) AND l.synced_at <= as_of
         GROUP BY l.status
    ), crm AS (
        SELECT mainstay.parameter('crm_platform') <> 'none' AS configured, COALESCE(sum(r.runs), 0)::bigint AS finished,
               COALESCE(sum(r.runs) FILTER (WHERE r.status = 'success'), 0)::bigint AS successful,
               COALESCE(jsonb_agg(to_jsonb(r) ORDER BY r.status), '[]') AS evidence
          FROM runs AS r
    ), playbooks AS (
        SELECT count(*) FILTER (WHERE p.active > 0) AS running,
               string_agg(p.campaign_type, ', ') FILTER (WHERE p.active > 0) AS names,
               string_agg(p.campaign_type || CASE WHEN p.sent = 0 THEN ' (none sent)'
                                                  WHEN p.unsaid > 0 THEN ' (' || p.sent || ' sent, ' || p.unsaid || ' without a status)'
                                                  ELSE ' (' || p.sent || ' sent, none active)' END, ', ') FILTER (WHERE p.active = 0) AS missing,
               bool_or(p.active = 0 AND p.unsaid = 0) AS stopped, jsonb_agg(to_jsonb(p)) AS evidence
          FROM mainstay.playbook_messages(as_of) AS p
    ), days AS (
        SELECT count(d.last_refresh) AS refreshed, max(d.day) FILTER (WHERE d.last_refresh IS NULL) AS newest_gap,
               string_agg(d.day::text, ', ' ORDER BY d.day) FILTER (WHERE d.last_refresh IS NULL) AS gaps,
               jsonb_agg(to_jsonb(d) ORDER BY d.day DESC) AS evidence
          FROM mainstay.refresh_days(as_of) AS d
    ), lag AS (
        SELECT l.at, l.at > as_of - interval '24 hours' AS is_fresh, round(extract(epoch FROM as_of - l.at) / 3600, 2) AS hours
          FROM (SELECT mainstay.last_refresh(as_of) AS at) AS l
    ), outbox AS (
        SELECT COALESCE(sum(o.sent), 0)::bigint AS sent, COALESCE(sum(o.given_up), 0)::bigint AS given_up, COALESCE(sum(o.late), 0)::bigint AS late,
               COALESCE(sum(o.no_channel), 0)::bigint AS no_channel, COALESCE(sum(o.under_way), 0)::bigint AS under_way,
               COALESCE(jsonb_agg(to_jsonb(o) ORDER BY o.channel), '[]') AS evidence
          FROM mainstay.delivery_outcomes(as_of) AS o
    )
    SELECT 'success_system_active', 'crm_syncing',
           CASE WHEN c.configured AND c.finished > 0 AND 100 * c.successful >= 95 * c.finished THEN 'passed' ELSE 'unmet' END,
           mainstay.percent(c.successful, c.finished), 95,
           concat_ws('; ', CASE WHEN NOT c.configured THEN 'no CRM is configured' END,
               CASE WHEN c.finished > 0 THEN c.successful || ' of ' || c.finished || ' syncs of the last 24 hours succeeded'
                    WHEN c.configured THEN 'no sync finished in the last 24 hours' END),
           CASE WHEN NOT c.configured THEN 'A CRM: name it with `mainstay parameters set crm_platform=hubspot --why REASON`, and have its syncs written to `crm_sync_log`'
                WHEN c.finished = 0 THEN 'A sync that succeeds within 24 hours'
                WHEN 100 * c.successful < 95 * c.finished
                THEN 'More syncs that succeed: ' || div(95 * c.finished - 100 * c.successful + 4, 5) || ', with none that fails' END,
           c.evidence
      FROM crm AS c
    UNION ALL
    SELECT 'success_system_active', 'playbooks_running',
           CASE WHEN p.running = 3 THEN 'passed' WHEN p.stopped THEN 'unmet' ELSE 'unknown' END, p.running, 3,
           concat_ws('; ', 'running: ' || p.names, 'not running: ' || p.missing),
           CASE WHEN p.running < 3 AND p.stopped THEN 'An active message of each playbook within 90 days'
                WHEN p.running < 3 THEN 'The `status` of the messages: the source does not say it' END,
           p.evidence
      FROM playbooks AS p
    UNION ALL
    SELECT 'success_system_active', 'scores_refreshed',
           CASE WHEN d.refreshed = 7 AND l.is_fresh THEN 'passed' ELSE 'unmet' END, d.refreshed, 7,
           CASE WHEN l.at IS NULL THEN 'scores were never refreshed'
                ELSE d.refreshed || ' of the last 7 days had a refresh; the newest ended ' || l.hours || ' hours ago' END,
           CASE WHEN l.at IS NULL THEN 'A refresh on each of 7 days: `mainstay serve` keeps scores fresh, `mainstay refresh --full` does it once'
                WHEN d.refreshed < 7 OR NOT l.is_fresh
                THEN concat_ws('; ', CASE WHEN NOT l.is_fresh THEN 'A refresh now: is `mainstay serve` running?' END,
                               CASE WHEN d.refreshed < 7 THEN 'A refresh on each day: none on ' || d.gaps || ', so not before ' || d.newest_gap + 8 END) END,
           d.evidence
      FROM days AS d CROSS JOIN lag AS l
    UNION ALL
    SELECT 'success_system_active', 'alerts_delivering',
           CASE WHEN o.given_up + o.late + o.no_channel > 0 THEN 'unmet' WHEN o.sent > 0 THEN 'passed' ELSE 'unknown' END,
           CASE WHEN o.sent + o.given_up + o.late + o.no_channel > 0 THEN o.given_up + o.late + o.no_channel END, 0,
           CASE WHEN o.sent + o.given_up + o.late + o.no_channel = 0 THEN 'no message was sent in the last 7 days'
                ELSE concat_ws('; ', 'sent of those of the last 7 days: ' || o.sent, CASE WHEN o.given_up > 0 THEN 'given up: ' || o.given_up END,
                               CASE WHEN o.late > 0 THEN 'waited for longer than an hour: ' || o.late END,
                               CASE WHEN o.no_channel > 0 THEN 'without a channel: ' || o.no_channel END) END,
           CASE WHEN o.given_up + o.late + o.no_channel > 0
                THEN concat_ws('; ', CASE WHEN o.no_channel > 0 THEN 'A channel for them, by the settings of `mainstay serve`: Slack, mail or webhooks' END,
                               CASE WHEN o.given_up > 0 THEN 'What was given up, sent again: `mainstay deliveries retry --all`, or by its id where its alerts are over' END,
                               CASE WHEN o.late > 0 THEN 'What waits, sent: `mainstay deliveries list` says why it waits' END)
                WHEN o.sent = 0 THEN 'A message that arrives: `mainstay deliveries test --route NAME` sends one' END,
           o.evidence
      FROM outbox AS o;
END;

CREATE OR REPLACE FUNCTION mainstay.retention_checks(as_of timestamptz DEFAULT now()) RETURNS SETOF mainstay.gate_check
LANGUAGE sql STABLE PARALLEL SAFE ROWS 3
BEGIN ATOMIC
    WITH rise AS MATERIALIZED (
        SELECT * FROM mainstay.retention_improvement(as_of)
    ), at_risk AS (
        -- Outcomes are final once 30 days have passed: only messages that are not judged yet, or new ones, can change the rate. Those known to have had no
        -- score when they were sent are never judged.
        SELECT e.*, y.next_matured_at, y.judged_later, div(30 * (e.scored + y.judged_later) + 99, 100) - e.recovered AS wanted,
               -- All of k new ones recover: 100 (recovered + judged_later + k) >= 30 (scored + judged_later + k).
               div(30 * e.scored - 100 * e.recovered - 70 * y.judged_later + 69, 70) AS wanted_anew
          FROM mainstay.campaign_effectiveness(as_of) AS e
          CROSS JOIN (SELECT min(c.sent_at) + mainstay.days(30) AS next_matured_at,
                             count(*) FILTER (WHERE c.health_score_before IS NOT NULL OR NOT c.before_stamped) AS judged_later
                        FROM mainstay.retention_campaigns AS c
                       WHERE c.campaign_type = 'at_risk' AND c.sent_at > as_of - mainstay.days(30) AND c.sent_at <= as_of) AS y
         WHERE e.campaign_type = 'at_risk'
    )
    SELECT 'retention_improving', 'baseline_known', CASE WHEN r.baseline IS NULL THEN 'unknown' ELSE 'passed' END, r.baseline, NULL::numeric,
           CASE WHEN r.baseline IS NULL THEN 'no cohort has had its first month yet'
                WHEN r.set_at IS NOT NULL THEN r.baseline || ' %, set by ' || r.set_by || ' on ' || (r.set_at AT TIME ZONE 'UTC')::date || ': ' || r.why
                ELSE r.baseline || ' %, the first cohort that could be observed: ' || r.baseline_retained || ' of ' || r.baseline_size
                     || ' customers of ' || to_char(r.baseline_month, 'YYYY-MM') END,
           CASE WHEN r.baseline IS NULL
                THEN concat_ws('; ', 'The first cohort: ' || COALESCE('known on ' || (r.next_known_at AT TIME ZONE 'UTC')::date, 'there are no customers'),
                               'or a baseline of yours: `mainstay baseline set --rate PERCENT --why REASON`') END,
           jsonb_build_array(jsonb_build_object('baseline', r.baseline, 'cohort_month', to_char(r.baseline_month, 'YYYY-MM'), 'size', r.baseline_size,
                                                'retained', r.baseline_retained, 'set_at', r.set_at, 'set_by', r.set_by, 'why', r.why))
      FROM rise AS r
    UNION ALL
    SELECT 'retention_improving', 'retention_improved',
           CASE WHEN r.improved IS NULL THEN 'unknown' WHEN r.improved THEN 'passed' ELSE 'unmet' END, r.newest_rate,
           CASE WHEN r.baseline > 0 THEN r.wanted_rate END,
           CASE WHEN r.newest_month IS NULL THEN 'no cohort of the last 12 months has had its first month'
                ELSE r.newest_retained || ' of ' || r.newest_size || ' customers of ' || to_char(r.newest_month, 'YYYY-MM') || ' stayed'
                     || CASE WHEN r.improved IS NULL THEN ''
                             ELSE ', ' || r.wanted_retained || ' would be ' || r.rise_percent || ' % above the baseline of ' || r.baseline || ' %' END END,
           CASE WHEN r.newest_month IS NULL THEN 'A cohort whose first month has ended' || COALESCE(': the next on ' || (r.next_known_at AT TIME ZONE 'UTC')::date, '')
                WHEN r.baseline = 0 THEN 'A baseline above 0, which a rise can be measured by: `mainstay baseline set --rate PERCENT --why REASON`'
                WHEN r.improved IS NULL
                THEN 'A second cohort: this one is the baseline itself' || COALESCE('; the next is known on ' || (r.next_known_at AT TIME ZONE 'UTC')::date, '')
                WHEN NOT r.improved AND r.wanted_retained > r.newest_size
                THEN 'A lower baseline or retention_improvement_percent: ' || CASE WHEN r.wanted_rate > 100 THEN '' ELSE 'a little over ' END
                     || r.wanted_rate || ' % is more than everybody'
                WHEN NOT r.improved THEN 'More customers of it who come back: ' || r.wanted_retained - r.newest_retained || '; or a better cohort'
                                         || COALESCE(': the next is known on ' || (r.next_known_at AT TIME ZONE 'UTC')::date, '') END,
           CASE WHEN r.newest_month IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object(
               'cohort_month', to_char(r.newest_month, 'YYYY-MM'), 'size', r.newest_size, 'retained', r.newest_retained, 'rate', r.newest_rate,
               'baseline', r.baseline, 'wanted', CASE WHEN r.baseline > 0 THEN r.wanted_retained END)) END
      FROM rise AS r
    UNION ALL
    SELECT 'retention_improving', 'at_risk_recovery',
           CASE WHEN e.scored = 0 THEN 'unknown' WHEN 100 * e.recovered >= 30 * e.scored THEN 'passed' ELSE 'unmet' END, e.recovery_rate, 30,
           CASE WHEN e.scored = 0 THEN 'no at-risk message of the last 90 days is 30 days old and has a score before and after'
                ELSE e.recovered || ' of ' || e.scored || ' at-risk messages were followed by a higher score 30 days later' END,
           CASE WHEN e.scored = 0
                THEN concat_ws('; ', 'At-risk messages that are 30 days old', e.pending || CASE WHEN e.pending > 0 THEN ' are younger, the oldest until '
                               || (e.next_matured_at AT TIME ZONE 'UTC')::date END)
                WHEN 100 * e.recovered < 30 * e.scored
                THEN concat_ws('; ', CASE WHEN e.wanted <= e.judged_later
                          THEN 'Recoveries among the ' || e.judged_later || ' messages that are not 30 days old yet: ' || e.wanted
                               || ', the next is judged on ' || (e.next_matured_at AT TIME ZONE 'UTC')::date
                          ELSE 'New at-risk messages that are followed by a higher score 30 days later: ' || e.wanted_anew
                               || CASE WHEN e.judged_later > 0 THEN ', if all ' || e.judged_later || ' that are not 30 days old yet are so too' ELSE '' END END,
                     'those judged are final until they are 90 days old') END,
           jsonb_build_array(jsonb_build_object('sent', e.total_sent, 'matured', e.matured, 'scored', e.scored, 'recovered', e.recovered, 'pending', e.pending))
      FROM at_risk AS e;
END;

CREATE OR REPLACE FUNCTION mainstay.nps_checks(as_of timestamptz DEFAULT now()) RETURNS SETOF mainstay.gate_check
LANGUAGE sql STABLE PARALLEL SAFE ROWS 3
BEGIN ATOMIC
    WITH asked AS MATERIALIZED (
        SELECT n.*, mainstay.parameter('nps_positive_threshold')::integer AS threshold FROM mainstay.nps(as_of) AS n
    )
    SELECT 'nps_positive', 'surveys_deployed', CASE WHEN n.deployed > 0 THEN 'passed' ELSE 'unmet' END, n.deployed, 1,
           'deployed in the last 30 days: ' || n.deployed,
           CASE WHEN n.deployed = 0 THEN 'A survey that is deployed: with its `deployed_at`, since an answer alone does not say when it was' END,
           jsonb_build_array(jsonb_build_object('deployed', n.deployed, 'answered', n.answered, 'response_rate', n.response_rate))
      FROM asked AS n
    UNION ALL
    SELECT 'nps_positive', 'nps_responses', CASE WHEN n.total_responses >= n.minimum_responses THEN 'passed' ELSE 'unmet' END,
           n.total_responses, n.minimum_responses, 'responses in the last 30 days: ' || n.total_responses,
           CASE WHEN n.total_responses < n.minimum_responses
                THEN 'More responses: ' || n.minimum_responses - n.total_responses || ' within 30 days; older ones leave the window' END,
           jsonb_build_array(jsonb_build_object('promoters', n.promoters, 'passives', n.passives, 'detractors', n.detractors,
                                                'responses', n.total_responses, 'minimum', n.minimum_responses))
      FROM asked AS n
    UNION ALL
    SELECT 'nps_positive', 'nps_reached',
           CASE WHEN n.nps_score IS NULL THEN 'unknown'
                WHEN 100 * (n.promoters - n.detractors) >= n.threshold * n.total_responses THEN 'passed' ELSE 'unmet' END,
           n.nps_score, n.threshold,
           CASE WHEN n.total_responses = 0 THEN 'nobody has answered'
                WHEN n.nps_score IS NULL THEN 'provisionally ' || n.provisional_score || ' from ' || n.total_responses || ' responses: too few to count'
                ELSE n.promoters || ' promoters and ' || n.detractors || ' detractors among ' || n.total_responses || ' responses: ' || n.nps_score END
               || COALESCE(' (95 %: ' || n.interval_low || ' to ' || n.interval_high || ')', ''),
           CASE WHEN n.nps_score IS NULL THEN 'More responses: ' || n.minimum_responses - n.total_responses
                WHEN 100 * (n.promoters - n.detractors) < n.threshold * n.total_responses
                THEN 'More promoters: ' || div(n.threshold * n.total_responses - 100 * (n.promoters - n.detractors) + 99 - n.threshold, 100 - n.threshold)
                     || ', or fewer detractors: their answers say what they miss' END,
           jsonb_build_array(jsonb_build_object('promoters', n.promoters, 'passives', n.passives, 'detractors', n.detractors,
                                                'nps', COALESCE(n.nps_score, n.provisional_score), 'low', n.interval_low, 'high', n.interval_high))
      FROM asked AS n;
END;

CREATE OR REPLACE FUNCTION mainstay.exit_gates(as_of timestamptz DEFAULT now()) RETURNS SETOF mainstay.gate_check
LANGUAGE sql STABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
    SELECT * FROM mainstay.success_system_checks(as_of)
    UNION ALL
    SELECT * FROM mainstay.retention_checks(as_of)
    UNION ALL
    SELECT * FROM mainstay.nps_checks(as_of);
END;
COMMENT ON FUNCTION mainstay.exit_gates IS 'The checks of the three exit gates at a moment: state, value, target, what was found and what is needed. A gate passes when all of its checks do.';

CREATE OR REPLACE FUNCTION mainstay.gate_turns(as_of timestamptz DEFAULT now())
RETURNS TABLE (day date, gate text, gate_before text, gate_state text, check_name text, place integer, before text, state text, value numeric, found text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 100
-- From one record to the next; the first has nothing before it. Of those that were written by the moment, which a column of theirs shares its name with.
BEGIN ATOMIC
    WITH gates AS (
        SELECT g.day, g.gate, g.state, lag(g.state) OVER (PARTITION BY g.gate ORDER BY g.day) AS before
          FROM mainstay.gate_states AS g WHERE g.recorded_at <= gate_turns.as_of
    ), checks AS (
        SELECT c.*, lag(c.state) OVER (PARTITION BY c.gate, c.check_name ORDER BY c.day) AS before
          FROM mainstay.gate_check_states AS c JOIN mainstay.gate_states AS g ON g.day = c.day AND g.gate = c.gate
         WHERE g.recorded_at <= gate_turns.as_of
    )
    SELECT c.day, c.gate, g.before, g.state, c.check_name, c.place, c.before, c.state, c.value, c.found
      FROM checks AS c JOIN gates AS g ON g.day = c.day AND g.gate = c.gate
     WHERE c.before IS DISTINCT FROM c.state
     ORDER BY c.day DESC, array_position(ARRAY['success_system_active', 'retention_improving', 'nps_positive'], c.gate), c.place;
END;
COMMENT ON FUNCTION mainstay.gate_turns IS 'When checks of the exit gates turned, from the daily records, newest first, with the state of their gate before and after.';
