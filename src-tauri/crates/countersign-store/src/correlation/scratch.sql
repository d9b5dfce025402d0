-- The tables of one correlation, in memory. `near` is what is looked at, `unit` the accounts that a ruling holds
-- together, `turn` the order in which people are found.
CREATE TEMP TABLE IF NOT EXISTS near (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE IF NOT EXISTS asked_rule (word TEXT PRIMARY KEY, place INTEGER NOT NULL);
CREATE TEMP TABLE IF NOT EXISTS turn (
  turn INTEGER PRIMARY KEY, directory_id INTEGER NOT NULL, present INTEGER NOT NULL, UNIQUE (directory_id, present)
);
CREATE TEMP TABLE IF NOT EXISTS scope (principal_id INTEGER PRIMARY KEY, unit INTEGER NOT NULL, turn INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS temp.scope_by_unit ON scope (unit);
CREATE INDEX IF NOT EXISTS temp.scope_by_turn ON scope (turn);
CREATE TEMP TABLE IF NOT EXISTS placed (
  principal_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL, rule TEXT, value TEXT, with_id INTEGER
);
CREATE INDEX IF NOT EXISTS temp.placed_by_person ON placed (person_id);
CREATE TEMP TABLE IF NOT EXISTS doubted (unit INTEGER PRIMARY KEY, rule TEXT, value TEXT, doubt TEXT);
CREATE TEMP TABLE IF NOT EXISTS barred (unit INTEGER, other INTEGER, PRIMARY KEY (unit, other)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS hit (
  unit INTEGER NOT NULL, value TEXT NOT NULL, person INTEGER NOT NULL, persons INTEGER NOT NULL, with_id INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS temp.hit_by_unit ON hit (unit);
CREATE INDEX IF NOT EXISTS temp.hit_by_person ON hit (person);
CREATE TEMP TABLE IF NOT EXISTS live_owner (person_id INTEGER PRIMARY KEY, live INTEGER NOT NULL);
CREATE TEMP TABLE IF NOT EXISTS fresh (
  principal_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL, rule TEXT, value TEXT, with_id INTEGER, doubt TEXT,
  standing TEXT
);
DELETE FROM near; DELETE FROM asked_rule; DELETE FROM turn; DELETE FROM scope; DELETE FROM placed; DELETE FROM doubted;
DELETE FROM barred; DELETE FROM hit; DELETE FROM live_owner; DELETE FROM fresh;
