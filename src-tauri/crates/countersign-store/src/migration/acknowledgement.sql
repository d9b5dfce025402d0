-- A signed act over a result: management takes note of it, a reviewer or the owner of the control signs off.
CREATE TABLE acknowledgement (
  id           INTEGER PRIMARY KEY,
  kind         TEXT NOT NULL CHECK (kind = 'reviewerSignOff' OR kind = 'controlOwnerSignOff'
                                    OR kind = 'managementAcknowledgement'),
  -- what it is about: a run of a review, or an access package
  instance_id  INTEGER REFERENCES instance,
  package_id   INTEGER REFERENCES package,
  -- who signed; NULL: an administrator who is nobody of the directory
  principal_id INTEGER REFERENCES principal,
  signer       TEXT NOT NULL,
  role         TEXT NOT NULL CHECK (length(role) > 0),
  statement    TEXT NOT NULL CHECK (length(statement) > 0),
  at           TEXT NOT NULL,
  assurance    TEXT NOT NULL,
  device       TEXT NOT NULL,
  -- what stood then, and SHA-256 over it
  state        TEXT NOT NULL CHECK (json_valid(state)),
  digest       TEXT NOT NULL CHECK (length(digest) = 64),
  -- the newest rows then: whatever of the result is newer changed it
  event_id     INTEGER NOT NULL,
  plan_id      INTEGER NOT NULL,
  verification_id INTEGER NOT NULL,
  audit_seq    INTEGER NOT NULL REFERENCES audit DEFERRABLE INITIALLY DEFERRED,
  withdrawn_at TEXT,
  withdrawn_by TEXT,
  withdrawn_because TEXT,
  CHECK ((instance_id IS NULL) <> (package_id IS NULL)),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL))
) STRICT;
CREATE INDEX acknowledgement_by_entry ON acknowledgement (audit_seq);
CREATE INDEX acknowledgement_by_instance ON acknowledgement (instance_id, id) WHERE instance_id IS NOT NULL;
CREATE INDEX acknowledgement_by_package ON acknowledgement (package_id, id) WHERE package_id IS NOT NULL;
CREATE TRIGGER acknowledgement_is_never_deleted BEFORE DELETE ON acknowledgement
  BEGIN SELECT RAISE(ABORT, 'a signed act is never deleted'); END;
CREATE TRIGGER acknowledgement_is_only_withdrawn BEFORE UPDATE ON acknowledgement
  WHEN old.withdrawn_at IS NOT NULL OR new.withdrawn_at IS NULL OR new.id <> old.id OR new.kind <> old.kind
    OR new.instance_id IS NOT old.instance_id OR new.package_id IS NOT old.package_id
    OR new.principal_id IS NOT old.principal_id OR new.signer <> old.signer OR new.role <> old.role
    OR new.statement <> old.statement OR new.at <> old.at OR new.assurance <> old.assurance
    OR new.device <> old.device OR new.state <> old.state OR new.digest <> old.digest
    OR new.event_id <> old.event_id OR new.plan_id <> old.plan_id
    OR new.verification_id <> old.verification_id OR new.audit_seq <> old.audit_seq
  BEGIN SELECT RAISE(ABORT, 'a signed act is never changed, only withdrawn'); END;

-- Who is named to sign: for one review, one package, or (neither) for all of them. Never deleted, only ended.
CREATE TABLE nominee (
  id           INTEGER PRIMARY KEY,
  kind         TEXT NOT NULL CHECK (kind IN ('controlOwnerSignOff','managementAcknowledgement')),
  review_id    INTEGER REFERENCES review,
  package_id   INTEGER REFERENCES package,
  principal_id INTEGER NOT NULL REFERENCES principal,
  named_at     TEXT NOT NULL,
  named_by     TEXT NOT NULL,
  ended_at     TEXT,
  ended_by     TEXT,
  CHECK (review_id IS NULL OR package_id IS NULL)
) STRICT;
CREATE UNIQUE INDEX nominee_once ON nominee (kind, coalesce(review_id, 0), coalesce(package_id, 0), principal_id)
  WHERE ended_at IS NULL;
CREATE INDEX nominee_by_principal ON nominee (principal_id) WHERE ended_at IS NULL;
