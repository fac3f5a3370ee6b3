CREATE INDEX programs_code ON programs (code_key) WHERE withdrawn = 0;

CREATE TABLE catalog_state (
  only       INTEGER PRIMARY KEY CHECK (only = 1),
  -- Grows with every change of what can be found: by it a process sees that another one wrote.
  generation INTEGER NOT NULL CHECK (generation >= 0),
  -- The provider's mark after the last applied page; NULL: none was ever applied.
  mark       TEXT,
  -- When the catalog was last known to be whole and current, in milliseconds; NULL: never.
  fetched_at INTEGER,
  -- Numbers the runs of pages that hold everything.
  run        INTEGER NOT NULL CHECK (run >= 0),
  -- 1: such a run has begun and its last page has not come.
  run_open   INTEGER NOT NULL CHECK (run_open IN (0, 1))
) STRICT;

CREATE TABLE documents (
  program INTEGER PRIMARY KEY NOT NULL REFERENCES programs (key),
  -- The program as the provider sent it.
  json    TEXT NOT NULL,
  -- What the index holds of it, to take out exactly that: each word with its fields as one hexadecimal digit.
  words   TEXT NOT NULL
) STRICT;

CREATE TABLE guide (
  only       INTEGER PRIMARY KEY CHECK (only = 1),
  -- Which guide the school has, by the catalog's last page; NULL: none, as far as is known.
  wanted     TEXT,
  -- Which guide is here; NULL: none was fetched yet.
  tag        TEXT,
  json       TEXT,
  -- When it was fetched, in milliseconds.
  fetched_at INTEGER,
  CHECK ((tag IS NULL) = (json IS NULL) AND (tag IS NULL) = (fetched_at IS NULL))
) STRICT;

CREATE TABLE postings (
  -- Programs of one chunk have the same key / 4096. First in the key: a page of new programs writes to one place.
  chunk    INTEGER NOT NULL CHECK (chunk >= 0),
  -- 1: `word` is the beginning of words, one to four letters.
  prefix   INTEGER NOT NULL CHECK (prefix IN (0, 1)),
  word     TEXT NOT NULL,
  -- Ascending 16-bit numbers, little endian: key % 4096 in the upper twelve bits, the fields it stands in below.
  programs BLOB NOT NULL CHECK (length(programs) BETWEEN 2 AND 8192),
  PRIMARY KEY (chunk, prefix, word)
) STRICT, WITHOUT ROWID;

CREATE TABLE programs (
  -- Never used twice and never deleted: the index names programs by it.
  key             INTEGER PRIMARY KEY CHECK (key BETWEEN 1 AND 4294967295),
  id              TEXT NOT NULL UNIQUE,
  -- The last run of pages that named it.
  run             INTEGER NOT NULL,
  -- 1: no longer offered. Kept for those who are enrolled in it; not in the index.
  withdrawn       INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  code            TEXT NOT NULL,
  -- The code's words without what stands between them.
  code_key        TEXT NOT NULL,
  title           TEXT NOT NULL,
  -- The title's words as the index has them; the order of the catalog.
  title_key       TEXT NOT NULL,
  category        TEXT NOT NULL,
  summary         TEXT NOT NULL,
  contact_hours   INTEGER NOT NULL CHECK (contact_hours >= 0),
  access_days     INTEGER NOT NULL CHECK (access_days >= 0),
  total_cents     INTEGER NOT NULL,
  currency        TEXT NOT NULL,
  -- A JSON array of names.
  prepares_for    TEXT NOT NULL,
  clinical        INTEGER NOT NULL CHECK (clinical IN (0, 1)),
  policy          TEXT NOT NULL CHECK (policy IN ('open', 'review')),
  -- Four letters a state, see columns.rs; `--` is what holds elsewhere. `--no CAmo TXnr`
  states          TEXT NOT NULL CHECK (states LIKE '--__%'),
  lessons_written INTEGER NOT NULL CHECK (lessons_written >= 0)
) STRICT;

CREATE TABLE vocabulary (
  word TEXT PRIMARY KEY NOT NULL,
  -- How many programs have it.
  uses INTEGER NOT NULL CHECK (uses >= 0)
) STRICT, WITHOUT ROWID;
