-- The school's career guide as last fetched. Public like the catalog; all of it can be fetched again.
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

INSERT INTO guide (only) VALUES (1);
