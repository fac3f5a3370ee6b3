CREATE TABLE blocks (
  lesson INTEGER NOT NULL REFERENCES lessons (key),
  -- In the order of the lesson; 0 is its title.
  number INTEGER NOT NULL CHECK (number >= 0),
  -- The fragment of the lesson's page that leads to it.
  anchor TEXT NOT NULL,
  text   TEXT NOT NULL,
  PRIMARY KEY (lesson, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE index_state (
  only       INTEGER PRIMARY KEY CHECK (only = 1),
  -- Grows with every change: by it a process sees that another one wrote.
  generation INTEGER NOT NULL CHECK (generation >= 0)
) STRICT;

CREATE TABLE lessons (
  key     INTEGER PRIMARY KEY CHECK (key BETWEEN 1 AND 4294967295),
  program TEXT NOT NULL,
  lesson  TEXT NOT NULL,
  -- Names the text that was read and the way it was read: while it is the same, there is nothing to do.
  content TEXT NOT NULL,
  -- What the index holds of it: a line for each word, with its fields and the blocks it stands in, see write.rs.
  words   TEXT NOT NULL,
  UNIQUE (program, lesson)
) STRICT;

CREATE TABLE postings (
  chunk    INTEGER NOT NULL CHECK (chunk >= 0),
  prefix   INTEGER NOT NULL CHECK (prefix IN (0, 1)),
  word     TEXT NOT NULL,
  programs BLOB NOT NULL CHECK (length(programs) BETWEEN 2 AND 8192),
  PRIMARY KEY (chunk, prefix, word)
) STRICT, WITHOUT ROWID;

CREATE TABLE vocabulary (
  word TEXT PRIMARY KEY NOT NULL,
  -- How many lessons have it.
  uses INTEGER NOT NULL CHECK (uses >= 0)
) STRICT, WITHOUT ROWID;
