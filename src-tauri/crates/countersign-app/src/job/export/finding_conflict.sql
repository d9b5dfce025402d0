-- Items whose resource is one side of a pair that the person held both sides of while the run went on, or holds still.
SELECT i.id, p.display_name AS person, p.user_name, r.display_name AS resource, i.decision, c.ended_at,
       k.display_name AS one, coalesce(o.display_name, g.display_name) AS other, u.reason,
       (SELECT max(x.id) FROM exception x WHERE x.principal_id = c.principal_id AND x.incompatible_id = u.id
          AND x.state = 'approved' AND x.until_on >= date(coalesce(n.ended_at, n.started_at))) AS exception
FROM instance n
CROSS JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
CROSS JOIN conflict c ON c.principal_id = i.principal_id AND (c.ended_at IS NULL OR c.ended_at >= n.started_at)
                     AND (n.ended_at IS NULL OR c.found_at <= n.ended_at)
JOIN incompatible u ON u.id = c.incompatible_id
JOIN package k ON k.id = u.package_id
LEFT JOIN package o ON o.id = u.other_package_id
LEFT JOIN principal g ON g.id = u.group_id
JOIN frozen p ON p.instance_id = n.id AND p.principal_id = i.principal_id
JOIN frozen r ON r.instance_id = n.id AND r.principal_id = i.resource_id
WHERE n.id = ?1 AND EXISTS (SELECT 1 FROM conflict)
  AND (i.resource_id IN (k.principal_id, o.principal_id, u.group_id)
       OR EXISTS (SELECT 1 FROM package_role q WHERE q.removed_at IS NULL AND q.resource_id = i.resource_id
                  AND q.package_id IN (u.package_id, u.other_package_id)))
ORDER BY i.id, c.id
