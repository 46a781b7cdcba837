-- Closed alerts are counted by an index, however many there are, and no silence keeps everything quiet.

-- How many are closed, of all rules or of some.
CREATE INDEX alerts_closed ON mainstay.alerts (state, rule) WHERE state IN ('resolved', 'suppressed');
-- Whose they are; most belong to nobody.
CREATE INDEX alerts_assignee ON mainstay.alerts (assignee) WHERE assignee IS NOT NULL;

-- Of everything it would hide what nobody thought of. One that was made before this holds until its end; ending it is a change that the check must let
-- through.
ALTER TABLE mainstay.silences ADD CONSTRAINT silences_of_something
    CHECK (num_nonnulls(rule, segment, user_id) > 0 OR ended_at IS NOT NULL) NOT VALID;
