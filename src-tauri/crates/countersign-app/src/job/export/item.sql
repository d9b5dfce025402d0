SELECT i.id, i.entitlement, i.insight, i.path, i.version, i.decision, i.recommendation, n.sign_ins_kept,
       p.display_name AS person_name, p.user_name, p.key AS person_key, p.kind, p.user_type, p.enabled, p.department,
       p.manager_name, p.last_sign_in_at, p.last_sign_in_field, p.created_at,
       r.display_name AS resource_name, r.key AS resource_key, r.kind AS resource_kind,
       EXISTS (SELECT 1 FROM principal x WHERE x.id = i.resource_id AND x.attributes ->> '$.privileged[0]' = 'true') AS privileged
FROM instance n
JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
JOIN frozen p ON p.instance_id = n.id AND p.principal_id = i.principal_id
JOIN frozen r ON r.instance_id = n.id AND r.principal_id = i.resource_id
WHERE n.id = ?1
ORDER BY i.id
