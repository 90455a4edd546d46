-- Files that go with questions, and pictures that came in answers, as bytes.
-- Never edited once released: a change is a new file with the next number.
-- They go with their message.

CREATE TABLE attachments (
    message INTEGER NOT NULL REFERENCES messages (seq) ON DELETE CASCADE,
    n       INTEGER NOT NULL,
    -- Safe to show: no folder, no control character.
    name    TEXT    NOT NULL,
    -- The media type.
    kind    TEXT    NOT NULL,
    bytes   BLOB    NOT NULL,
    PRIMARY KEY (message, n)
) STRICT;

CREATE TABLE pictures (
    message INTEGER NOT NULL REFERENCES messages (seq) ON DELETE CASCADE,
    n       INTEGER NOT NULL,
    kind    TEXT    NOT NULL,
    bytes   BLOB    NOT NULL,
    PRIMARY KEY (message, n)
) STRICT;
