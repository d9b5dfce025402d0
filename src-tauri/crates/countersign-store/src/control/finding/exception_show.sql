SELECT NULL, NULL, e.policy || ' · ' || r.display_name, p.display_name, NULL, e.until_on, NULL, NULL
FROM exception e JOIN principal p ON p.id = e.principal_id JOIN principal r ON r.id = e.resource_id WHERE e.id = ?1
