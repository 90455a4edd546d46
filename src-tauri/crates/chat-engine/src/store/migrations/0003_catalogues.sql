-- Lists of models as connections gave them, for use without asking again.
-- Never edited once released: a change is a new file with the next number.

CREATE TABLE catalogues (
    connection    TEXT    NOT NULL PRIMARY KEY,
    -- The address that gave it; for another one it does not count.
    address       TEXT    NOT NULL,
    fetched_at_ms INTEGER NOT NULL,
    models        TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
