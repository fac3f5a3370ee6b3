-- A bit that flips on the disk can leave a row that still reads well and says something else. So what must never be wrong
-- carries a sum over its other columns (store/learner/sums.rs), checked when the file is opened and when it is salvaged.
-- NULL: written before this version.
ALTER TABLE journal ADD COLUMN sum INTEGER;
ALTER TABLE answers ADD COLUMN sum INTEGER;
ALTER TABLE mirror ADD COLUMN sum INTEGER;
