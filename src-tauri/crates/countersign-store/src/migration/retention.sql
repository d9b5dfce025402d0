-- How long evidence is kept from the end of what it is about.
CREATE TABLE retention_class (
  id      INTEGER PRIMARY KEY,
  name    TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
  years   INTEGER NOT NULL CHECK (years BETWEEN 1 AND 100),
  -- who asks for it
  because TEXT NOT NULL
) STRICT;
INSERT INTO retention_class (id, name, years, because) VALUES
  (1, 'Default', 7, 'Covers every framework below.'),
  (2, 'SOX', 7, 'Audit work on financial reporting is kept seven years.'),
  (3, 'HIPAA', 6, '45 CFR 164.316(b)(2)(i) asks for six years.'),
  (4, 'ISO 27001', 3, 'One cycle of certification.'),
  (5, 'SOC 2', 2, 'The period under audit and the next one.'),
  (6, 'PCI DSS', 1, 'At least the year that was assessed.');

-- The class of a review with all its runs, or of a package; the first row, with neither, is what counts for the rest.
CREATE TABLE retention_choice (
  review_id  INTEGER REFERENCES review,
  package_id INTEGER REFERENCES package,
  class_id   INTEGER NOT NULL REFERENCES retention_class,
  chosen_at  TEXT NOT NULL,
  chosen_by  TEXT NOT NULL,
  CHECK (review_id IS NULL OR package_id IS NULL)
) STRICT;
CREATE UNIQUE INDEX retention_choice_once ON retention_choice (coalesce(review_id, 0), coalesce(package_id, 0));

-- Nothing under it is destroyed, whatever its day. Never deleted, only lifted.
CREATE TABLE legal_hold (
  id           INTEGER PRIMARY KEY,
  held         TEXT NOT NULL CHECK (held = 'everything' OR held = 'review' OR held = 'package'
                                    OR held = 'person'),
  review_id    INTEGER REFERENCES review,
  package_id   INTEGER REFERENCES package,
  principal_id INTEGER REFERENCES principal,
  reason       TEXT NOT NULL CHECK (length(reason) > 0),
  placed_at    TEXT NOT NULL,
  placed_by    TEXT NOT NULL,
  lifted_at    TEXT,
  lifted_by    TEXT,
  lifted_because TEXT,
  CHECK ((review_id IS NOT NULL) = (held = 'review')),
  CHECK ((package_id IS NOT NULL) = (held = 'package')),
  CHECK ((principal_id IS NOT NULL) = (held = 'person'))
) STRICT;
CREATE INDEX legal_hold_in_force ON legal_hold (held) WHERE lifted_at IS NULL;
CREATE TRIGGER legal_hold_is_never_deleted BEFORE DELETE ON legal_hold
  BEGIN SELECT RAISE(ABORT, 'a legal hold is never deleted, only lifted'); END;
