SELECT s.ended_at AS at, 'access' AS kind, 'held' AS act, g.resource_id, g.entitlement, 'The directory' AS actor, '' AS text,
       'snapshot' AS about, s.id AS about_id, NULL AS instance_id
FROM "grant" g JOIN snapshot s ON s.id = g.since_snapshot_id WHERE g.principal_id = ?1
      AND EXISTS (SELECT 1 FROM principal r WHERE r.id = g.resource_id AND r.kind <> 'accessPackage')
UNION ALL
SELECT s.ended_at, 'access', 'held', g.resource_id, g.entitlement, 'The directory', '', 'snapshot', s.id, NULL
FROM past_grant g JOIN snapshot s ON s.id = g.since_snapshot_id WHERE g.principal_id = ?1
      AND EXISTS (SELECT 1 FROM principal r WHERE r.id = g.resource_id AND r.kind <> 'accessPackage')
UNION ALL
SELECT s.ended_at, 'access', 'gone', g.resource_id, g.entitlement, 'The directory', '', 'snapshot', s.id, NULL
FROM past_grant g JOIN snapshot s ON s.id = g.until_snapshot_id WHERE g.principal_id = ?1
      AND EXISTS (SELECT 1 FROM principal r WHERE r.id = g.resource_id AND r.kind <> 'accessPackage')
UNION ALL
SELECT e.at, 'decision', e.decision, i.resource_id, i.entitlement, coalesce(a.display_name, e.actor), e.justification, 'item', i.id, i.instance_id
FROM history h INDEXED BY history_by_principal JOIN decision_event e ON e.id = h.event_id JOIN item i ON i.id = e.item_id
LEFT JOIN principal a ON a.id = e.actor_id
WHERE h.principal_id = ?1 AND h.mark < 32
UNION ALL
SELECT e.at, 'approval', e.decision, k.principal_id, 'assigned', coalesce(a.display_name, e.actor), e.justification, 'request', r.id, NULL
FROM request r JOIN approval_event e ON e.request_id = r.id JOIN package k ON k.id = r.package_id
LEFT JOIN principal a ON a.id = e.actor_id WHERE r.target_id = ?1
UNION ALL
SELECT e.at, 'request', e.event, k.principal_id, 'assigned', e.actor, coalesce(nullif(e.reason, ''), CASE e.event WHEN 'submitted' THEN r.justification ELSE '' END), 'request', r.id, NULL
FROM request r JOIN request_event e ON e.request_id = r.id JOIN package k ON k.id = r.package_id WHERE r.target_id = ?1
UNION ALL
SELECT e.at, 'assignment', e.event, k.principal_id, 'assigned', e.actor, e.reason, 'assignment', a.id, NULL
FROM assignment a JOIN assignment_event e ON e.assignment_id = a.id JOIN package k ON k.id = a.package_id WHERE a.principal_id = ?1
UNION ALL
SELECT r.received_at, 'change', c.kind || ':' || r.outcome, c.resource_id, coalesce(i.entitlement, 'member'), r.carried_by, coalesce(r.reason, ''), 'change', c.id, i.instance_id
FROM change c JOIN receipt r ON r.change_id = c.id LEFT JOIN item i ON i.id = c.item_id WHERE c.principal_id = ?1
UNION ALL
SELECT v.read_at, 'verification', v.state, i.resource_id, i.entitlement, 'The directory', coalesce(v.through, ''), 'item', i.id, i.instance_id
FROM (SELECT DISTINCT e.item_id FROM history h INDEXED BY history_by_principal JOIN decision_event e ON e.id = h.event_id
      WHERE h.principal_id = ?1 AND h.mark < 32 AND h.mark % 4 = 2) d
JOIN verification v ON v.item_id = d.item_id JOIN item i ON i.id = d.item_id
UNION ALL
SELECT e.at, 'exception', e.act, x.resource_id, x.entitlement, e.actor, coalesce(nullif(e.reason, ''), x.policy), 'exception', x.id, NULL
FROM exception x JOIN exception_event e ON e.exception_id = x.id WHERE x.principal_id = ?1
UNION ALL
SELECT t.created_at, 'task', 'opened', t.resource_id, t.entitlement, t.owner, t.reason, 'task', t.id, t.instance_id FROM task t WHERE t.principal_id = ?1
UNION ALL
SELECT t.closed_at, 'task', 'closed', t.resource_id, t.entitlement, t.closed_by, coalesce(t.note, ''), 'task', t.id, t.instance_id
FROM task t WHERE t.principal_id = ?1 AND t.closed_at IS NOT NULL
UNION ALL
SELECT t.reopened_at, 'task', 'reopened', t.resource_id, t.entitlement, t.reopened_by, t.reason, 'task', t.id, t.instance_id
FROM task t WHERE t.principal_id = ?1 AND t.reopened_at IS NOT NULL
