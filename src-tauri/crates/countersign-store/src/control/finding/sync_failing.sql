directory d WHERE EXISTS (SELECT 1 FROM sync_schedule c WHERE c.directory_id = d.id AND c.every <> 'never')
  AND (SELECT count(*) FROM sync s WHERE s.directory_id = d.id AND s.outcome = 'refused'
         AND s.id > coalesce((SELECT max(l.id) FROM sync l WHERE l.directory_id = d.id AND l.outcome = 'done'), 0)) >= 3
