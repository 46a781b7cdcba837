-- Parameters with their types and ranges, their history, and the versions of the scoring model.

CREATE TABLE mainstay.parameters (
    name          text PRIMARY KEY,
    parameter_group text NOT NULL,
    type          text NOT NULL,
    value         text NOT NULL,
    default_value text NOT NULL,
    -- The range of a number, in its own notation; null where the parameter is a text.
    minimum       numeric,
    maximum       numeric,
    -- The words a text may be; null where any will do.
    choices       text[],
    unit          text,
    -- Changing it needs the Chairman.
    strategic     boolean NOT NULL,
    meaning       text NOT NULL,
    -- Listing order: that of the specification.
    position      integer NOT NULL,
    CONSTRAINT parameters_type CHECK (type IN ('int', 'decimal', 'string')),
    -- A value outside its range must not even be storable: every rule downstream relies on it.
    CONSTRAINT parameters_number_in_range CHECK (type = 'string' OR value::numeric BETWEEN minimum AND maximum),
    CONSTRAINT parameters_int_is_whole CHECK (type <> 'int' OR value ~ '^-?[0-9]+$'),
    CONSTRAINT parameters_choice CHECK (choices IS NULL OR value = ANY (choices))
);
COMMENT ON TABLE mainstay.parameters IS 'Every tunable with its range, default and present value.';

CREATE TABLE mainstay.parameter_changes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Parameters that moved together share the number.
    change_set bigint      NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text        NOT NULL,
    why        text        NOT NULL,
    name       text        NOT NULL,
    before     text        NOT NULL,
    after      text        NOT NULL,
    -- The model version that this change made; null outside the health group.
    model_version integer
);
COMMENT ON TABLE mainstay.parameter_changes IS 'Who changed which parameter when, from what to what, and why. Never rewritten.';

CREATE SEQUENCE mainstay.parameter_change_sets;

CREATE TABLE mainstay.health_models (
    model_version              integer PRIMARY KEY,
    -- From when on scores are this model's: its creation; -infinity for the first, which holds from the beginning.
    valid_from                 timestamptz NOT NULL,
    engagement_weight          integer NOT NULL,
    support_weight             integer NOT NULL,
    value_weight               integer NOT NULL,
    active_login_days          integer NOT NULL,
    active_engagement_points   integer NOT NULL,
    moderate_login_days        integer NOT NULL,
    moderate_engagement_points integer NOT NULL,
    low_login_days             integer NOT NULL,
    low_engagement_points      integer NOT NULL,
    max_support_points         integer NOT NULL,
    ticket_penalty             integer NOT NULL,
    min_support_points         integer NOT NULL,
    points_per_feature         integer NOT NULL,
    core_feature_bonus         integer NOT NULL,
    max_value_points           integer NOT NULL,
    healthy_threshold          integer NOT NULL,
    at_risk_threshold          integer NOT NULL,
    -- A total is a score out of 100.
    CONSTRAINT health_models_weights_sum CHECK (engagement_weight + support_weight + value_weight = 100),
    -- Bands of inactivity must follow one another.
    CONSTRAINT health_models_days_ascend CHECK (active_login_days < moderate_login_days AND moderate_login_days < low_login_days),
    CONSTRAINT health_models_thresholds_ordered CHECK (at_risk_threshold < healthy_threshold),
    -- Raw points above the scale they are divided by would give more than the weight.
    CONSTRAINT health_models_points_within_scale CHECK (
        moderate_engagement_points <= active_engagement_points AND low_engagement_points <= moderate_engagement_points
        AND min_support_points <= max_support_points)
);
COMMENT ON TABLE mainstay.health_models IS 'Versions of the scoring model: the health_score parameters as they stood, and since when.';
-- Two versions in one instant would leave open which one holds.
CREATE UNIQUE INDEX health_models_valid_from ON mainstay.health_models (valid_from);
