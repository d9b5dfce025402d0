-- The register of policy exceptions: who may keep what against which policy, why, until when.
CREATE TABLE exception (
  id           INTEGER PRIMARY KEY,
  principal_id INTEGER NOT NULL REFERENCES principal,
  resource_id  INTEGER NOT NULL REFERENCES principal,
  entitlement  TEXT NOT NULL,
  policy       TEXT NOT NULL,
  -- it lets two things stand together that are incompatible
  incompatible_id INTEGER REFERENCES incompatible,
  reason       TEXT NOT NULL,
  until_on     TEXT NOT NULL,
  review_on    TEXT,
  state        TEXT NOT NULL CHECK (state = 'proposed' OR state = 'approved' OR state = 'expired'
                                    OR state = 'revoked'),
  proposed_by  TEXT NOT NULL CHECK (json_valid(proposed_by)),
  proposed_on  TEXT NOT NULL,
  approved_by  TEXT CHECK (approved_by IS NULL OR json_valid(approved_by)),
  approved_on  TEXT
) STRICT;
CREATE INDEX exception_by_principal ON exception (principal_id, resource_id);
CREATE INDEX exception_by_conflict ON exception (principal_id, incompatible_id) WHERE incompatible_id IS NOT NULL;
CREATE INDEX exception_by_end ON exception (until_on) WHERE state IN ('proposed','approved');

-- Everything that ever happened to one.
CREATE TABLE exception_event (
  id           INTEGER PRIMARY KEY,
  exception_id INTEGER NOT NULL REFERENCES exception,
  at           TEXT NOT NULL,
  actor        TEXT NOT NULL,
  act          TEXT NOT NULL CHECK (act = 'proposed' OR act = 'approved' OR act = 'revoked' OR act = 'renewed'
                                    OR act = 'confirmed' OR act = 'expired'),
  reason       TEXT NOT NULL,
  until_on     TEXT NOT NULL
) STRICT;
CREATE INDEX exception_event_by_exception ON exception_event (exception_id, id);
CREATE TRIGGER exception_event_is_never_updated BEFORE UPDATE ON exception_event
  BEGIN SELECT RAISE(ABORT, 'an event of an exception is never changed'); END;
CREATE TRIGGER exception_event_is_never_deleted BEFORE DELETE ON exception_event
  BEGIN SELECT RAISE(ABORT, 'an event of an exception is never changed'); END;
