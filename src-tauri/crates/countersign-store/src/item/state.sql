SELECT i.instance_id, i.principal_id, i.version, i.stage, i.stage = n.stage AS current, n.status, n.justification,
       s.self_review, s.strategy,
       EXISTS (SELECT 1 FROM reviewer_set_member m
               WHERE m.set_id = i.reviewer_set_id AND m.principal_id = ?2) AS asked,
       EXISTS (SELECT 1 FROM provision v WHERE v.resource_id = i.resource_id AND v.entitlement = i.entitlement
                 AND v.principal_id = i.principal_id AND v.provisioner_id = ?2) AS provisioned,
       (SELECT d.reason FROM independence d WHERE d.item_id = i.id AND d.reviewer_id = ?2) AS independence
FROM item i
JOIN instance n ON n.id = i.instance_id
JOIN stage s ON s.instance_id = i.instance_id AND s.position = i.stage
WHERE i.id = ?1
