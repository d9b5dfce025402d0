UPDATE instance SET status = 'InProgress', directory_id = ?2,
       snapshot_id = (SELECT max(id) FROM snapshot WHERE directory_id = ?2),
       started_at = ?3, started_by = ?4, due_at = ?5, first_item_id = ?6, item_count = ?7,
       excluded_count = ?8, self_review = ?9, justification = ?10, look_back_days = ?11, sign_ins_kept = ?12,
       listed_count = ?13, nested_count = ?14, through_count = ?15
WHERE id = ?1 AND status = 'NotStarted'
