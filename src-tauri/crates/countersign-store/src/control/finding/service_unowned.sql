principal p INDEXED BY principal_for_program
WHERE p.removed_snapshot_id IS NULL AND json_extract(p.attributes, '$.serviceAccount[0]') = 'true'
  AND p.manager_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM "grant" g WHERE g.resource_id = p.id AND g.entitlement = 'owner')
  AND NOT EXISTS (SELECT 1 FROM correlation c WHERE c.principal_id = p.id AND c.person_id <> p.id)
  AND NOT EXISTS (SELECT 1 FROM correlation c WHERE c.person_id = p.id AND c.principal_id <> p.id)
