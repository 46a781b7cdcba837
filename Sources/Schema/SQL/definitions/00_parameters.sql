-- Every tunable with its range and default. A new program may change meanings, ranges and defaults; values set by hand stay.

INSERT INTO mainstay.parameters
    (name, parameter_group, type, value, default_value, minimum, maximum, choices, unit, strategic, meaning, position)
SELECT name, parameter_group, type, default_value, default_value, minimum, maximum, choices, unit, strategic, meaning, position
  FROM (VALUES
    ('engagement_weight', 'health_score', 'int', '40', 0::numeric, 100::numeric, NULL::text[], 'points', true, 'share of engagement in the total; the three weights sum to 100', 1),
    ('support_weight', 'health_score', 'int', '30', 0, 100, NULL, 'points', true, 'share of support in the total', 2),
    ('value_weight', 'health_score', 'int', '30', 0, 100, NULL, 'points', true, 'share of value in the total', 3),
    ('active_login_days', 'health_score', 'int', '1', 1, 7, NULL, 'days', false, 'inactivity below this is active', 4),
    ('active_engagement_points', 'health_score', 'int', '40', 0, 50, NULL, 'points', false, 'raw points while active', 5),
    ('moderate_login_days', 'health_score', 'int', '7', 2, 14, NULL, 'days', false, 'inactivity below this is moderate; greater than active_login_days', 6),
    ('moderate_engagement_points', 'health_score', 'int', '30', 0, 40, NULL, 'points', false, 'raw points while moderate', 7),
    ('low_login_days', 'health_score', 'int', '30', 8, 60, NULL, 'days', false, 'inactivity below this is low; greater than moderate_login_days', 8),
    ('low_engagement_points', 'health_score', 'int', '20', 0, 30, NULL, 'points', false, 'raw points while low', 9),
    ('max_support_points', 'health_score', 'int', '30', 0, 50, NULL, 'points', false, 'raw points with no open ticket', 10),
    ('ticket_penalty', 'health_score', 'int', '10', 5, 20, NULL, 'points', false, 'raw points lost per open ticket', 11),
    ('min_support_points', 'health_score', 'int', '0', 0, 10, NULL, 'points', false, 'raw points never fall below this', 12),
    ('points_per_feature', 'health_score', 'int', '5', 1, 10, NULL, 'points', false, 'raw points per adopted feature', 13),
    ('core_feature_bonus', 'health_score', 'int', '10', 0, 20, NULL, 'points', false, 'raw points once a core feature is adopted', 14),
    ('max_value_points', 'health_score', 'int', '30', 0, 50, NULL, 'points', false, 'raw value points never rise above this', 15),
    ('healthy_threshold', 'health_score', 'int', '70', 60, 90, NULL, 'points', true, 'Healthy at or above', 16),
    ('at_risk_threshold', 'health_score', 'int', '40', 30, 60, NULL, 'points', true, 'At-Risk at or above and below healthy; Critical below', 17),
    ('win_back_inactive_days', 'retention', 'int', '30', 14, 90, NULL, 'days', false, 'inactivity that starts a win-back', 18),
    ('at_risk_email_delay_days', 'retention', 'int', '0', 0, 3, NULL, 'days', false, 'first at-risk e-mail after the drop', 19),
    ('at_risk_guide_delay_days', 'retention', 'int', '3', 1, 7, NULL, 'days', false, 'feature guide after the drop', 20),
    ('at_risk_call_delay_days', 'retention', 'int', '7', 3, 14, NULL, 'days', false, 'check-in call after the drop', 21),
    ('critical_response_hours', 'retention', 'int', '24', 4, 48, NULL, 'hours', true, 'a critical customer is contacted within this', 22),
    ('chairman_escalation_hours', 'retention', 'int', '48', 24, 96, NULL, 'hours', true, 'no response within this escalates to the Chairman', 23),
    ('campaign_cooldown_days', 'retention', 'int', '7', 3, 30, NULL, 'days', false, 'between two interventions for one customer', 24),
    ('win_back_check_in_days', 'retention', 'int', '90', 30, 180, NULL, 'days', false, 'between win-back attempts', 25),
    ('retention_decline_alert_percent', 'retention', 'int', '15', 1, 100, NULL, 'percent', true, 'month-over-month decline that alerts', 26),
    ('retention_target_1m', 'retention', 'int', '85', 0, 100, NULL, 'percent', true, 'target of 1-month retention', 27),
    ('retention_target_3m', 'retention', 'int', '70', 0, 100, NULL, 'percent', true, 'target of 3-month retention', 28),
    ('retention_target_6m', 'retention', 'int', '60', 0, 100, NULL, 'percent', true, 'target of 6-month retention', 29),
    ('retention_improvement_percent', 'retention', 'int', '5', 0, 100, NULL, 'percent', true, 'rise over baseline that the exit gate asks for', 30),
    ('high_value_arr', 'retention', 'int', '10000', 0, 100000000, NULL, 'currency/year', true, 'ARR from which a customer counts as high-value', 31),
    ('holdout_percent', 'retention', 'int', '10', 0, 50, NULL, 'percent', true, 'share of eligible customers left untouched to measure lift', 32),
    ('critical_slack_channel', 'alert', 'string', '#customer-success-urgent', NULL, NULL, NULL, NULL, false, 'where critical customers are announced', 33),
    ('retention_slack_channel', 'alert', 'string', '#customer-success', NULL, NULL, NULL, NULL, false, 'where a retention decline is announced', 34),
    ('system_slack_channel', 'alert', 'string', '#eng-ops', NULL, NULL, NULL, NULL, false, 'where a degraded system is announced', 35),
    ('ops_email', 'alert', 'string', 'ops@company.com', NULL, NULL, NULL, NULL, false, 'where repeated CRM sync failures go', 36),
    ('at_risk_digest_recipients', 'alert', 'string', 'success@company.com', NULL, NULL, NULL, NULL, false, 'weekly at-risk digest (comma-separated)', 37),
    ('chairman_escalation_slack', 'alert', 'string', '@chairman', NULL, NULL, NULL, NULL, true, 'escalations on Slack', 38),
    ('chairman_escalation_email', 'alert', 'string', 'chairman@company.com', NULL, NULL, NULL, NULL, true, 'escalations by e-mail', 39),
    ('critical_alert_delay_minutes', 'alert', 'int', '5', 0, 60, NULL, 'minutes', false, 'a drop must last this long before it is announced', 40),
    ('weekly_digest_day', 'alert', 'string', 'Monday', NULL, NULL, ARRAY['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'], NULL, false, 'day of the at-risk digest', 41),
    ('weekly_digest_hour', 'alert', 'int', '9', 0, 23, NULL, 'hour UTC', false, 'hour of the at-risk digest', 42),
    ('nps_deploy_milestone', 'nps', 'string', 'first_value_realization', NULL, NULL, ARRAY['onboarding_complete', 'first_value_realization', '30_day_checkpoint', '60_day_checkpoint', '90_day_checkpoint'], NULL, false, 'what makes a customer due for a survey', 43),
    ('nps_survey_interval_days', 'nps', 'int', '90', 30, 365, NULL, 'days', false, 'between two surveys to one customer', 44),
    ('nps_min_responses', 'nps', 'int', '100', 50, 500, NULL, 'responses', true, 'below this a score is provisional', 45),
    ('nps_target_response_rate', 'nps', 'int', '30', 20, 50, NULL, 'percent', false, 'target response rate', 46),
    ('nps_positive_threshold', 'nps', 'int', '0', -100, 50, NULL, 'points', true, 'exit gate', 47),
    ('nps_target_score', 'nps', 'int', '30', 0, 70, NULL, 'points', true, 'target', 48),
    ('nps_excellent_score', 'nps', 'int', '50', 30, 80, NULL, 'points', true, 'excellent', 49),
    ('nps_drop_alert_points', 'nps', 'int', '10', 1, 100, NULL, 'points', true, 'drop within 30 days that calls a review', 50),
    ('crm_platform', 'crm', 'string', 'none', NULL, NULL, ARRAY['none', 'hubspot', 'salesforce', 'intercom'], NULL, true, 'which CRM is synced', 51),
    ('crm_api_endpoint', 'crm', 'string', '', NULL, NULL, NULL, NULL, true, 'base URL; empty for the platform''s own', 52),
    ('crm_sync_frequency_hours', 'crm', 'int', '24', 1, 168, NULL, 'hours', false, 'between full syncs', 53),
    ('crm_retry_attempts', 'crm', 'int', '3', 0, 10, NULL, 'attempts', false, 'retries of a failed call (exponential back-off with jitter)', 54),
    ('crm_timeout_seconds', 'crm', 'int', '30', 1, 300, NULL, 'seconds', false, 'limit of one call', 55),
    ('customer_id_field', 'crm', 'string', 'user_id', NULL, NULL, NULL, NULL, false, 'CRM field for the customer''s id', 56),
    ('health_score_field', 'crm', 'string', 'health_score_custom', NULL, NULL, NULL, NULL, false, 'CRM field for the score', 57),
    ('last_login_field', 'crm', 'string', 'last_activity_date', NULL, NULL, NULL, NULL, false, 'CRM field for last activity', 58),
    ('support_ticket_field', 'crm', 'string', 'open_ticket_count', NULL, NULL, NULL, NULL, false, 'CRM field for open tickets', 59),
    ('health_check_interval_minutes', 'system', 'int', '60', 5, 1440, NULL, 'minutes', false, 'between system checks', 60),
    ('max_consecutive_failures', 'system', 'int', '3', 1, 10, NULL, 'failures', false, 'consecutive failures before escalation', 61),
    ('target_uptime_percent', 'system', 'decimal', '99.5', 95, 99.99, NULL, 'percent', true, 'uptime target', 62),
    ('crm_sync_error_threshold_percent', 'system', 'int', '5', 1, 10, NULL, 'percent', false, 'CRM error rate that pauses automation', 63),
    ('negative_feedback_pause_percent', 'system', 'int', '10', 1, 50, NULL, 'percent', false, 'negative campaign feedback that pauses a campaign', 64)
  ) AS d (name, parameter_group, type, default_value, minimum, maximum, choices, unit, strategic, meaning, position)
