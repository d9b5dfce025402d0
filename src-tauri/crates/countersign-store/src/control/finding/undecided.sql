instance i WHERE i.undecided_count > 0 AND i.ended_at IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM instance n WHERE n.review_id = i.review_id AND n.id > i.id AND n.ended_at IS NOT NULL
    AND n.started_at IS NOT NULL)
