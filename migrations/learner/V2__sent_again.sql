-- A school may come back from a backup and know less than this computer. What it confirmed is then sent again, also what
-- other computers of the learner did; for that their acts are kept as they came.

-- Acts of the learner's other computers, heard from the school.
CREATE TABLE heard (
    op_id TEXT PRIMARY KEY,
    program TEXT NOT NULL,
    -- the operation as JSON, its payload byte for byte
    operation TEXT NOT NULL CHECK (json_valid(operation)),
    -- 1: the school had it once and has it no more; this computer sends it again
    missing INTEGER NOT NULL DEFAULT 0 CHECK (missing IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX heard_of_program ON heard (program);
CREATE INDEX heard_missing ON heard (missing) WHERE missing = 1;

-- The same table with one more answer: 'waits', for the school itself, until it has decided about the enrollment.
CREATE TABLE answers_with_waits (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL CHECK (last >= first),
    answer TEXT NOT NULL CHECK (answer IN ('accepted', 'refused', 'needs_you', 'waits')),
    at INTEGER NOT NULL,
    -- who accepted it
    answered_by TEXT NOT NULL DEFAULT '',
    -- the refusal as JSON, or as text what is needed of the learner or what the school waits for
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO answers_with_waits (first, last, answer, at, answered_by, detail)
    SELECT first, last, answer, at, answered_by, detail FROM answers;
DROP TABLE answers;
ALTER TABLE answers_with_waits RENAME TO answers;

-- Refused acts the learner has read and put away. They stay in the journal and in the activity.
CREATE TABLE put_away (
    op_id TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What was heard before this version was not kept: everything is heard once more, and compared.
DELETE FROM meta WHERE key = 'cursor';
