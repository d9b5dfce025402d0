-- Sealed files on their way to other installations. The file itself lies beside the store until it is acknowledged.
CREATE TABLE outbox (
  id              INTEGER PRIMARY KEY,
  -- what it holds, by the word of its envelope
  kind            TEXT NOT NULL,
  -- the inbox it is for: 32 digits; and who that is
  inbox           TEXT NOT NULL CHECK (length(inbox) = 32),
  recipient       TEXT NOT NULL,
  subject         TEXT NOT NULL,
  -- SHA-256 of the sealed bytes, and how many they are
  file            TEXT NOT NULL CHECK (length(file) = 64),
  bytes           INTEGER NOT NULL,
  -- SHA-256 of what was sealed: whoever acknowledges it knows that; none: nobody can
  content         TEXT,
  queued_at       TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state = 'waiting' OR state = 'sent' OR state = 'acknowledged'
                                       OR state = 'withdrawn'),
  sent_at         TEXT,
  acknowledged_at TEXT,
  attempts        INTEGER NOT NULL DEFAULT 0,
  last_problem    TEXT,
  UNIQUE (inbox, file)
) STRICT;
CREATE INDEX outbox_by_state ON outbox (state, id);
CREATE INDEX outbox_by_file ON outbox (file);

-- Sealed files that came: each once, however often it lies at the place.
CREATE TABLE arrival (
  id              INTEGER PRIMARY KEY,
  file            TEXT NOT NULL UNIQUE CHECK (length(file) = 64),
  bytes           INTEGER,
  seen_at         TEXT NOT NULL,
  -- waiting: not whole yet; arrived: here, and not opened by itself; taken: opened and taken in; refused: not for us
  state           TEXT NOT NULL CHECK (state = 'waiting' OR state = 'arrived' OR state = 'taken'
                                       OR state = 'refused'),
  arrived_at      TEXT,
  -- as the envelope says, once it is open
  kind            TEXT,
  subject         TEXT,
  content         TEXT,
  acknowledged_at TEXT,
  last_problem    TEXT
) STRICT;
CREATE INDEX arrival_by_state ON arrival (state, id);
