-- The scoring model as functions: raw points of a component, scaled to its weight (metrics.md §2).

CREATE OR REPLACE FUNCTION mainstay.segment(subscription_tier text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE subscription_tier
    WHEN 'enterprise' THEN 'Enterprise' WHEN 'professional' THEN 'Professional' WHEN 'basic' THEN 'Basic' ELSE 'Free' END;
COMMENT ON FUNCTION mainstay.segment IS 'The segment of a subscription tier; anything unknown is Free.';

CREATE OR REPLACE FUNCTION mainstay.percent(part numeric, whole numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN round(100 * part / NULLIF(whole, 0), 2);
COMMENT ON FUNCTION mainstay.percent IS '100 × part ÷ whole with 2 decimals, half away from zero; null when the whole is 0.';

CREATE OR REPLACE FUNCTION mainstay.days(count integer) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- 24 hours each whatever the session's time zone makes of a day.
RETURN make_interval(hours => 24 * count);

CREATE OR REPLACE FUNCTION mainstay.month_of(moment timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN date_trunc('month', moment AT TIME ZONE 'UTC')::date;
COMMENT ON FUNCTION mainstay.month_of IS 'The first day of the UTC calendar month in which a moment lies.';

CREATE OR REPLACE FUNCTION mainstay.month_start(month date, months_later integer) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (month + make_interval(months => months_later)) AT TIME ZONE 'UTC';
COMMENT ON FUNCTION mainstay.month_start IS 'Midnight UTC that begins the month so many months after the given one.';

CREATE OR REPLACE FUNCTION mainstay.model_at(as_of timestamptz) RETURNS SETOF mainstay.health_models
LANGUAGE sql STABLE ROWS 1 PARALLEL SAFE
BEGIN ATOMIC
    SELECT * FROM mainstay.health_models AS m WHERE m.valid_from <= as_of ORDER BY m.valid_from DESC LIMIT 1;
END;
COMMENT ON FUNCTION mainstay.model_at IS 'The model version in force at a moment.';

CREATE OR REPLACE FUNCTION mainstay.scaled_points(raw integer, raw_max integer, weight integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- round(raw / raw_max × weight), half away from zero, in whole numbers: nothing here is negative. A scale of 0 gives no points.
RETURN CASE WHEN raw_max > 0 THEN (2 * raw * weight + raw_max) / (2 * raw_max) ELSE 0 END;

CREATE OR REPLACE FUNCTION mainstay.engagement_points(
    m mainstay.health_models, last_activity timestamptz, active_since timestamptz, moderate_since timestamptz, low_since timestamptz) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- The beginnings of the bands come from outside: computed once for everybody they cost nothing, computed for each customer more than the score.
RETURN mainstay.scaled_points(
    CASE
        WHEN last_activity > active_since THEN (m).active_engagement_points
        WHEN last_activity > moderate_since THEN (m).moderate_engagement_points
        WHEN last_activity > low_since THEN (m).low_engagement_points
        ELSE 0
    END,
    (m).active_engagement_points, (m).engagement_weight);

CREATE OR REPLACE FUNCTION mainstay.engagement_points(m mainstay.health_models, last_activity timestamptz, as_of timestamptz) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN mainstay.engagement_points(
    m, last_activity, as_of - mainstay.days((m).active_login_days), as_of - mainstay.days((m).moderate_login_days),
    as_of - mainstay.days((m).low_login_days));

CREATE OR REPLACE FUNCTION mainstay.support_points(m mainstay.health_models, open_tickets integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN mainstay.scaled_points(
    GREATEST((m).min_support_points, (m).max_support_points - (m).ticket_penalty * open_tickets),
    (m).max_support_points, (m).support_weight);

CREATE OR REPLACE FUNCTION mainstay.value_points(m mainstay.health_models, features integer, core_adopted boolean) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN mainstay.scaled_points(
    LEAST((m).max_value_points, (m).points_per_feature * features + CASE WHEN core_adopted THEN (m).core_feature_bonus ELSE 0 END),
    (m).max_value_points, (m).value_weight);

CREATE OR REPLACE FUNCTION mainstay.health_status(total integer, healthy_threshold integer, at_risk_threshold integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN total >= healthy_threshold THEN 'Healthy' WHEN total >= at_risk_threshold THEN 'At-Risk' ELSE 'Critical' END;

CREATE OR REPLACE FUNCTION mainstay.bands(m mainstay.health_models, as_of timestamptz)
RETURNS TABLE (active_since timestamptz, moderate_since timestamptz, low_since timestamptz,
               active_span interval, moderate_span interval, low_span interval)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 1
-- Where the bands of engagement begin for a moment, and how long they last.
BEGIN ATOMIC
    SELECT as_of - d.active_span, as_of - d.moderate_span, as_of - d.low_span, d.active_span, d.moderate_span, d.low_span
      FROM (SELECT mainstay.days((m).active_login_days) AS active_span, mainstay.days((m).moderate_login_days) AS moderate_span,
                   mainstay.days((m).low_login_days) AS low_span) AS d
    OFFSET 0;
END;

CREATE OR REPLACE FUNCTION mainstay.next_band_change(
    last_activity timestamptz, active_since timestamptz, moderate_since timestamptz, low_since timestamptz,
    active_span interval, moderate_span interval, low_span interval) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- The next of last activity + 1, 7, 30 days that is still to come; null when all have passed.
RETURN CASE
    WHEN last_activity > active_since THEN last_activity + active_span
    WHEN last_activity > moderate_since THEN last_activity + moderate_span
    WHEN last_activity > low_since THEN last_activity + low_span
    END;

CREATE OR REPLACE FUNCTION mainstay.next_band_change(m mainstay.health_models, last_activity timestamptz, as_of timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN mainstay.next_band_change(
    last_activity, as_of - mainstay.days((m).active_login_days), as_of - mainstay.days((m).moderate_login_days),
    as_of - mainstay.days((m).low_login_days), mainstay.days((m).active_login_days), mainstay.days((m).moderate_login_days),
    mainstay.days((m).low_login_days));
