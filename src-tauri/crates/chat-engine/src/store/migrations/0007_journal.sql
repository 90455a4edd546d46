-- The replay journal: what came over the wire, byte for byte.
-- Never edited once released: a change is a new file with the next number.
-- It goes with its turn, and by itself when it is old or too much.

CREATE TABLE journal (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    turn         INTEGER NOT NULL REFERENCES turns (seq) ON DELETE CASCADE,
    -- Which request of the turn.
    attempt      INTEGER NOT NULL,
    at_ms        INTEGER NOT NULL,
    -- The version of Gatehouse.
    program      TEXT    NOT NULL,
    dialect      TEXT    NOT NULL,
    -- Who answered, as JSON.
    upstream     TEXT    NOT NULL,
    status       INTEGER NOT NULL,
    content_type TEXT,
    -- Of a reply that is no answer the headers that count for what it means, as JSON.
    headers      TEXT    NOT NULL,
    -- The request as JSON without any secret, packed with zstd.
    request      BLOB    NOT NULL,
    -- Pieces with their times, packed with zstd.
    body         BLOB    NOT NULL,
    -- Bytes that came, and bytes kept of both.
    raw_bytes    INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    -- Whether more came than is kept.
    cut          INTEGER NOT NULL CHECK (cut IN (0, 1)),
    -- Whether the body came to its end.
    whole        INTEGER NOT NULL CHECK (whole IN (0, 1)),
    UNIQUE (turn, attempt)
) STRICT;
CREATE INDEX journal_by_time ON journal (at_ms);
CREATE INDEX journal_by_size ON journal (seq, bytes);
