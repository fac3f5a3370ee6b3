CREATE INDEX heard_missing ON heard (missing) WHERE missing = 1;

CREATE INDEX heard_of_program ON heard (program);

CREATE INDEX journal_requests ON journal (kind, program) WHERE kind = 'enrollment_requested';

CREATE TABLE "answers" (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL CHECK (last >= first),
    answer TEXT NOT NULL CHECK (answer IN ('accepted', 'refused', 'needs_you', 'waits')),
    at INTEGER NOT NULL,
    -- who accepted it
    answered_by TEXT NOT NULL DEFAULT '',
    -- the refusal as JSON, or as text what is needed of the learner or what the school waits for
    detail TEXT NOT NULL DEFAULT ''
, sum INTEGER) STRICT;

CREATE TABLE drafts (
    program TEXT NOT NULL,
    quiz TEXT NOT NULL,
    answers TEXT NOT NULL CHECK (json_valid(answers)),
    PRIMARY KEY (program, quiz)
) STRICT;

CREATE TABLE heard (
    op_id TEXT PRIMARY KEY,
    program TEXT NOT NULL,
    -- the operation as JSON, its payload byte for byte
    operation TEXT NOT NULL CHECK (json_valid(operation)),
    -- 1: the school had it once and has it no more; this computer sends it again
    missing INTEGER NOT NULL DEFAULT 0 CHECK (missing IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    -- contiguous from 1: the device sequence number
    seq INTEGER PRIMARY KEY,
    op_id TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    program TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    -- ids of the operations this one replaces, as a JSON list
    seen TEXT NOT NULL CHECK (json_valid(seen)),
    -- milliseconds since 1970, best estimate, and how far off it may be
    occurred_at INTEGER NOT NULL,
    uncertainty_ms INTEGER NOT NULL CHECK (uncertainty_ms >= 0)
, sum INTEGER) STRICT;

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE mirror (
    program TEXT PRIMARY KEY,
    mirror TEXT NOT NULL CHECK (json_valid(mirror))
, sum INTEGER) STRICT;

CREATE TABLE places (
    program TEXT NOT NULL,
    lesson TEXT NOT NULL,
    permille INTEGER NOT NULL CHECK (permille BETWEEN 0 AND 1000),
    PRIMARY KEY (program, lesson)
) STRICT;

CREATE TABLE put_away (
    op_id TEXT PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sittings (
    program TEXT NOT NULL,
    exam TEXT NOT NULL,
    -- seed, questions, answers, marks and the time spent so far, as JSON
    sitting TEXT NOT NULL CHECK (json_valid(sitting)),
    PRIMARY KEY (program, exam)
) STRICT;

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'a journal row is never changed');
END;

CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'a journal row is never deleted');
END;
