-- The career guide as it is served: one document, the same for everybody. No row: this school has none.
CREATE TABLE guide (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  -- Names exactly this document.
  tag  TEXT NOT NULL,
  json TEXT NOT NULL
) STRICT;
