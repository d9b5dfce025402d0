-- Grants that stood in snapshot ?3 and not in ?2.
SELECT g.resource_id, g.entitlement, g.principal_id FROM (
  SELECT g.resource_id, g.entitlement, g.principal_id
  FROM (SELECT DISTINCT c.resource_id FROM snapshot s CROSS JOIN came c ON c.snapshot_id = s.id
        WHERE s.directory_id = ?1 AND s.id > ?2 AND s.id <= ?3) c
  CROSS JOIN "grant" g ON g.resource_id = c.resource_id
  WHERE g.since_snapshot_id > ?2 AND g.since_snapshot_id <= ?3
  UNION SELECT g.resource_id, g.entitlement, g.principal_id
  FROM snapshot s CROSS JOIN past_grant g ON g.since_snapshot_id = s.id
  WHERE s.directory_id = ?1 AND s.id > ?2 AND s.id <= ?3 AND g.until_snapshot_id > ?3
) g CROSS JOIN principal r ON r.id = g.resource_id AND r.bucket >= 0
WHERE NOT EXISTS (
  SELECT 1 FROM past_grant b WHERE b.resource_id = g.resource_id AND b.entitlement = g.entitlement
    AND b.principal_id = g.principal_id AND b.since_snapshot_id <= ?2 AND b.until_snapshot_id > ?2)
