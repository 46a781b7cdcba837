-- Daily figures that a fact came for after they were kept: computed again by the next night, refresh or import.

-- One row for a transaction, so that two writers never wait for each other.
CREATE TABLE mainstay.stale_figures (
    noted_in  xid8 NOT NULL DEFAULT pg_current_xact_id() PRIMARY KEY,
    -- The figures of this day and of all later ones miss something.
    first_day date NOT NULL
);
COMMENT ON TABLE mainstay.stale_figures IS 'Since which day the kept daily figures miss facts that came, changed or went after them.';
