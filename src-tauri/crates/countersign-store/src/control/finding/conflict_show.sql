SELECT n.package_id, c.principal_id, k.display_name || ' – ' || coalesce(o.display_name, g.display_name, ''),
  p.display_name, NULL, c.found_at, NULL, NULL
FROM conflict c JOIN incompatible n ON n.id = c.incompatible_id JOIN package k ON k.id = n.package_id
LEFT JOIN package o ON o.id = n.other_package_id LEFT JOIN principal g ON g.id = n.group_id
JOIN principal p ON p.id = c.principal_id
WHERE c.id = ?1
