SELECT t.instance_id, NULL, r.display_name, p.display_name, NULL, t.due_on, t.owner, t.owner_id
FROM task t LEFT JOIN principal r ON r.id = t.resource_id LEFT JOIN principal p ON p.id = t.principal_id
WHERE t.id = ?1
