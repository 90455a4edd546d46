-- Pace, response cache, ledger and budget, shared by every process on the folder.
-- Never edited once released: a change is a new file with the next number.
-- Money is an exact decimal as text. The program sums it, in integers of 10⁻¹² dollars; SQL never
-- does, as its numbers round.

-- Requests that started in the last minute, and those that wait to start, oldest first.
CREATE TABLE request_starts (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    connection TEXT    NOT NULL,
    -- The process, by the name of its lock file.
    owner      TEXT    NOT NULL,
    -- Null while it waits.
    at_ms      INTEGER,
    -- While it waits: when it was told to ask again.
    due_ms     INTEGER
) STRICT;
CREATE INDEX request_starts_by_time ON request_starts (connection, at_ms);

CREATE TABLE cached_answers (
    seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
    -- SHA-256 of the request; nothing of it can be read back.
    key                 BLOB    NOT NULL UNIQUE CHECK (length(key) = 32),
    kept_at_ms          INTEGER NOT NULL,
    -- The turn that bought it; no reference, as a turn may go first.
    turn                TEXT    NOT NULL,
    -- Size of the texts below.
    bytes               INTEGER NOT NULL,
    model               TEXT    NOT NULL,
    provider            TEXT,
    generation_id       TEXT,
    input_tokens        INTEGER,
    output_tokens       INTEGER,
    reasoning_tokens    INTEGER,
    cached_input_tokens INTEGER,
    total_tokens        INTEGER,
    cost_usd            TEXT,
    cost_basis          TEXT CHECK (cost_basis IN ('billed', 'estimated')),
    text                TEXT    NOT NULL,
    reasoning           TEXT    NOT NULL,
    -- Pairs of address and title, as JSON.
    citations           TEXT    NOT NULL
) STRICT;
CREATE INDEX cached_answers_by_time ON cached_answers (kept_at_ms);
CREATE INDEX cached_answers_by_turn ON cached_answers (turn);
CREATE INDEX cached_answers_by_size ON cached_answers (seq, bytes);

-- One random value of this folder; it goes into the keys above.
CREATE TABLE cache_salt (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    salt BLOB    NOT NULL CHECK (length(salt) = 32)
) STRICT;

-- One row for each request made, or answer given from the cache. It holds no text of either side,
-- and stays when a conversation goes.
CREATE TABLE ledger (
    seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms               INTEGER NOT NULL,
    turn                TEXT    NOT NULL,
    attempt             INTEGER NOT NULL,
    connection          TEXT    NOT NULL,
    model_asked         TEXT    NOT NULL,
    model_served        TEXT,
    provider            TEXT,
    input_tokens        INTEGER,
    output_tokens       INTEGER,
    reasoning_tokens    INTEGER,
    cached_input_tokens INTEGER,
    total_tokens        INTEGER,
    cost_usd            TEXT,
    cost_basis          TEXT CHECK (cost_basis IN ('billed', 'estimated')),
    -- What it takes of the month's budget: its cost, else what was held for it.
    counted_usd         TEXT    NOT NULL,
    saved_usd           TEXT,
    first_token_ms      INTEGER,
    total_ms            INTEGER NOT NULL,
    status              INTEGER,
    outcome             TEXT    NOT NULL,
    cached              INTEGER NOT NULL CHECK (cached IN (0, 1)),
    request_id          TEXT,
    generation_id       TEXT,
    UNIQUE (turn, attempt)
) STRICT;
CREATE INDEX ledger_by_time ON ledger (at_ms);
CREATE INDEX ledger_by_generation ON ledger (generation_id) WHERE generation_id IS NOT NULL;

-- What a request was billed, where that became known later. The first word counts.
CREATE TABLE settlements (
    ledger              INTEGER PRIMARY KEY REFERENCES ledger (seq),
    at_ms               INTEGER NOT NULL,
    cost_usd            TEXT    NOT NULL,
    input_tokens        INTEGER,
    output_tokens       INTEGER,
    reasoning_tokens    INTEGER,
    cached_input_tokens INTEGER,
    total_tokens        INTEGER
) STRICT;

-- What the rows above count for in all, by UTC month: kept with each of them, so that asking for
-- the budget costs the same in a busy month.
CREATE TABLE months (
    month       TEXT NOT NULL PRIMARY KEY,
    counted_usd TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Rows are added and stay. One that is there already is left as it is, also by INSERT OR REPLACE,
-- which would delete it without asking the triggers on deletion.
CREATE TRIGGER ledger_once BEFORE INSERT ON ledger
WHEN EXISTS (SELECT 1 FROM ledger
             WHERE seq = new.seq OR (turn = new.turn AND attempt = new.attempt))
BEGIN
    SELECT RAISE (IGNORE);
END;
CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger
BEGIN
    SELECT RAISE (ABORT, 'the ledger only grows');
END;
CREATE TRIGGER ledger_keeps BEFORE DELETE ON ledger
BEGIN
    SELECT RAISE (ABORT, 'the ledger only grows');
END;
CREATE TRIGGER settlements_once BEFORE INSERT ON settlements
WHEN EXISTS (SELECT 1 FROM settlements WHERE ledger = new.ledger)
BEGIN
    SELECT RAISE (IGNORE);
END;
CREATE TRIGGER settlements_stay BEFORE UPDATE ON settlements
BEGIN
    SELECT RAISE (ABORT, 'the ledger only grows');
END;
CREATE TRIGGER settlements_keep BEFORE DELETE ON settlements
BEGIN
    SELECT RAISE (ABORT, 'the ledger only grows');
END;

-- What is held of the budget for turns under way.
CREATE TABLE reservations (
    turn  TEXT    NOT NULL PRIMARY KEY,
    -- The process, by the name of its lock file; what a dead one held is free again.
    owner TEXT    NOT NULL,
    at_ms INTEGER NOT NULL,
    usd   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
