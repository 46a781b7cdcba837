-- A mail for several people is handed in for those whose mailboxes take it, and tried again for the others only.

ALTER TABLE mainstay.messages ADD COLUMN reached text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN mainstay.messages.reached IS 'Those of the target who have it, while it is to be tried again for the others.';
