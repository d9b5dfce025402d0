-- What a person may ask for, handed out in a packet.
CREATE TABLE request_packet (
  id             INTEGER PRIMARY KEY,
  -- 32 hexadecimal digits
  packet         TEXT NOT NULL UNIQUE,
  person_id      INTEGER NOT NULL REFERENCES principal,
  -- JSON list of the devices it was sealed to; empty: to a passphrase, and `reply` is the key that signs its requests
  devices        TEXT NOT NULL CHECK (json_valid(devices)),
  reply          BLOB CHECK (reply IS NULL OR length(reply) = 32),
  -- SHA-256 of its body
  hash           BLOB NOT NULL CHECK (length(hash) = 32),
  -- a JSON object: the numbers of its packages, and until when requests are taken
  offers         TEXT NOT NULL CHECK (json_valid(offers)),
  bytes          INTEGER NOT NULL,
  file_name      TEXT NOT NULL,
  made_at        TEXT NOT NULL,
  made_by        TEXT NOT NULL,
  key_id         INTEGER NOT NULL REFERENCES own_key,
  -- the newer one that takes its place
  superseded_by  INTEGER REFERENCES request_packet
) STRICT;
CREATE INDEX request_packet_by_person ON request_packet (person_id, id);

-- A return of a device to such a packet, by its hash.
CREATE TABLE request_return (
  id          INTEGER PRIMARY KEY,
  hash        TEXT NOT NULL UNIQUE,
  packet_id   TEXT NOT NULL,
  device      TEXT NOT NULL,
  sequence    INTEGER NOT NULL,
  previous    TEXT,
  made_at     TEXT NOT NULL,
  arrived_at  TEXT NOT NULL,
  event_count INTEGER NOT NULL,
  -- how many of its requests were looked at: fewer than there are where the work was stopped
  seen_count  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX request_return_by_packet ON request_return (packet_id, id);

-- Each request or withdrawal that came back, and what became of it.
CREATE TABLE taken_request (
  id          INTEGER PRIMARY KEY,
  return_id   INTEGER NOT NULL REFERENCES request_return,
  -- as the return names it; there need not be such a package
  package_id  INTEGER NOT NULL,
  person_id   INTEGER NOT NULL REFERENCES principal,
  -- the device's name and the id of its key, and what showed who asked
  device      TEXT NOT NULL,
  assurance   TEXT NOT NULL,
  uid         TEXT NOT NULL,
  -- the name of the request that is taken back; none where something is asked for
  withdraws   TEXT,
  -- what was said, as it came: a JSON object
  content     TEXT NOT NULL CHECK (json_valid(content)),
  made_at     TEXT NOT NULL,
  arrived_at  TEXT NOT NULL,
  -- applied; withdrawn: it was taken back before it came; same: a withdrawal of what is canceled; dispute: a person
  -- settles it
  outcome     TEXT NOT NULL CHECK (outcome = 'applied' OR outcome = 'withdrawn' OR outcome = 'same'
                                   OR outcome = 'dispute'),
  -- what was made of it at once
  request_id  INTEGER REFERENCES request,
  audit_seq   INTEGER NOT NULL REFERENCES audit DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX taken_request_by_uid ON taken_request (person_id, uid);
CREATE INDEX taken_request_by_withdrawn ON taken_request (withdraws, person_id) WHERE withdraws IS NOT NULL;
CREATE INDEX taken_request_by_return ON taken_request (return_id);
CREATE INDEX taken_request_by_request ON taken_request (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX taken_request_by_entry ON taken_request (audit_seq);
CREATE TRIGGER taken_request_is_never_deleted BEFORE DELETE ON taken_request
  BEGIN SELECT RAISE(ABORT, 'what came back is kept'); END;
CREATE TRIGGER taken_request_stays_as_it_came BEFORE UPDATE ON taken_request
  BEGIN SELECT RAISE(ABORT, 'what came back is kept as it came'); END;

-- Requests that could not be taken as they came, until somebody settles them.
CREATE TABLE request_dispute (
  id             INTEGER PRIMARY KEY,
  taken_id       INTEGER NOT NULL UNIQUE REFERENCES taken_request,
  reason         TEXT NOT NULL CHECK (reason = 'late' OR reason = 'held' OR reason = 'pending'
                                      OR reason = 'notEligible' OR reason = 'gone' OR reason = 'missing'
                                      OR reason = 'answers' OR reason = 'dates' OR reason = 'conflict'
                                      OR reason = 'unknownPackage' OR reason = 'twice' OR reason = 'revoked'
                                      OR reason = 'hindered' OR reason = 'refused'),
  detail         TEXT NOT NULL,
  raised_at      TEXT NOT NULL,
  -- withdrawn: by the person who asked
  settlement     TEXT CHECK (settlement = 'accepted' OR settlement = 'turnedDown' OR settlement = 'withdrawn'),
  settled_at     TEXT,
  settled_by     TEXT,
  settled_reason TEXT,
  settled_seq    INTEGER REFERENCES audit DEFERRABLE INITIALLY DEFERRED,
  -- what was made of it when it was accepted
  request_id     INTEGER REFERENCES request,
  CHECK ((settlement IS NULL) = (settled_at IS NULL))
) STRICT;
CREATE INDEX request_dispute_open ON request_dispute (id) WHERE settlement IS NULL;
CREATE INDEX request_dispute_by_entry ON request_dispute (settled_seq) WHERE settled_seq IS NOT NULL;
CREATE INDEX request_dispute_by_request ON request_dispute (request_id) WHERE request_id IS NOT NULL;
CREATE TRIGGER request_dispute_is_never_deleted BEFORE DELETE ON request_dispute
  BEGIN SELECT RAISE(ABORT, 'a dispute is settled, never taken away'); END;
CREATE TRIGGER request_dispute_is_settled_once BEFORE UPDATE ON request_dispute
  WHEN old.settlement IS NOT NULL OR new.reason <> old.reason OR new.taken_id <> old.taken_id
  BEGIN SELECT RAISE(ABORT, 'a dispute is settled once'); END;

-- On a person's own machine: a packet of what may be asked for that was opened.
CREATE TABLE opened_offer_packet (
  packet_id   TEXT PRIMARY KEY,
  packet_hash TEXT NOT NULL,
  origin      TEXT NOT NULL,
  origin_name TEXT NOT NULL,
  person_id   INTEGER NOT NULL REFERENCES principal,
  made_at     TEXT NOT NULL,
  opened_at   TEXT NOT NULL,
  -- what requests need of it later: a JSON object
  head        TEXT NOT NULL CHECK (json_valid(head))
) STRICT, WITHOUT ROWID;

-- What may be asked for there: each package once, as the newest packet shows it.
CREATE TABLE opened_offer (
  id         INTEGER PRIMARY KEY,
  origin     TEXT NOT NULL,
  person_id  INTEGER NOT NULL REFERENCES principal,
  package    INTEGER NOT NULL,
  packet_id  TEXT NOT NULL REFERENCES opened_offer_packet,
  name       TEXT NOT NULL,
  -- as the packet has it
  content    TEXT NOT NULL CHECK (json_valid(content)),
  due_at     TEXT,
  -- a newer packet does not offer it any more
  gone_at    TEXT,
  UNIQUE (origin, person_id, package)
) STRICT;
CREATE INDEX opened_offer_by_person ON opened_offer (person_id, name, id);

-- What was asked for there; changed or taken away until it is returned, and kept from then on.
CREATE TABLE own_request (
  id          INTEGER PRIMARY KEY,
  offer_id    INTEGER NOT NULL REFERENCES opened_offer,
  packet_id   TEXT NOT NULL REFERENCES opened_offer_packet,
  -- a request that was returned, and is taken back by this
  withdraws   INTEGER UNIQUE REFERENCES own_request,
  -- what is said: a JSON object
  content     TEXT NOT NULL CHECK (json_valid(content)),
  made_at     TEXT NOT NULL,
  -- its name everywhere, and the return it went with
  uid         TEXT,
  returned_in TEXT
) STRICT;
CREATE INDEX own_request_by_offer ON own_request (offer_id, id);
CREATE INDEX own_request_to_return ON own_request (packet_id) WHERE returned_in IS NULL;
-- One at a time is written for a package.
CREATE UNIQUE INDEX own_request_open ON own_request (offer_id) WHERE returned_in IS NULL AND withdraws IS NULL;
CREATE TRIGGER own_request_stays_as_it_was_returned BEFORE UPDATE ON own_request
  WHEN old.returned_in IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'what was returned is kept as it was'); END;
CREATE TRIGGER own_request_that_was_returned_stays BEFORE DELETE ON own_request
  WHEN old.returned_in IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'what was returned is kept as it was'); END;

-- What was returned, sealed as it was, so that a file that is lost can be written once more.
CREATE TABLE returned_request (
  hash        TEXT PRIMARY KEY,
  packet_id   TEXT NOT NULL REFERENCES opened_offer_packet,
  device      TEXT NOT NULL,
  sequence    INTEGER NOT NULL,
  made_at     TEXT NOT NULL,
  event_count INTEGER NOT NULL,
  sealed      BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX returned_request_by_packet ON returned_request (packet_id, sequence);
