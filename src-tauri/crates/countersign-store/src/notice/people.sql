-- Everybody asked in an instance, their items not counted.
SELECT p.id, coalesce(f.display_name, p.display_name), p.mail, 0, 0
FROM (SELECT DISTINCT m.principal_id AS id FROM reviewer_set s JOIN reviewer_set_member m ON m.set_id = s.id
      WHERE s.instance_id = ?1) a
JOIN principal p ON p.id = a.id
LEFT JOIN frozen f ON f.instance_id = ?1 AND f.principal_id = p.id
ORDER BY 2, p.id
