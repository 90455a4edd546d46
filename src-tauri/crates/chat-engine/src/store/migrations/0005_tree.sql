-- The chosen path of the message tree, what a person does to a conversation in the list, drafts,
-- and what was deleted for good.
-- Never edited once released: a change is a new file with the next number.

-- Whether the title was given, by a person or by the archive it came from; else it is cut from
-- the first question.
ALTER TABLE conversations ADD COLUMN titled INTEGER NOT NULL DEFAULT 0 CHECK (titled IN (0, 1));
ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1));
ALTER TABLE conversations ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
ALTER TABLE conversations ADD COLUMN unread INTEGER NOT NULL DEFAULT 0 CHECK (unread IN (0, 1));
-- One folder at most; a folder is there as long as a conversation is in it.
ALTER TABLE conversations ADD COLUMN folder TEXT;
-- What the next question is asked of, where that was chosen for this conversation.
ALTER TABLE conversations ADD COLUMN connection TEXT;
ALTER TABLE conversations ADD COLUMN model TEXT;
-- When it was deleted; until it is erased it can be taken back.
ALTER TABLE conversations ADD COLUMN deleted_at_ms INTEGER;
-- Counts the changes of this row that a person made; of two copies the higher one is newer.
ALTER TABLE conversations ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversations_deleted ON conversations (deleted_at_ms)
    WHERE deleted_at_ms IS NOT NULL;
CREATE INDEX conversations_pinned ON conversations (updated_at_ms DESC, seq DESC)
    WHERE pinned = 1;
CREATE INDEX conversations_archived ON conversations (updated_at_ms DESC, seq DESC)
    WHERE archived = 1;
CREATE INDEX conversations_by_folder ON conversations (folder, updated_at_ms DESC, seq DESC)
    WHERE folder IS NOT NULL;

CREATE TABLE tags (
    conversation INTEGER NOT NULL REFERENCES conversations (seq) ON DELETE CASCADE,
    tag          TEXT    NOT NULL,
    PRIMARY KEY (conversation, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_name ON tags (tag, conversation);

-- How many messages come before it on its path, instructions not counted, so that a place in a
-- long chat is known without walking there.
ALTER TABLE messages ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;
-- The child with which the chosen path goes on, or went on when it last came through here. No
-- foreign key: without an index of its own it would be searched for in every row that goes.
ALTER TABLE messages ADD COLUMN chosen INTEGER;

-- A parent is older than its child; asking for it ends even a circle in a doctored file.
WITH RECURSIVE down (seq, depth) AS (
    SELECT seq, 0 FROM messages WHERE parent IS NULL
    UNION ALL
    SELECT m.seq, d.depth + (p.role <> 'system') FROM down d JOIN messages p ON p.seq = d.seq
        JOIN messages m ON m.conversation = p.conversation AND m.parent = p.seq
        WHERE m.seq > d.seq)
UPDATE messages SET depth = down.depth FROM down
    WHERE messages.seq = down.seq AND down.depth > 0;
WITH RECURSIVE up (child, seq) AS (
    SELECT NULL, head FROM conversations WHERE head IS NOT NULL
    UNION ALL
    SELECT up.seq, m.parent FROM up JOIN messages m ON m.seq = up.seq WHERE m.parent < m.seq)
UPDATE messages SET chosen = up.child FROM up
    WHERE messages.seq = up.seq AND up.child IS NOT NULL;

-- What was typed and not sent: one for each conversation, one for a new one, one for quick-ask.
CREATE TABLE drafts (
    -- A conversation's id, or 'new' or 'quick'.
    place TEXT    NOT NULL PRIMARY KEY,
    text  TEXT    NOT NULL,
    -- Where the caret is, in UTF-16 units as the page counts them.
    caret INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE draft_files (
    place TEXT    NOT NULL REFERENCES drafts (place) ON DELETE CASCADE,
    -- The id under which the window knows it, so that a draft saved again writes no file twice.
    id    TEXT    NOT NULL,
    n     INTEGER NOT NULL,
    name  TEXT    NOT NULL,
    bytes BLOB    NOT NULL,
    PRIMARY KEY (place, id)
) STRICT;

-- Conversations that are gone for good: their ids alone, so that no backup brings one back unasked.
CREATE TABLE erased (
    id    TEXT    NOT NULL PRIMARY KEY,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What has still to be done before something that was erased is gone from every file: the log has
-- to be emptied, the backups gone through, the file written anew. Kept, so that a process which is
-- killed meanwhile leaves it to the next.
CREATE TABLE chores (
    what TEXT NOT NULL PRIMARY KEY CHECK (what IN ('log', 'backups', 'rewrite'))
) STRICT, WITHOUT ROWID;
-- Programs before this schema deleted without overwriting, so old texts stand in free space.
INSERT INTO chores SELECT 'rewrite' WHERE EXISTS (SELECT 1 FROM conversations);
