-- A practice exam that is begun and not handed in. Private to this computer, like a draft; what is handed in is an act.
CREATE TABLE sittings (
    program TEXT NOT NULL,
    exam TEXT NOT NULL,
    -- seed, questions, answers, marks and the time spent so far, as JSON
    sitting TEXT NOT NULL CHECK (json_valid(sitting)),
    PRIMARY KEY (program, exam)
) STRICT;
