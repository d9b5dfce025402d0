SELECT i.id, i.principal_id, i.resource_id, i.entitlement, i.insight, i.path, i.direct, i.version, i.decision,
       i.recommendation, n.sign_ins_kept,
       -- the read since which it stands; none where it is gone, or comes through groups
       (SELECT g.since_snapshot_id FROM "grant" g WHERE i.direct AND g.resource_id = i.resource_id
          AND g.entitlement = i.entitlement AND g.principal_id = i.principal_id) AS since_snapshot_id,
       p.display_name AS person_name, p.user_name, p.key AS person_key, p.kind, p.user_type, p.enabled, p.department,
       p.manager_name, p.employment, p.last_sign_in_at, p.last_sign_in_field, p.created_at,
       r.display_name AS resource_name, r.key AS resource_key, r.kind AS resource_kind
FROM instance n
JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
JOIN frozen p ON p.instance_id = n.id AND p.principal_id = i.principal_id
JOIN frozen r ON r.instance_id = n.id AND r.principal_id = i.resource_id
WHERE n.id = ?1
ORDER BY i.id
