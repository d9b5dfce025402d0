INSERT INTO frozen (instance_id, principal_id, kind, key, dn, display_name, user_name, mail, user_type,
                    enabled, department, title, manager_name, employment, created_at, last_sign_in_at, last_sign_in_field)
SELECT ?1, p.id, p.kind, p.key, p.dn, p.display_name, p.user_name, p.mail, p.user_type,
       p.enabled, p.department, p.title, m.display_name,
       CASE WHEN instr(p.attributes, '"employ') > 0 THEN nullif(concat_ws(', ', p.attributes ->> '$.employeeType[0]',
         p.attributes ->> '$.employeeStatus[0]', p.attributes ->> '$.employmentStatus[0]',
         'leaves ' || (p.attributes ->> '$.employeeLeaveDateTime[0]')), '') END,
       p.created_at, p.last_sign_in_at, p.last_sign_in_field
FROM (SELECT value AS id FROM rarray(?2)
      UNION SELECT m.principal_id FROM reviewer_set s JOIN reviewer_set_member m ON m.set_id = s.id
            WHERE s.instance_id = ?1
      UNION SELECT j.value FROM (SELECT DISTINCT i.path AS way FROM item i WHERE i.id >= ?3 AND i.path IS NOT NULL) w,
            json_each(w.way) j) wanted
JOIN principal p ON p.id = wanted.id
LEFT JOIN principal m ON m.id = p.manager_id
ORDER BY p.id
