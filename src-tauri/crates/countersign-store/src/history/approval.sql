SELECT e.at, e.decision, 'reviewer' AS source, coalesce(a.display_name, e.actor) AS actor, e.actor_id, e.justification, '' AS note, e.position AS stage, e.audit_seq,
       EXISTS (SELECT 1 FROM approval_event x WHERE x.request_id = e.request_id AND x.position = e.position AND x.id > e.id) AS superseded,
       NULL AS item_id, q.target_id AS principal_id, k.principal_id AS resource_id, 'assigned' AS entitlement, NULL AS recommendation,
       coalesce(p.display_name, q.outsider ->> '$.displayName', q.outsider ->> '$.name') AS principal_name,
       coalesce(p.user_name, q.outsider ->> '$.mail', q.outsider ->> '$.email') AS user_name, p.department,
       k.display_name AS resource_name, 'accessPackage' AS resource_kind,
       NULL AS review_id, NULL AS review_name, NULL AS instance_id, NULL AS instance_number,
       k.id AS package_id, q.id AS request_id
FROM approval_event e JOIN request q ON q.id = e.request_id JOIN package k ON k.id = q.package_id
LEFT JOIN principal a ON a.id = e.actor_id
LEFT JOIN principal p ON p.id = q.target_id
WHERE e.id = ?1
