SELECT c.*, coalesce(i.resource_id, c.resource_id) AS item_resource_id, coalesce(i.entitlement, c.entitlement, 'member') AS entitlement_name,
       coalesce(p.display_name, m.display_name) AS principal_name,
       coalesce(g.display_name, l.display_name) AS resource_name, l.display_name AS list_name,
       (SELECT max(attempted_at) FROM attempt a WHERE a.change_id = c.id) AS attempted_at,
       d.name AS directory_name, d.kind AS directory_kind, c.directory_id IS NOT NULL AS elsewhere,
       r.received_at, r.outcome, r.code, r.reason, r.carried_by,
       v.read_at, v.state, v.through, e.status AS guest, e.delete_at,
       EXISTS (SELECT 1 FROM verification w WHERE w.item_id = c.item_id AND w.plan_id >= c.plan_id
               AND w.state = 'cameBack') AS came_back
FROM change c
LEFT JOIN item i ON i.id = c.item_id
LEFT JOIN frozen p ON p.instance_id = i.instance_id AND p.principal_id = i.principal_id
LEFT JOIN frozen g ON g.instance_id = i.instance_id AND g.principal_id = i.resource_id
JOIN principal m ON m.id = c.principal_id
JOIN principal l ON l.id = c.resource_id
JOIN plan n ON n.id = c.plan_id
JOIN directory d ON d.id = coalesce(c.directory_id, n.directory_id)
LEFT JOIN receipt r ON r.change_id = c.id
LEFT JOIN guest e ON c.kind IN ('blockAccount','deleteAccount') AND e.plan_id = c.plan_id
                  AND e.principal_id = c.principal_id
LEFT JOIN verification v ON v.id = (SELECT max(id) FROM verification w
                                    WHERE w.item_id = c.item_id AND w.plan_id >= c.plan_id)
WHERE c.plan_id = ?1 AND c.position >= ?2 ORDER BY c.position LIMIT ?3
