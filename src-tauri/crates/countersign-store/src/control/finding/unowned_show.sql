SELECT NULL, NULL, p.display_name, NULL,
  (SELECT count(*) FROM "grant" g WHERE g.resource_id = p.id AND g.entitlement = 'member'), NULL, d.name, NULL
FROM principal p JOIN directory d ON d.id = p.directory_id WHERE p.id = ?1
