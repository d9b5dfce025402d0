SELECT count(*) FROM instance n
JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
JOIN frozen p ON p.instance_id = n.id AND p.principal_id = i.principal_id
JOIN frozen r ON r.instance_id = n.id AND r.principal_id = i.resource_id
WHERE n.id = ?1
  AND (?2 IS NULL OR i.decision IN (SELECT value FROM json_each(?2)))
  AND (?3 IS NULL OR i.recommendation IN (SELECT value FROM json_each(?3)))
  AND (?4 IS NULL OR i.resource_id = ?4)
  AND (?5 IS NULL OR i.principal_id = ?5)
  AND (?6 IS NULL OR EXISTS (SELECT 1 FROM reviewer_set_member m
                             WHERE m.set_id = i.reviewer_set_id AND m.principal_id = ?6))
  AND (?7 IS NULL OR instr(lower(p.display_name), ?7) OR instr(lower(p.user_name), ?7)
       OR instr(lower(p.mail), ?7) OR instr(lower(r.display_name), ?7))
