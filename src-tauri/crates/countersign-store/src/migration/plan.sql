-- The changes that follow from the decisions of an instance, or from what becomes of assignments. Never changed
-- after it is drawn.
CREATE TABLE plan (
  id          INTEGER PRIMARY KEY,
  -- NULL: it delivers access packages
  instance_id INTEGER REFERENCES instance,
  directory_id INTEGER NOT NULL REFERENCES directory,
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
  -- what it is done for: a denied item, or an assignment
  item_id     INTEGER REFERENCES item,
  assignment_id INTEGER,
  principal_id INTEGER NOT NULL,
  -- the directory that is changed, where it is not the plan's: a domain from which the plan's directory is synced
  directory_id INTEGER REFERENCES directory,
  kind        TEXT NOT NULL CHECK (kind = 'addMember' OR kind = 'removeMember' OR kind = 'giveRole'
                                   OR kind = 'takeRole' OR kind = 'endAssignment' OR kind = 'inviteGuest'
                                   OR kind = 'blockAccount' OR kind = 'deleteAccount'),
  -- the list that is changed: the item's resource, or a group within it; the account itself where that is changed
  resource_id INTEGER NOT NULL,
  -- which of its entitlements, where it is not its members that are changed
  entitlement TEXT,
  group_key   TEXT NOT NULL,
  group_dn    TEXT NOT NULL,
  member_key  TEXT NOT NULL,
  member_dn   TEXT NOT NULL,
  -- names of the groups between resource and person, nearest to the resource first; and of what else the
  -- list gives to the person: JSON lists
  path        TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(path)),
  also        TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(also)),
  CHECK (item_id IS NULL OR assignment_id IS NULL),
  UNIQUE (plan_id, position)
) STRICT;
CREATE INDEX change_by_item ON change (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX change_by_assignment ON change (assignment_id) WHERE assignment_id IS NOT NULL;
CREATE INDEX change_elsewhere ON change (plan_id) WHERE directory_id IS NOT NULL;
CREATE INDEX change_by_principal ON change (principal_id, resource_id);

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
  outcome     TEXT NOT NULL CHECK (outcome = 'applied' OR outcome = 'alreadySo' OR outcome = 'refused'
                                   OR outcome = 'byHand'),
  code        INTEGER,
  reason      TEXT,
  carried_by  TEXT NOT NULL,
  -- the newest snapshot of the directory then, which does not show the change
  snapshot_id INTEGER
) STRICT;

-- A later read of the directory about one denied item.
CREATE TABLE verification (
  id          INTEGER PRIMARY KEY,
  item_id     INTEGER NOT NULL REFERENCES item,
  plan_id     INTEGER NOT NULL REFERENCES plan,
  read_at     TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state = 'gone' OR state = 'stillDirect' OR state = 'stillEffective'
                                   OR state = 'cameBack'),
  through     TEXT,
  snapshot_id INTEGER
) STRICT;
CREATE INDEX verification_by_item ON verification (item_id, id);

-- Accesses that were denied and seen gone: looked at again in every snapshot of their directory.
CREATE TABLE watch (
  item_id      INTEGER PRIMARY KEY REFERENCES item,
  directory_id INTEGER NOT NULL,
  instance_id  INTEGER NOT NULL,
  plan_id      INTEGER NOT NULL,
  principal_id INTEGER NOT NULL,
  resource_id  INTEGER NOT NULL,
  entitlement  TEXT NOT NULL,
  gone_at      TEXT NOT NULL
) STRICT;
CREATE INDEX watch_by_directory ON watch (directory_id);

-- A denied guest on the way out: blocked, and deleted after thirty days unless an administrator keeps them.
CREATE TABLE guest (
  id           INTEGER PRIMARY KEY,
  -- neither of the two where the last access package of a governed guest has ended
  instance_id  INTEGER REFERENCES instance,
  plan_id      INTEGER NOT NULL REFERENCES plan,
  item_id      INTEGER REFERENCES item,
  principal_id INTEGER NOT NULL,
  status       TEXT NOT NULL CHECK (status = 'planned' OR status = 'blocked' OR status = 'due'
                                    OR status = 'deleted' OR status = 'kept' OR status = 'byHand'),
  -- seconds from the block to the deletion; NULL: blocked for good
  delete_after INTEGER DEFAULT 2592000,
  blocked_at   TEXT,
  delete_at    TEXT,
  ended_at     TEXT,
  kept_by      TEXT,
  reason       TEXT,
  UNIQUE (plan_id, principal_id)
) STRICT;
CREATE INDEX guest_by_principal ON guest (principal_id);
CREATE INDEX guest_by_day ON guest (delete_at) WHERE status = 'blocked';

-- A change that a person must make by hand. Only a read that shows it made closes it.
CREATE TABLE task (
  id           INTEGER PRIMARY KEY,
  -- none of the three where the end of an exception or an assignment opened it
  instance_id  INTEGER REFERENCES instance,
  plan_id      INTEGER REFERENCES plan,
  item_id      INTEGER REFERENCES item,
  exception_id INTEGER,
  assignment_id INTEGER,
  directory_id INTEGER NOT NULL,
  principal_id INTEGER NOT NULL,
  resource_id  INTEGER NOT NULL,
  entitlement  TEXT NOT NULL,
  -- the list to change: the resource or a group within it; and the names of the groups between, a JSON list
  cut_id       INTEGER NOT NULL,
  path         TEXT NOT NULL CHECK (json_valid(path)),
  kind         TEXT NOT NULL,
  reason       TEXT NOT NULL,
  owner        TEXT NOT NULL,
  owner_id     INTEGER,
  due_on       TEXT NOT NULL,
  created_at   TEXT NOT NULL,
  status       TEXT NOT NULL DEFAULT 'open' CHECK (status = 'open' OR status = 'waiting' OR status = 'closed'
                                                   OR status = 'reopened'),
  -- what a person says was done
  note         TEXT,
  noted_at     TEXT,
  noted_by     TEXT,
  closed_at    TEXT,
  closed_by    TEXT,
  reopened_at  TEXT,
  reopened_by  TEXT
) STRICT;
CREATE INDEX task_by_instance ON task (instance_id);
CREATE INDEX task_by_principal ON task (principal_id);
CREATE INDEX task_by_item ON task (item_id);
CREATE INDEX task_by_assignment ON task (assignment_id) WHERE assignment_id IS NOT NULL;
CREATE INDEX task_by_status ON task (status, due_on);
CREATE INDEX task_unfinished ON task (directory_id) WHERE status <> 'closed';
