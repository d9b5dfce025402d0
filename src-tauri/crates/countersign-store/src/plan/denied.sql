SELECT i.id, i.principal_id, i.resource_id, i.entitlement, i.direct, r.key, r.dn, p.key, p.dn,
       p.removed_snapshot_id IS NOT NULL, p.user_type, p.display_name
FROM instance n
JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
JOIN principal p ON p.id = i.principal_id
JOIN principal r ON r.id = i.resource_id
WHERE n.id = ?1 AND i.decision = 'deny'
ORDER BY i.id
