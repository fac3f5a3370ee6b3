-- When this database was opened to be served. A cursor given out before such a moment may tell of a life that a restored
-- backup does not remember: what it says is believed only as far as the log had come by then.
CREATE TABLE starts (
  at INTEGER PRIMARY KEY
) STRICT;
