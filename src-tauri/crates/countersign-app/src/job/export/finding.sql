-- One item with what was done about it, for the findings that name one.
SELECT i.id, p.display_name AS person, p.user_name, r.display_name AS resource, i.decision, p.employment, p.enabled,
       x.removed_snapshot_id,
       (SELECT ended_at FROM snapshot s WHERE s.id = x.removed_snapshot_id) AS removed_at,
       (SELECT c.outcome FROM change h JOIN receipt c ON c.change_id = h.id WHERE h.item_id = i.id
        ORDER BY h.id DESC LIMIT 1) AS outcome,
       (SELECT v.state FROM verification v WHERE v.item_id = i.id ORDER BY v.id DESC LIMIT 1) AS seen,
       (SELECT v.read_at FROM verification v WHERE v.item_id = i.id ORDER BY v.id DESC LIMIT 1) AS seen_at,
       (SELECT group_concat(t.id, ', ') FROM task t WHERE t.item_id = i.id AND t.status <> 'closed') AS tasks
FROM instance n
JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
JOIN frozen p ON p.instance_id = n.id AND p.principal_id = i.principal_id
JOIN frozen r ON r.instance_id = n.id AND r.principal_id = i.resource_id
JOIN principal x ON x.id = i.principal_id
WHERE n.id = ?1 AND
