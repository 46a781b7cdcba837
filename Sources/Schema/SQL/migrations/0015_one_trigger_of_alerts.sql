-- One trigger opens and ends the alerts of customers; these did it apart from each other, and locked them in no common order.

DROP TRIGGER IF EXISTS health_status_changes_high_value ON mainstay.health_status_changes;
DROP TRIGGER IF EXISTS health_status_changes_alerts ON mainstay.health_status_changes;
DROP FUNCTION IF EXISTS mainstay.high_value_status_changed();
DROP FUNCTION IF EXISTS mainstay.critical_status_changed();
-- It is now told which alerts its caller holds.
DROP FUNCTION IF EXISTS mainstay.judge_figures(timestamptz, text[]);
DROP FUNCTION IF EXISTS mainstay.end_missed_critical(timestamptz);
