SELECT i.version, i.principal_id, i.resource_id, i.entitlement, i.direct, i.path, i.recommendation, i.insight,
       (SELECT s.ended_at FROM "grant" g JOIN snapshot s ON s.id = g.since_snapshot_id
        WHERE g.resource_id = i.resource_id AND g.entitlement = i.entitlement AND g.principal_id = i.principal_id) AS since,
       EXISTS (SELECT 1 FROM provision v WHERE v.resource_id = i.resource_id AND v.entitlement = i.entitlement
                 AND v.principal_id = i.principal_id AND v.provisioner_id = ?2) AS provisioned,
       EXISTS (SELECT 1 FROM independence d WHERE d.item_id = i.id AND d.reviewer_id = ?2) AS released
FROM item i WHERE i.id = ?1
