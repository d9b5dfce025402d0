UPDATE principal SET
  kind = ?4, dn = ?5, display_name = ?6, user_name = ?7, mail = ?8, user_type = ?9, enabled = ?10,
  department = ?11, title = ?12, employee_id = ?13, created_at = ?14, last_sign_in_at = ?15,
  last_sign_in_field = ?16, attributes = ?17, digest = ?19, bucket = ?20, marks = ?21, parent = ?22,
  since_snapshot_id = CASE WHEN removed_snapshot_id IS NULL THEN since_snapshot_id ELSE ?18 END,
  removed_snapshot_id = NULL
WHERE id = ?1 AND directory_id = ?2 AND key = ?3
