SELECT i.id, i.principal_id, i.resource_id, i.entitlement,
       i.direct AND NOT EXISTS (SELECT 1 FROM change c JOIN receipt o ON o.change_id = c.id
                                WHERE c.item_id = i.id AND c.resource_id = i.resource_id
                                  AND o.outcome IN ('applied','alreadySo')),
       r.key, r.dn, p.key, p.dn,
       p.removed_snapshot_id IS NOT NULL, p.user_type, p.display_name
FROM instance n
JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
JOIN principal p ON p.id = i.principal_id
JOIN principal r ON r.id = i.resource_id
WHERE n.id = ?1 AND i.decision = 'deny'
ORDER BY i.id
