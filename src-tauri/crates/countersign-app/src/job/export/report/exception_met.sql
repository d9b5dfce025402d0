-- Items about one access, over all reviews, with the last decision on each.
SELECT v.display_name, cast(n.id AS TEXT), cast(i.id AS TEXT), ifnull(n.started_at, ''), i.decision,
       ifnull(d.actor, ''), ifnull(d.at, ''), ifnull(d.justification, '')
FROM item i
JOIN instance n ON n.id = i.instance_id
JOIN review v ON v.id = n.review_id
LEFT JOIN decision_event d ON d.id = (SELECT max(e.id) FROM decision_event e WHERE e.item_id = i.id)
WHERE i.principal_id = ?1 AND i.resource_id = ?2 AND i.entitlement = ?3
ORDER BY i.id
