-- Lists of items that were handed to people without the program.
CREATE TABLE workbook (
  id          INTEGER PRIMARY KEY,
  -- what its file calls it
  code        TEXT NOT NULL UNIQUE,
  instance_id INTEGER NOT NULL REFERENCES instance,
  stage       INTEGER NOT NULL,
  reviewer_id INTEGER NOT NULL REFERENCES principal,
  name        TEXT NOT NULL,
  made_at     TEXT NOT NULL,
  made_by     TEXT NOT NULL,
  -- when it last came back, and what has been taken in of it
  taken_at    TEXT,
  decided     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX workbook_by_instance ON workbook (instance_id, id);
CREATE TABLE workbook_item (
  workbook_id INTEGER NOT NULL REFERENCES workbook,
  item_id     INTEGER NOT NULL,
  -- the version of the item that it shows; after it came back, the one that its answer made
  version     INTEGER NOT NULL,
  PRIMARY KEY (workbook_id, item_id)
) STRICT, WITHOUT ROWID;
-- What the checksums in such files are made with.
INSERT INTO setting (name, value) VALUES ('secret/workbook', lower(hex(randomblob(32))));