ON CONFLICT (name) DO UPDATE SET
    parameter_group = excluded.parameter_group, default_value = excluded.default_value, minimum = excluded.minimum, maximum = excluded.maximum,
    choices = excluded.choices, unit = excluded.unit, strategic = excluded.strategic, meaning = excluded.meaning, position = excluded.position;

CREATE OR REPLACE FUNCTION mainstay.parameter(parameter_name text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (SELECT p.value FROM mainstay.parameters AS p WHERE p.name = parameter_name);
COMMENT ON FUNCTION mainstay.parameter IS 'The present value of a parameter.';

CREATE OR REPLACE FUNCTION mainstay.add_health_model(valid_since timestamptz) RETURNS integer
LANGUAGE sql
-- A model version is the health_score parameters as they stand.
BEGIN ATOMIC
    INSERT INTO mainstay.health_models
        (model_version, valid_from, engagement_weight,
         support_weight,
         value_weight,
         active_login_days,
         active_engagement_points,
         moderate_login_days,
         moderate_engagement_points,
         low_login_days,
         low_engagement_points,
         max_support_points,
         ticket_penalty,
         min_support_points,
         points_per_feature,
         core_feature_bonus,
         max_value_points,
         healthy_threshold,
         at_risk_threshold)
    SELECT (SELECT COALESCE(max(m.model_version), 0) + 1 FROM mainstay.health_models AS m), valid_since,
           mainstay.parameter('engagement_weight')::integer,
           mainstay.parameter('support_weight')::integer,
           mainstay.parameter('value_weight')::integer,
           mainstay.parameter('active_login_days')::integer,
           mainstay.parameter('active_engagement_points')::integer,
           mainstay.parameter('moderate_login_days')::integer,
           mainstay.parameter('moderate_engagement_points')::integer,
           mainstay.parameter('low_login_days')::integer,
           mainstay.parameter('low_engagement_points')::integer,
           mainstay.parameter('max_support_points')::integer,
           mainstay.parameter('ticket_penalty')::integer,
           mainstay.parameter('min_support_points')::integer,
           mainstay.parameter('points_per_feature')::integer,
           mainstay.parameter('core_feature_bonus')::integer,
           mainstay.parameter('max_value_points')::integer,
           mainstay.parameter('healthy_threshold')::integer,
           mainstay.parameter('at_risk_threshold')::integer
    RETURNING model_version;
END;
COMMENT ON FUNCTION mainstay.add_health_model IS 'Makes a model version of the present health_score parameters and returns its number.';

SELECT mainstay.add_health_model('-infinity') WHERE NOT EXISTS (SELECT FROM mainstay.health_models);
