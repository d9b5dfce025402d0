-- Access packages that were suggested, run by run. They are kept, not remembered by the open desk alone: whoever
-- asks from the command line accepts in another process. Nothing rests on them: old runs are deleted.
CREATE TABLE suggestion_run (
  id           INTEGER PRIMARY KEY,
  directory_id INTEGER NOT NULL REFERENCES directory,
  -- looked at the resources of this catalog alone, and so seen by its owners too
  catalog_id   INTEGER REFERENCES catalog,
  snapshot_id  INTEGER NOT NULL,
  made_at      TEXT NOT NULL,
  made_by      TEXT NOT NULL,
  -- what was asked for, and the exact counts of what was found
  options      TEXT NOT NULL CHECK (json_valid(options)),
  outcome      TEXT NOT NULL CHECK (json_valid(outcome))
) STRICT;

CREATE TABLE suggestion (
  id         INTEGER PRIMARY KEY,
  run_id     INTEGER NOT NULL REFERENCES suggestion_run ON DELETE CASCADE,
  place      INTEGER NOT NULL,
  body       TEXT NOT NULL CHECK (json_valid(body)),
  -- who would hold it: each id less the one before it, in 7 bits a byte
  people     BLOB NOT NULL,
  -- what became of it
  package_id INTEGER REFERENCES package
) STRICT;
CREATE UNIQUE INDEX suggestion_by_run ON suggestion (run_id, place);
CREATE INDEX suggestion_by_package ON suggestion (package_id) WHERE package_id IS NOT NULL;
