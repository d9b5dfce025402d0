SELECT p.directory_id, NULL, p.display_name, NULL,
  (SELECT count(*) FROM "grant" g WHERE g.principal_id = p.id), NULL, NULL, NULL
FROM principal p WHERE p.id = ?1
