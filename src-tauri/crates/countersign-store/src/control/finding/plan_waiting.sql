plan p WHERE p.holds <> '[]'
  AND NOT EXISTS (SELECT 1 FROM countersignature c WHERE c.plan_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM plan n WHERE n.id > p.id AND n.instance_id IS p.instance_id
    AND n.directory_id = p.directory_id)
  AND EXISTS (SELECT 1 FROM change c LEFT JOIN receipt r ON r.change_id = c.id
    WHERE c.plan_id = p.id AND r.change_id IS NULL)
