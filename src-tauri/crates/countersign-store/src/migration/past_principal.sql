-- What a principal was, from one snapshot until another, in which it was changed or gone.
CREATE TABLE past_principal (
  principal_id      INTEGER NOT NULL,
  since_snapshot_id INTEGER NOT NULL,
  until_snapshot_id INTEGER NOT NULL,
  dn                TEXT NOT NULL,
  display_name      TEXT NOT NULL,
  user_name         TEXT,
  mail              TEXT,
  user_type         TEXT,
  enabled           INTEGER,
  department        TEXT,
  title             TEXT,
  employee_id       TEXT,
  attributes        TEXT NOT NULL,
  digest            BLOB NOT NULL,
  PRIMARY KEY (principal_id, until_snapshot_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX past_principal_since ON past_principal (since_snapshot_id);
CREATE INDEX past_principal_until ON past_principal (until_snapshot_id);
CREATE INDEX principal_since ON principal (since_snapshot_id);
CREATE INDEX past_grant_since ON past_grant (since_snapshot_id);
CREATE INDEX past_grant_until ON past_grant (until_snapshot_id);

-- A read writes its snapshot before anything else, so the newest is the one that changes this. What was there last
-- since it came is the version that ends.
CREATE TRIGGER principal_is_kept_changed BEFORE UPDATE OF digest ON principal
  WHEN old.bucket >= 0 AND old.removed_snapshot_id IS NULL AND old.digest <> new.digest BEGIN
  INSERT INTO past_principal
  SELECT old.id,
         coalesce((SELECT max(b.until_snapshot_id) FROM past_principal b
                   WHERE b.principal_id = old.id AND b.until_snapshot_id > old.since_snapshot_id), old.since_snapshot_id),
         (SELECT max(id) FROM snapshot), old.dn, old.display_name, old.user_name, old.mail, old.user_type, old.enabled,
         old.department, old.title, old.employee_id, old.attributes, old.digest;
END;
CREATE TRIGGER principal_is_kept_gone BEFORE UPDATE OF removed_snapshot_id ON principal
  WHEN old.bucket >= 0 AND old.removed_snapshot_id IS NULL AND new.removed_snapshot_id IS NOT NULL BEGIN
  INSERT INTO past_principal
  SELECT old.id,
         coalesce((SELECT max(b.until_snapshot_id) FROM past_principal b
                   WHERE b.principal_id = old.id AND b.until_snapshot_id > old.since_snapshot_id), old.since_snapshot_id),
         new.removed_snapshot_id, old.dn, old.display_name, old.user_name, old.mail, old.user_type, old.enabled,
         old.department, old.title, old.employee_id, old.attributes, old.digest;
END;
