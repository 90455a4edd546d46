-- The search index.
-- Never edited once released: a change is a new file with the next number.

-- What is in the index: a message whose text is final, or a title that was given. The numbers
-- follow time, so that the newest come first without sorting: a number is at least the time of
-- writing in units of 16,384 ms, and close after it where several were written.
-- A message or conversation cannot go before its row here does, and what the index has of it.
CREATE TABLE documents (
    doc           INTEGER PRIMARY KEY,
    message       INTEGER UNIQUE REFERENCES messages (seq),
    conversation  INTEGER UNIQUE REFERENCES conversations (seq),
    created_at_ms INTEGER NOT NULL,
    -- Whether files go with it.
    has_file      INTEGER NOT NULL CHECK (has_file IN (0, 1)),
    -- The title as it was indexed; it must be known to take it out again.
    title         TEXT,
    CHECK ((message IS NULL) <> (conversation IS NULL)),
    CHECK ((title IS NULL) = (conversation IS NULL))
) STRICT;

-- Every model that answered, to find those whose id has what is looked for; a row goes with the
-- last of its messages.
CREATE TABLE indexed_models (
    model    TEXT    NOT NULL PRIMARY KEY,
    messages INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE index_state (
    one           INTEGER PRIMARY KEY CHECK (one = 1),
    -- By how much a number is ahead of its time, at most.
    drift         INTEGER NOT NULL,
    -- Messages and conversations up to these are still to be indexed.
    messages_left INTEGER NOT NULL,
    titles_left   INTEGER NOT NULL,
    -- Whether its parts are still to be merged, after much was indexed.
    in_parts      INTEGER NOT NULL CHECK (in_parts IN (0, 1))
) STRICT;
INSERT INTO index_state VALUES
    (1, 0, (SELECT coalesce(max(seq), 0) FROM messages),
     (SELECT coalesce(max(seq), 0) FROM conversations),
     EXISTS (SELECT 1 FROM messages));

-- The program makes the tokens; here they are only parted at spaces. No text is kept, nor where in
-- it a token is.
CREATE VIRTUAL TABLE search USING fts5 (
    tokens, content = '', columnsize = 0, detail = none,
    tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'");
-- What is taken out leaves nothing behind.
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
