-- Somebody holds an access package, held it, or is about to.
CREATE TABLE assignment (
  id             INTEGER PRIMARY KEY,
  key            TEXT NOT NULL UNIQUE CHECK (length(key) > 0),
  package_id     INTEGER NOT NULL REFERENCES package,
  policy_id      INTEGER NOT NULL REFERENCES policy,
  policy_version INTEGER NOT NULL,
  principal_id   INTEGER NOT NULL REFERENCES principal,
  state          TEXT NOT NULL CHECK (state = 'delivering' OR state = 'delivered'
                                      OR state = 'partiallyDelivered' OR state = 'deliveryFailed'
                                      OR state = 'removing' OR state = 'expired'),
  status         TEXT NOT NULL,
  starts_at      TEXT NOT NULL,
  ends_at        TEXT,
  delivered_at   TEXT,
  ended_at       TEXT,
  -- why it ended, as a sentence
  ended_because  TEXT,
  -- the rule of its policy holds no longer; it ends at this time unless the rule holds again
  leaves_at      TEXT,
  -- which notices of its end were made: a JSON list; and when the next one is due
  told           TEXT NOT NULL DEFAULT '[]',
  tell_at        TEXT,
  -- there is something to deliver or to take back, from this time on; and the plan that is doing it
  deliver_at     TEXT,
  plan_id        INTEGER,
  -- what stands in the way of a whole delivery, as a sentence
  problem        TEXT
) STRICT;
CREATE UNIQUE INDEX assignment_once ON assignment (principal_id, package_id) WHERE state <> 'expired';
CREATE INDEX assignment_by_principal ON assignment (principal_id, id);
CREATE INDEX assignment_by_package ON assignment (package_id, state, id);
CREATE INDEX assignment_of_package ON assignment (package_id, id);
CREATE INDEX assignment_by_policy ON assignment (policy_id, state, id);
CREATE INDEX assignment_of_policy ON assignment (policy_id, id);
CREATE INDEX assignment_by_state ON assignment (state, id);
CREATE INDEX assignment_by_end ON assignment (ends_at, id, state)
  WHERE ends_at IS NOT NULL AND state IN ('delivering','delivered','partiallyDelivered','deliveryFailed');
CREATE INDEX assignment_to_tell ON assignment (tell_at) WHERE tell_at IS NOT NULL;
CREATE INDEX assignment_to_leave ON assignment (leaves_at) WHERE leaves_at IS NOT NULL;
CREATE INDEX assignment_to_deliver ON assignment (deliver_at) WHERE deliver_at IS NOT NULL;
-- Narrow, so that a page of all of them is found without reading what they hold.
CREATE INDEX assignment_newest ON assignment (id);
CREATE INDEX assignment_in_plan ON assignment (plan_id) WHERE plan_id IS NOT NULL;

-- How many stand how: what a list of hundreds of thousands says without counting them.
CREATE TABLE assignment_count (
  state TEXT PRIMARY KEY,
  total INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER assignment_is_counted AFTER INSERT ON assignment BEGIN
  INSERT INTO assignment_count (state, total) VALUES (new.state, 1) ON CONFLICT DO UPDATE SET total = total + 1;
END;
CREATE TRIGGER assignment_is_counted_anew AFTER UPDATE OF state ON assignment WHEN old.state <> new.state BEGIN
  UPDATE assignment_count SET total = total - 1 WHERE state = old.state;
  INSERT INTO assignment_count (state, total) VALUES (new.state, 1) ON CONFLICT DO UPDATE SET total = total + 1;
END;

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

-- What an assignment gives to its holder, entitlement by entitlement; kept when it has ended.
CREATE TABLE given (
  principal_id  INTEGER NOT NULL,
  resource_id   INTEGER NOT NULL,
  entitlement   TEXT NOT NULL,
  assignment_id INTEGER NOT NULL REFERENCES assignment,
  -- 'waiting' for its change, 'held', 'byHand' (a person gives or takes it), 'refused'; and of what the
  -- assignment no longer stands for: 'kept' because of something else, 'taken'
  state         TEXT NOT NULL CHECK (state = 'waiting' OR state = 'held' OR state = 'byHand'
                                     OR state = 'refused' OR state = 'kept' OR state = 'taken'),
  -- held before any package gave it; and by an explicit choice the package's all the same
  prior         INTEGER NOT NULL CHECK (prior IN (0, 1)),
  adopted       INTEGER NOT NULL CHECK (adopted IN (0, 1)),
  noted_at      TEXT NOT NULL,
  -- the last change about it
  change_id     INTEGER,
  -- a later read of the directory showed it so: held, or taken
  seen_at       TEXT,
  -- why it is as it is, as a sentence
  reason        TEXT,
  PRIMARY KEY (principal_id, resource_id, entitlement, assignment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX given_by_assignment ON given (assignment_id);
CREATE INDEX given_unseen ON given (assignment_id) WHERE seen_at IS NULL AND state IN ('held','taken');
CREATE INDEX given_by_resource ON given (resource_id, entitlement) WHERE state IN ('waiting','held','byHand','refused');

-- An automatic policy whose rule would take the package from too many: held until a second person signs.
CREATE TABLE automatic_hold (
  id          INTEGER PRIMARY KEY,
  policy_id   INTEGER NOT NULL REFERENCES policy,
  version     INTEGER NOT NULL,
  snapshot_id INTEGER NOT NULL,
  removals    INTEGER NOT NULL,
  holders     INTEGER NOT NULL,
  -- SHA-256 over the keys of those who would lose it, in order
  hash        TEXT NOT NULL,
  held_at     TEXT NOT NULL,
  -- who made the version of the policy that would do it
  caused_by   TEXT NOT NULL,
  signed_at   TEXT,
  signed_by   TEXT,
  -- it came to nothing: the rule, the policy or the directory changed
  ended_at    TEXT
) STRICT;
CREATE UNIQUE INDEX automatic_hold_once ON automatic_hold (policy_id) WHERE ended_at IS NULL;
