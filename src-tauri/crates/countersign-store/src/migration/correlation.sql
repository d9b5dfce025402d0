-- The values by which accounts are compared, in one spelling; of those that are gone too. A directory has them
-- from the moment there is a second one.
CREATE TABLE account_value (
  value        TEXT NOT NULL,
  rule         TEXT NOT NULL,
  principal_id INTEGER NOT NULL,
  PRIMARY KEY (value, rule, principal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_value_by_principal ON account_value (principal_id);
CREATE TABLE valued_directory (
  directory_id INTEGER PRIMARY KEY
) STRICT;

-- What is to be said of an account: it was joined to another's person, or might be, or belongs to nobody. A person
-- is known by the first of its accounts, of which nothing need be said; an account without a row is a person alone.
-- Worked out from account_value and ruling, and can be at any time anew.
CREATE TABLE correlation (
  principal_id INTEGER PRIMARY KEY,
  person_id    INTEGER NOT NULL,
  -- what joined it, or left it in doubt; the value, and the account that had it before
  rule         TEXT CHECK (rule = 'immutableId' OR rule = 'userPrincipalName' OR rule = 'mail'
                           OR rule = 'employeeId' OR rule = 'userName' OR rule = 'ruling'),
  value        TEXT,
  with_id      INTEGER,
  -- several persons have the value; several accounts of its directory; the person has an account here already
  doubt        TEXT CHECK (doubt = 'several' OR doubt = 'shared' OR doubt = 'taken'),
  -- of nobody in the source of people; of somebody who has left there
  standing     TEXT CHECK (standing IN ('unowned','left'))
) STRICT;
CREATE INDEX correlation_by_person ON correlation (person_id, principal_id);
CREATE INDEX correlation_in_doubt ON correlation (principal_id) WHERE doubt IS NOT NULL;
CREATE INDEX correlation_by_standing ON correlation (standing, principal_id) WHERE standing IS NOT NULL;

-- An administrator's word that two accounts are one person's, or are not. Never deleted, only lifted.
CREATE TABLE ruling (
  id        INTEGER PRIMARY KEY,
  one_id    INTEGER NOT NULL REFERENCES principal,
  other_id  INTEGER NOT NULL REFERENCES principal,
  same      INTEGER NOT NULL CHECK (same IN (0, 1)),
  reason    TEXT NOT NULL CHECK (length(reason) > 0),
  made_at   TEXT NOT NULL,
  made_by   TEXT NOT NULL,
  lifted_at TEXT,
  lifted_by TEXT,
  CHECK (one_id < other_id)
) STRICT;
CREATE UNIQUE INDEX ruling_once ON ruling (one_id, other_id) WHERE lifted_at IS NULL;
CREATE INDEX ruling_by_other ON ruling (other_id) WHERE lifted_at IS NULL;

-- Accounts that programs use, without reading everybody.
CREATE INDEX principal_for_program ON principal (id)
  WHERE removed_snapshot_id IS NULL AND json_extract(attributes, '$.serviceAccount[0]') = 'true';
