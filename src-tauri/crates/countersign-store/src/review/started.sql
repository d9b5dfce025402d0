UPDATE instance SET status = 'InProgress', directory_id = ?2,
       snapshot_id = (SELECT max(id) FROM snapshot WHERE directory_id = ?2),
       started_at = ?3, started_by = ?4, due_at = ?5, first_item_id = ?6, item_count = ?7,
       excluded_count = ?8, justification = ?9, look_back_days = ?10, sign_ins_kept = ?11,
       listed_count = ?12, nested_count = ?13, through_count = ?14, exclusions = ?15,
       stage = 1, stage_count = ?16, problem = NULL, definition = ?17
WHERE id = ?1 AND status IN ('NotStarted', 'Failed')
