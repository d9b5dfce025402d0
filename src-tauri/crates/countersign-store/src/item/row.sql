SELECT i.id, i.principal_id, i.resource_id, i.entitlement, i.direct, i.path,
       i.recommendation, i.stage, i.standing, i.decision, i.version,
       p.display_name AS principal_name, p.user_name, p.user_type, p.enabled, p.department, p.title, p.last_sign_in_at,
       p.kind AS principal_kind, r.display_name AS resource_name, r.kind AS resource_kind,
       e.justification, e.actor AS decided_by, e.at AS decided_at, e.source
FROM item i
JOIN frozen p ON p.instance_id = i.instance_id AND p.principal_id = i.principal_id
JOIN frozen r ON r.instance_id = i.instance_id AND r.principal_id = i.resource_id
LEFT JOIN decision_event e ON i.version > 0
     AND e.id = (SELECT max(id) FROM decision_event WHERE item_id = i.id AND stage = i.stage)
WHERE i.id = ?1
