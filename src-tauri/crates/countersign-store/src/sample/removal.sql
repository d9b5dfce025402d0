SELECT c.id, c.resource_id, p.attributes ->> '$.privileged[0]' = 'true'
FROM receipt r JOIN change c ON c.id = r.change_id JOIN plan n ON n.id = c.plan_id
LEFT JOIN instance s ON s.id = n.instance_id LEFT JOIN principal p ON p.id = c.resource_id
WHERE r.outcome IN ('applied','alreadySo') AND c.kind IN ('removeMember','takeRole','endAssignment','blockAccount','deleteAccount')
  AND r.received_at >= ?1 AND r.received_at < ?2 AND (?3 IS NULL OR s.review_id = ?3)
  AND (?4 IS NULL OR c.principal_id = ?4) AND (?5 IS NULL OR c.resource_id = ?5)
ORDER BY c.id
