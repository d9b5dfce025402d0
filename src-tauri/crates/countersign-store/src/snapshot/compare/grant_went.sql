-- Grants that stood in snapshot ?2 and not in ?3.
SELECT g.resource_id, g.entitlement, g.principal_id FROM (
  SELECT g.resource_id, g.entitlement, g.principal_id
  FROM snapshot s CROSS JOIN past_grant g ON g.until_snapshot_id = s.id
  WHERE s.directory_id = ?1 AND s.id > ?2 AND s.id <= ?3 AND g.since_snapshot_id <= ?2
) g CROSS JOIN principal r ON r.id = g.resource_id AND r.bucket >= 0
WHERE NOT EXISTS (
  SELECT 1 FROM "grant" n WHERE n.resource_id = g.resource_id AND n.entitlement = g.entitlement
    AND n.principal_id = g.principal_id AND n.since_snapshot_id <= ?3)
  AND NOT EXISTS (
  SELECT 1 FROM past_grant b WHERE b.resource_id = g.resource_id AND b.entitlement = g.entitlement
    AND b.principal_id = g.principal_id AND b.since_snapshot_id <= ?3 AND b.until_snapshot_id > ?3)
