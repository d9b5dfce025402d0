SELECT i.instance_id, (SELECT n.review_id FROM instance n WHERE n.id = i.instance_id), r.display_name, p.display_name, NULL, s.read_at, NULL, NULL
FROM still_there s JOIN item i ON i.id = s.item_id JOIN principal r ON r.id = i.resource_id
JOIN principal p ON p.id = i.principal_id
WHERE s.item_id = ?1
