principal p WHERE p.kind = 'user' AND p.enabled = 0 AND p.removed_snapshot_id IS NULL
  AND EXISTS (SELECT 1 FROM "grant" g WHERE g.principal_id = p.id)
