-- Everybody whom a snapshot after ?2 and up to ?3 touched, with what they were in both: the version that stood then,
-- or the one that stands since.
SELECT t.id, t.a, t.b FROM (
  SELECT p.id,
    coalesce((SELECT v.digest FROM past_principal v
              WHERE v.principal_id = p.id AND v.since_snapshot_id <= ?2 AND v.until_snapshot_id > ?2),
             CASE WHEN p.removed_snapshot_id IS NULL AND p.since_snapshot_id <= ?2 THEN p.digest END) AS a,
    coalesce((SELECT v.digest FROM past_principal v
              WHERE v.principal_id = p.id AND v.since_snapshot_id <= ?3 AND v.until_snapshot_id > ?3),
             CASE WHEN p.removed_snapshot_id IS NULL AND p.since_snapshot_id <= ?3 THEN p.digest END) AS b
  FROM (
    SELECT v.principal_id AS id FROM snapshot s CROSS JOIN past_principal v ON v.until_snapshot_id = s.id
    WHERE s.directory_id = ?1 AND s.id > ?2 AND s.id <= ?3
    UNION SELECT v.principal_id FROM snapshot s CROSS JOIN past_principal v ON v.since_snapshot_id = s.id
    WHERE s.directory_id = ?1 AND s.id > ?2 AND s.id <= ?3
    UNION SELECT p.id FROM snapshot s CROSS JOIN principal p ON p.since_snapshot_id = s.id
    WHERE s.directory_id = ?1 AND s.id > ?2 AND s.id <= ?3
  ) n CROSS JOIN principal p ON p.id = n.id WHERE p.bucket >= 0
) t
