-- Every decision of every review and every answer of an approver, as one list in the order of the log. It is gathered
-- from decision_event and approval_event before it is read, holds nothing of its own and can be made anew from them.
CREATE TABLE history (
  -- counted from 1 without a gap
  id           INTEGER PRIMARY KEY,
  -- a decision event, or an answer of an approver
  event_id     INTEGER NOT NULL,
  -- milliseconds since 1970
  at           INTEGER NOT NULL,
  actor_id     INTEGER,
  principal_id INTEGER,
  resource_id  INTEGER NOT NULL,
  -- 0: no review, but a request
  review_id    INTEGER NOT NULL,
  -- what is filtered by, in one number: decision + 4 × source + 16 × privileged + 32 × answer of an approver
  mark         INTEGER NOT NULL
) STRICT;
-- Each holds all that a filter asks, so that a page is found and counted in the index alone.
CREATE INDEX history_by_actor ON history (actor_id, id, mark, review_id, at) WHERE actor_id IS NOT NULL;
CREATE INDEX history_by_principal ON history (principal_id, id, mark, review_id, at) WHERE principal_id IS NOT NULL;
CREATE INDEX history_by_resource ON history (resource_id, id, mark, review_id, at);

-- The list in blocks of 512 lines: when each began and ended, and how many lines of it say what. What a list of
-- millions says without counting them.
CREATE TABLE history_block (
  block    INTEGER PRIMARY KEY,
  first_at INTEGER NOT NULL,
  last_at  INTEGER NOT NULL
) STRICT;
CREATE TABLE history_count (
  block     INTEGER NOT NULL,
  mark      INTEGER NOT NULL,
  review_id INTEGER NOT NULL,
  total     INTEGER NOT NULL,
  PRIMARY KEY (block, mark, review_id)
) STRICT, WITHOUT ROWID;

-- The newest events that were gathered. One row.
CREATE TABLE history_gathered (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  decision_id INTEGER NOT NULL,
  approval_id INTEGER NOT NULL
) STRICT;
INSERT INTO history_gathered (id, decision_id, approval_id) VALUES (1, 0, 0);

-- Entries by what they are about, for dossiers and for the evidence of an exception. Those about one item are found by
-- their decision events, and are too many, and too often written, to stand in it.
CREATE INDEX audit_by_subject ON audit (entry ->> '$.subject', seq) WHERE entry ->> '$.subject' NOT GLOB 'item:*';
