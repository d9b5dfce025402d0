-- Somebody holds an access package, held it, or is about to.
CREATE TABLE assignment (
  id             INTEGER PRIMARY KEY,
  key            TEXT NOT NULL UNIQUE CHECK (length(key) > 0),
  package_id     INTEGER NOT NULL REFERENCES package,
  policy_id      INTEGER NOT NULL REFERENCES policy,
  policy_version INTEGER NOT NULL,
  principal_id   INTEGER NOT NULL REFERENCES principal,
  state          TEXT NOT NULL CHECK (state IN
                 ('delivering','delivered','partiallyDelivered','deliveryFailed','removing','expired')),
  status         TEXT NOT NULL,
  starts_at      TEXT NOT NULL,
  ends_at        TEXT,
  delivered_at   TEXT,
  ended_at       TEXT,
  -- why it ended, as a sentence
  ended_because  TEXT,
  -- the rule of its policy holds no longer; it ends at this time unless the rule holds again
  leaves_at      TEXT,
  -- which notices of its end were made: a JSON list of days
  told           TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE UNIQUE INDEX assignment_once ON assignment (principal_id, package_id) WHERE state <> 'expired';
CREATE INDEX assignment_by_principal ON assignment (principal_id, id);
CREATE INDEX assignment_by_package ON assignment (package_id, state, id);
CREATE INDEX assignment_by_policy ON assignment (policy_id) WHERE state <> 'expired';
CREATE INDEX assignment_by_state ON assignment (state, id);
CREATE INDEX assignment_by_end ON assignment (ends_at) WHERE ends_at IS NOT NULL AND state IN ('delivered','partiallyDelivered');
CREATE INDEX assignment_to_leave ON assignment (leaves_at) WHERE leaves_at IS NOT NULL;
CREATE INDEX assignment_to_deliver ON assignment (id) WHERE state IN ('delivering','removing');

-- Everything that happened to one, for good.
CREATE TABLE assignment_event (
  id            INTEGER PRIMARY KEY,
  assignment_id INTEGER NOT NULL REFERENCES assignment,
  at            TEXT NOT NULL,
  actor         TEXT NOT NULL,
  event         TEXT NOT NULL,
  state         TEXT NOT NULL,
  reason        TEXT NOT NULL DEFAULT '',
  request_id    INTEGER REFERENCES request
) STRICT;
CREATE INDEX assignment_event_by_assignment ON assignment_event (assignment_id, id);
CREATE TRIGGER assignment_event_is_never_updated BEFORE UPDATE ON assignment_event
  BEGIN SELECT RAISE(ABORT, 'an event of an assignment is never changed'); END;
CREATE TRIGGER assignment_event_is_never_deleted BEFORE DELETE ON assignment_event
  BEGIN SELECT RAISE(ABORT, 'an event of an assignment is never changed'); END;

-- What an assignment gives to its holder, entitlement by entitlement.
CREATE TABLE given (
  principal_id  INTEGER NOT NULL,
  resource_id   INTEGER NOT NULL,
  entitlement   TEXT NOT NULL,
  assignment_id INTEGER NOT NULL REFERENCES assignment,
  -- 'waiting' for its change, 'held', 'byHand' (a task gives it), 'refused'
  state         TEXT NOT NULL CHECK (state IN ('waiting','held','byHand','refused')),
  -- the change whose receipt says so
  change_id     INTEGER,
  -- a later read of the directory showed it
  seen_at       TEXT,
  PRIMARY KEY (principal_id, resource_id, entitlement, assignment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX given_by_assignment ON given (assignment_id);
CREATE INDEX given_by_resource ON given (resource_id, entitlement);

-- What somebody held before any package gave it: kept when the package goes, unless the package adopts it.
CREATE TABLE prior_right (
  principal_id INTEGER NOT NULL,
  resource_id  INTEGER NOT NULL,
  entitlement  TEXT NOT NULL,
  noted_at     TEXT NOT NULL,
  -- by an explicit choice it counts as given by the package
  adopted_at   TEXT,
  PRIMARY KEY (principal_id, resource_id, entitlement)
) STRICT, WITHOUT ROWID;
