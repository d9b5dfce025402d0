principal p WHERE p.kind = 'group' AND p.removed_snapshot_id IS NULL AND p.bucket >= 0
  AND NOT EXISTS (SELECT 1 FROM "grant" g WHERE g.resource_id = p.id AND g.entitlement = 'owner')
