-- The changes that follow from the decisions of an instance. Never changed after it is drawn.
CREATE TABLE plan (
  id          INTEGER PRIMARY KEY,
  instance_id INTEGER NOT NULL REFERENCES instance,
  drawn_at    TEXT NOT NULL,
  drawn_by    TEXT NOT NULL,
  actor       TEXT NOT NULL CHECK (json_valid(actor)),
  change_count INTEGER NOT NULL,
  task_count  INTEGER NOT NULL,
  holds       TEXT NOT NULL CHECK (json_valid(holds)),
  -- SHA-256 over the lines of its changes, in order
  hash        TEXT NOT NULL
) STRICT;
CREATE INDEX plan_by_instance ON plan (instance_id);

CREATE TABLE change (
  id          INTEGER PRIMARY KEY,
  plan_id     INTEGER NOT NULL REFERENCES plan,
  position    INTEGER NOT NULL,
  item_id     INTEGER NOT NULL REFERENCES item,
  resource_id INTEGER NOT NULL,
  group_key   TEXT NOT NULL,
  group_dn    TEXT NOT NULL,
  member_key  TEXT NOT NULL,
  member_dn   TEXT NOT NULL,
  UNIQUE (plan_id, position)
) STRICT;
CREATE INDEX change_by_item ON change (item_id);

CREATE TRIGGER plan_is_never_updated BEFORE UPDATE ON plan
  BEGIN SELECT RAISE(ABORT, 'a plan is never changed'); END;
CREATE TRIGGER change_is_never_updated BEFORE UPDATE ON change
  BEGIN SELECT RAISE(ABORT, 'a plan is never changed'); END;
CREATE TRIGGER change_is_never_deleted BEFORE DELETE ON change
  BEGIN SELECT RAISE(ABORT, 'a plan is never changed'); END;

-- A second person's signature under a plan that the threshold held back.
CREATE TABLE countersignature (
  plan_id   INTEGER PRIMARY KEY REFERENCES plan,
  signed_at TEXT NOT NULL,
  signed_by TEXT NOT NULL,
  actor     TEXT NOT NULL CHECK (json_valid(actor)),
  hash      TEXT NOT NULL
) STRICT;

-- Written before the directory is asked, so that a killed run is known to have tried.
CREATE TABLE attempt (
  id           INTEGER PRIMARY KEY,
  change_id    INTEGER NOT NULL REFERENCES change,
  attempted_at TEXT NOT NULL
) STRICT;
CREATE INDEX attempt_by_change ON attempt (change_id);

-- What the directory answered. One for each change.
CREATE TABLE receipt (
  change_id   INTEGER PRIMARY KEY REFERENCES change,
  received_at TEXT NOT NULL,
  outcome     TEXT NOT NULL CHECK (outcome IN ('applied','alreadySo','refused','byHand')),
  code        INTEGER,
  reason      TEXT,
  carried_by  TEXT NOT NULL
) STRICT;

-- A later read of the directory about one denied item.
CREATE TABLE verification (
  id         INTEGER PRIMARY KEY,
  item_id    INTEGER NOT NULL REFERENCES item,
  plan_id    INTEGER NOT NULL REFERENCES plan,
  read_at    TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('gone','stillDirect','stillEffective')),
  through    TEXT
) STRICT;
CREATE INDEX verification_by_item ON verification (item_id, id);

-- A change that a person must make by hand.
CREATE TABLE task (
  id          INTEGER PRIMARY KEY,
  instance_id INTEGER NOT NULL REFERENCES instance,
  plan_id     INTEGER NOT NULL REFERENCES plan,
  item_id     INTEGER NOT NULL REFERENCES item,
  reason      TEXT NOT NULL,
  owner       TEXT NOT NULL,
  due_on      TEXT NOT NULL,
  created_at  TEXT NOT NULL,
  closed_at   TEXT,
  closed_by   TEXT,
  note        TEXT
) STRICT;
CREATE INDEX task_by_instance ON task (instance_id);
