SELECT i.id, i.principal_id, i.resource_id, i.direct,
       CASE WHEN i.path IS NULL THEN NULL ELSE
         (SELECT json_group_array(coalesce(f.display_name, 'group ' || j.value))
          FROM json_each(i.path) j
          LEFT JOIN frozen f ON f.instance_id = i.instance_id AND f.principal_id = j.value) END,
       r.key, r.dn, p.key, p.dn
FROM instance n
JOIN item i ON i.id BETWEEN n.first_item_id AND n.first_item_id + n.item_count - 1
JOIN principal p ON p.id = i.principal_id
JOIN principal r ON r.id = i.resource_id
WHERE n.id = ?1 AND i.decision = 'deny'
ORDER BY i.id
