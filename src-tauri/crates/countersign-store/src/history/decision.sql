SELECT e.at, e.decision, e.source, coalesce(a.display_name, e.actor) AS actor, e.actor_id, e.justification, e.note, e.stage, e.audit_seq,
       EXISTS (SELECT 1 FROM decision_event x WHERE x.item_id = e.item_id AND x.id > e.id) AS superseded,
       i.id AS item_id, i.principal_id, i.resource_id, i.entitlement, i.recommendation,
       coalesce(p.display_name, (SELECT display_name FROM principal WHERE id = i.principal_id)) AS principal_name, p.user_name,
       p.department,
       coalesce(r.display_name, (SELECT display_name FROM principal WHERE id = i.resource_id)) AS resource_name, r.kind AS resource_kind,
       v.id AS review_id, v.display_name AS review_name, n.id AS instance_id, n.number AS instance_number,
       NULL AS package_id, NULL AS request_id
FROM decision_event e JOIN item i ON i.id = e.item_id JOIN instance n ON n.id = i.instance_id
JOIN review v ON v.id = n.review_id
LEFT JOIN principal a ON a.id = e.actor_id
LEFT JOIN frozen p ON p.instance_id = i.instance_id AND p.principal_id = i.principal_id
LEFT JOIN frozen r ON r.instance_id = i.instance_id AND r.principal_id = i.resource_id
WHERE e.id = ?1
