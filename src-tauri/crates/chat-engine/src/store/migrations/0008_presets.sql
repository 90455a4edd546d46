-- Presets, prompt templates, what a chat's questions are asked with, and the way to those asked.
-- Never edited once released: a change is a new file with the next number.

-- What a preset says is JSON that the store does not look into.
CREATE TABLE presets (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
CREATE TABLE templates (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Its preset, its own parameters, where its instructions come from: JSON, none where nothing of it
-- was ever said.
ALTER TABLE conversations ADD COLUMN asking TEXT;

-- The questions of all chats, the newest first.
CREATE INDEX messages_asked ON messages (created_at_ms DESC, seq DESC) WHERE role = 'user';
