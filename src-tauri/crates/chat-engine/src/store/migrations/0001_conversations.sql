-- Conversations, the message tree, turns, the pieces of streaming answers, settings.
-- Never edited once released: a change is a new file with the next number.
-- Order is the order of `seq`, never of a clock.

CREATE TABLE conversations (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT    NOT NULL UNIQUE,
    title         TEXT    NOT NULL,
    created_at_ms INTEGER NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    -- The last message of the chosen path; its ancestors are the path.
    head          INTEGER,
    -- The system message in force. Replaced ones stay in the tree.
    system        INTEGER,
    -- Kept by triggers, so that the list costs the same for a long chat.
    message_count INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (seq, head)   REFERENCES messages (conversation, seq),
    FOREIGN KEY (seq, system) REFERENCES messages (conversation, seq)
) STRICT;
CREATE INDEX conversations_by_time ON conversations (updated_at_ms DESC, seq DESC);

CREATE TABLE messages (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT    NOT NULL UNIQUE,
    conversation  INTEGER NOT NULL REFERENCES conversations (seq),
    parent        INTEGER,
    role          TEXT    NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
    state         TEXT    NOT NULL CHECK
        (state IN ('pending', 'streaming', 'done', 'cancelled', 'failed', 'interrupted')),
    text          TEXT    NOT NULL DEFAULT '',
    reasoning     TEXT    NOT NULL DEFAULT '',
    model         TEXT,
    connection    TEXT,
    created_at_ms INTEGER NOT NULL,
    UNIQUE (conversation, seq),
    FOREIGN KEY (conversation, parent) REFERENCES messages (conversation, seq)
) STRICT;
CREATE INDEX messages_by_parent ON messages (conversation, parent);
CREATE INDEX messages_open ON messages (seq) WHERE state IN ('pending', 'streaming');

-- The tree grows only at its leaves, so no row can be its own ancestor.
CREATE TRIGGER messages_grow AFTER INSERT ON messages WHEN new.parent >= new.seq
BEGIN
    SELECT RAISE (ABORT, 'a message follows an older one');
END;
CREATE TRIGGER messages_stay_in_place BEFORE UPDATE OF seq, conversation, parent ON messages
BEGIN
    SELECT RAISE (ABORT, 'a message keeps its place');
END;
CREATE TRIGGER messages_counted AFTER INSERT ON messages
BEGIN
    UPDATE conversations SET message_count = message_count + 1 WHERE seq = new.conversation;
END;
CREATE TRIGGER messages_uncounted AFTER DELETE ON messages
BEGIN
    UPDATE conversations SET message_count = message_count - 1 WHERE seq = old.conversation;
END;

CREATE TABLE turns (
    seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Made by the asker; unique, so that a repeated command cannot buy twice.
    id                  TEXT    NOT NULL UNIQUE,
    conversation        INTEGER NOT NULL REFERENCES conversations (seq),
    question            INTEGER NOT NULL,
    answer              INTEGER NOT NULL UNIQUE,
    -- The process that works on it, by the name of its lock file.
    owner               TEXT    NOT NULL,
    connection          TEXT    NOT NULL,
    -- The model asked; the one that served is in the answer's row.
    model               TEXT    NOT NULL,
    max_tokens          INTEGER,
    temperature         REAL,
    started_at_ms       INTEGER NOT NULL,
    ended_at_ms         INTEGER,
    finish              TEXT CHECK
        (finish IN ('stop', 'length', 'content_filter', 'tool_calls', 'cancelled')),
    -- What a person was told, as JSON.
    error               TEXT,
    provider            TEXT,
    generation_id       TEXT,
    input_tokens        INTEGER,
    output_tokens       INTEGER,
    reasoning_tokens    INTEGER,
    cached_input_tokens INTEGER,
    total_tokens        INTEGER,
    -- An exact decimal.
    cost_usd            TEXT,
    cost_basis          TEXT CHECK (cost_basis IN ('billed', 'estimated')),
    first_token_ms      INTEGER,
    total_ms            INTEGER,
    -- One object for each HTTP request of the turn, as JSON.
    attempts            TEXT,
    FOREIGN KEY (conversation, question) REFERENCES messages (conversation, seq),
    FOREIGN KEY (conversation, answer)   REFERENCES messages (conversation, seq)
) STRICT;
CREATE INDEX turns_by_question ON turns (conversation, question);
CREATE INDEX turns_by_answer ON turns (conversation, answer);

-- A streaming answer grows by rows: rewriting its text would write five times more. They are
-- joined into the answer's row, and deleted, when it ends.
CREATE TABLE pieces (
    answer    INTEGER NOT NULL REFERENCES messages (seq),
    n         INTEGER NOT NULL,
    text      TEXT    NOT NULL,
    reasoning TEXT    NOT NULL,
    PRIMARY KEY (answer, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
