INSERT INTO notice (instance_id, stage, kind, ordinal, recipient_id, name, address, subject, body, due_at, queued_at,
                    state, message_id, last_problem, request_id, assignment_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
ON CONFLICT DO NOTHING
