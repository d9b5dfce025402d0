INSERT INTO principal (id, directory_id, key, kind, dn, display_name, user_name, mail, user_type, enabled,
  department, title, employee_id, created_at, last_sign_in_at, last_sign_in_field, attributes,
  since_snapshot_id, digest, bucket, marks, parent, grant_digest, manager_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)
