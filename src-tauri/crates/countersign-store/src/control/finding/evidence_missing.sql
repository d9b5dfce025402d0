instance i WHERE i.ended_at IS NOT NULL AND i.status <> 'Failed'
  AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.instance_id = i.id)
