conflict c WHERE c.ended_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM exception e WHERE e.principal_id = c.principal_id AND e.incompatible_id = c.incompatible_id
    AND e.state = 'approved' AND e.until_on >= :today)
