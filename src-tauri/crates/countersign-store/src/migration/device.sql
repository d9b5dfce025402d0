-- The keys of this store, one after the other: with them it signs what it sends, and opens what is sealed to it. The
-- secret halves lie in the keyring or among the settings; retired ones still open what is on its way.
CREATE TABLE own_key (
  id         INTEGER PRIMARY KEY,
  key_id     TEXT NOT NULL UNIQUE,
  sign       BLOB NOT NULL UNIQUE CHECK (length(sign) = 32),
  seal       TEXT NOT NULL UNIQUE,
  -- keyring, store or practice: where the secret halves are kept
  keeping    TEXT NOT NULL CHECK (keeping = 'keyring' OR keeping = 'store' OR keeping = 'practice'),
  made_at    TEXT NOT NULL,
  retired_at TEXT
) STRICT;

-- Installations of reviewers, by the keys they showed.
CREATE TABLE device (
  id           INTEGER PRIMARY KEY,
  key_id       TEXT NOT NULL UNIQUE,
  sign         BLOB NOT NULL UNIQUE CHECK (length(sign) = 32),
  seal         TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  -- who the enrolment says it is: a JSON object; and whose it is, once it was accepted
  person       TEXT NOT NULL CHECK (json_valid(person)),
  principal_id INTEGER REFERENCES principal,
  state        TEXT NOT NULL CHECK (state = 'offered' OR state = 'accepted' OR state = 'turnedDown'
                                    OR state = 'revoked' OR state = 'replaced'),
  offered_at   TEXT NOT NULL,
  offered_by   TEXT NOT NULL,
  accepted_at  TEXT,
  accepted_by  TEXT,
  -- turned down, revoked or replaced: when, by whom, why, and by which other device
  ended_at     TEXT,
  ended_by     TEXT,
  reason       TEXT NOT NULL DEFAULT '',
  replaced_by  INTEGER REFERENCES device,
  CHECK ((state = 'accepted') <= (principal_id IS NOT NULL)),
  CHECK ((state = 'turnedDown' OR state = 'revoked' OR state = 'replaced') = (ended_at IS NOT NULL))
) STRICT;
CREATE INDEX device_by_person ON device (principal_id) WHERE state = 'accepted';

-- Packets that were handed out.
CREATE TABLE packet (
  id            INTEGER PRIMARY KEY,
  -- 32 hexadecimal digits
  packet        TEXT NOT NULL UNIQUE,
  instance_id   INTEGER NOT NULL REFERENCES instance,
  stage         INTEGER NOT NULL,
  reviewer_id   INTEGER NOT NULL REFERENCES principal,
  -- JSON list of the devices it was sealed to; empty: to a passphrase, and `reply` is the key that signs its answers
  devices       TEXT NOT NULL CHECK (json_valid(devices)),
  reply         BLOB CHECK (reply IS NULL OR length(reply) = 32),
  -- SHA-256 of its body
  hash          BLOB NOT NULL CHECK (length(hash) = 32),
  -- the items with their versions, as pairs of LEB128 numbers, each item as the distance from the one before
  items         BLOB NOT NULL,
  item_count    INTEGER NOT NULL,
  bytes         INTEGER NOT NULL,
  file_name     TEXT NOT NULL,
  made_at       TEXT NOT NULL,
  made_by       TEXT NOT NULL,
  key_id        INTEGER NOT NULL REFERENCES own_key,
  -- entries of the log when it was gathered: what came later, it did not show
  seen_seq      INTEGER NOT NULL DEFAULT 0,
  -- the newer one that takes its place
  superseded_by INTEGER REFERENCES packet,
  -- kept up whenever a return is taken in: how many came, how many of its items have an answer of them, and when the
  -- last came
  return_count   INTEGER NOT NULL DEFAULT 0,
  answered_count INTEGER NOT NULL DEFAULT 0,
  last_return_at TEXT
) STRICT;
CREATE INDEX packet_by_instance ON packet (instance_id, reviewer_id, id);
CREATE INDEX packet_by_reviewer ON packet (reviewer_id, id);
