SELECT i.instance_id, i.insight, n.started_at, n.look_back_days, n.sign_ins_kept,
       p.mail, p.manager_name, p.dn, p.key, p.created_at AS account_created_at,
       p.last_sign_in_at, p.last_sign_in_field,
       r.dn AS resource_dn,
       json_extract(rp.attributes, '$.description[0]') AS resource_description,
       (SELECT s.ended_at FROM "grant" g JOIN snapshot s ON s.id = g.since_snapshot_id
        WHERE g.resource_id = i.resource_id AND g.entitlement = i.entitlement AND g.principal_id = i.principal_id) AS since
FROM item i
JOIN instance n ON n.id = i.instance_id
JOIN frozen p ON p.instance_id = i.instance_id AND p.principal_id = i.principal_id
JOIN frozen r ON r.instance_id = i.instance_id AND r.principal_id = i.resource_id
JOIN principal rp ON rp.id = i.resource_id
WHERE i.id = ?1
