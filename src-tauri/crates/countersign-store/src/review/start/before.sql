SELECT i.principal_id, i.entitlement, i.direct, i.path, i.decision,
       e.id AS event, e.at, e.actor, e.source, e.note,
       p.removed_snapshot_id IS NULL AND p.department IS f.department AND p.title IS f.title
         AND p.enabled IS f.enabled AND p.user_type IS f.user_type AND m.display_name IS f.manager_name AS unchanged
FROM item i
JOIN decision_event e ON e.id = (SELECT max(id) FROM decision_event d
                                 WHERE d.item_id = i.id AND d.source <> 'stands' AND d.decision = i.decision)
JOIN frozen f ON f.instance_id = i.instance_id AND f.principal_id = i.principal_id
JOIN principal p ON p.id = i.principal_id
LEFT JOIN principal m ON m.id = p.manager_id
WHERE i.id BETWEEN ?1 AND ?2 AND i.decision <> 'notReviewed'
