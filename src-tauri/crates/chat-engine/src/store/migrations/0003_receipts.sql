-- Where answers came from; lists of models as connections gave them.
-- Never edited once released: a change is a new file with the next number.

-- What a receipt holds beside the columns there are, as JSON.
ALTER TABLE turns ADD COLUMN receipt TEXT;

CREATE TABLE catalogues (
    connection    TEXT    NOT NULL PRIMARY KEY,
    -- The address that gave it; for another one it does not count.
    address       TEXT    NOT NULL,
    fetched_at_ms INTEGER NOT NULL,
    models        TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
