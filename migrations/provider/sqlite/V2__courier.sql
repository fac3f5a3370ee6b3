-- Devices whose parcels are believed, each with the public halves of its own keys. The secret halves never come here.
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
