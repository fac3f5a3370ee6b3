CREATE UNIQUE INDEX log_by_op ON log (learner, op_id);

CREATE INDEX tokens_by_family ON tokens (family);

CREATE TABLE browser_sessions (
  hash       BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
  learner    INTEGER NOT NULL REFERENCES learners (key) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE catalog (
  program   TEXT PRIMARY KEY NOT NULL,
  -- Grows with every change of any program and is never used twice: a client's mark is one of these numbers.
  change_no INTEGER NOT NULL UNIQUE CHECK (change_no > 0),
  -- 1: a tombstone. The JSON stays, for enrollments made earlier.
  withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  json      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE codes (
  hash         BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
  learner      INTEGER NOT NULL REFERENCES learners (key) ON DELETE CASCADE,
  redirect_uri TEXT NOT NULL,
  -- S256 only.
  challenge    TEXT NOT NULL CHECK (length(challenge) = 43),
  expires_at   INTEGER NOT NULL,
  -- The family it was traded for; NULL while unused. A second use revokes that family.
  family       INTEGER REFERENCES token_families (key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE courier_devices (
  learner       INTEGER NOT NULL REFERENCES learners (key) ON DELETE CASCADE,
  device        TEXT NOT NULL,
  -- A parcel names its signer and nobody else: one key is one device of one learner.
  sign_key      BLOB NOT NULL UNIQUE CHECK (length(sign_key) = 32),
  -- Replies are sealed to it.
  seal_key      BLOB NOT NULL CHECK (length(seal_key) = 32),
  registered_at INTEGER NOT NULL,
  PRIMARY KEY (learner, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
  key     INTEGER PRIMARY KEY,
  learner INTEGER NOT NULL REFERENCES learners (key) ON DELETE CASCADE,
  device  TEXT NOT NULL,
  name    TEXT NOT NULL,
  UNIQUE (learner, device)
) STRICT;

CREATE TABLE digests (
  learner INTEGER NOT NULL REFERENCES learners (key) ON DELETE CASCADE,
  program TEXT NOT NULL,
  count   INTEGER NOT NULL CHECK (count >= 0),
  hash    TEXT NOT NULL,
  PRIMARY KEY (learner, program)
) STRICT, WITHOUT ROWID;

CREATE TABLE enrollments (
  learner  INTEGER NOT NULL REFERENCES learners (key) ON DELETE CASCADE,
  program  TEXT NOT NULL,
  -- Where in the learner's log its last change stands.
  position INTEGER NOT NULL CHECK (position > 0),
  json     TEXT NOT NULL,
  PRIMARY KEY (learner, program)
) STRICT, WITHOUT ROWID;

CREATE TABLE guide (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  -- Names exactly this document.
  tag  TEXT NOT NULL,
  json TEXT NOT NULL
) STRICT;

CREATE TABLE learners (
  key           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  -- Lower case, trimmed.
  email         TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
  name          TEXT NOT NULL,
  -- An argon2id PHC string.
  password_hash TEXT NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
  created_at    INTEGER NOT NULL,
  -- The last position given out in this learner's log: operations and enrollment changes count in one row.
  head          INTEGER NOT NULL DEFAULT 0 CHECK (head >= 0)
) STRICT;

CREATE TABLE log (
  learner     INTEGER NOT NULL REFERENCES learners (key) ON DELETE CASCADE,
  position    INTEGER NOT NULL CHECK (position > 0),
  -- 16 bytes of the UUIDv7: ordered by time, so that the unique index below grows at its end.
  op_id       BLOB NOT NULL CHECK (length(op_id) = 16),
  device      INTEGER NOT NULL REFERENCES devices (key),
  seq         INTEGER NOT NULL,
  program     TEXT NOT NULL,
  at          INTEGER NOT NULL,
  uncertainty INTEGER NOT NULL,
  -- A JSON array of operation ids; empty text for none.
  seen        TEXT NOT NULL,
  kind        TEXT NOT NULL,
  -- JSON, byte for byte as it came: the digest depends on it.
  payload     TEXT NOT NULL,
  accepted_at INTEGER NOT NULL,
  PRIMARY KEY (learner, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE pack_content (
  sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
  -- Rows of earlier versions stay, so that a download begun before an import can end after it.
  program    TEXT NOT NULL,
  size       INTEGER NOT NULL CHECK (size >= 0),
  media_type TEXT NOT NULL,
  PRIMARY KEY (sha256, program)
) STRICT, WITHOUT ROWID;

CREATE TABLE packs (
  program  TEXT PRIMARY KEY NOT NULL,
  version  TEXT NOT NULL CHECK (length(version) = 64),
  manifest TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE refusals (
  learner INTEGER NOT NULL REFERENCES learners (key) ON DELETE CASCADE,
  op_id   BLOB NOT NULL CHECK (length(op_id) = 16),
  json    TEXT NOT NULL,
  PRIMARY KEY (learner, op_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE server (
  only   INTEGER PRIMARY KEY CHECK (only = 1),
  -- Names this database. Marks and cursors carry it, so that those of another one are seen to be foreign.
  epoch  TEXT NOT NULL,
  -- SchoolInfo as JSON; empty until the first import.
  school TEXT NOT NULL
) STRICT;

CREATE TABLE starts (
  at INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE token_families (
  key       INTEGER PRIMARY KEY,
  learner   INTEGER NOT NULL REFERENCES learners (key) ON DELETE CASCADE,
  -- The newest generation given out, and the newest one seen in use.
  issued    INTEGER NOT NULL CHECK (issued >= 0),
  confirmed INTEGER NOT NULL CHECK (confirmed BETWEEN 0 AND issued),
  revoked   INTEGER NOT NULL CHECK (revoked IN (0, 1))
) STRICT;

CREATE TABLE tokens (
  -- SHA-256 of the token; the token itself is nowhere.
  hash       BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
  family     INTEGER NOT NULL REFERENCES token_families (key) ON DELETE CASCADE,
  generation INTEGER NOT NULL CHECK (generation > 0),
  kind       TEXT NOT NULL CHECK (kind IN ('access', 'refresh')),
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
