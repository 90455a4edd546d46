-- What was chosen for a conversation that is not begun, beside what was typed.
-- Never edited once released: a change is a new file with the next number.

-- JSON that the store does not look into; none where nothing was chosen.
ALTER TABLE drafts ADD COLUMN asking TEXT;
