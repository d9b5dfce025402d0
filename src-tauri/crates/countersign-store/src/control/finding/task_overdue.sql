task t WHERE t.status <> 'closed' AND t.due_on < :today
