SELECT e.at, e.actor_id, coalesce(p.display_name, e.actor) AS name, p.key, e.decision, e.justification, e.source, e.stage, e.note, n.stage_count, e.audit_seq,
       -- What was taken in a dispute was said on the machine it came from, whoever settled the dispute.
       coalesce(iif(d.id IS NULL, NULL, t.audit_seq), e.audit_seq) AS said_seq, d.reason = 'revoked' AS revoked,
       CASE e.source WHEN 'reviewer' THEN 1 WHEN 'undo' THEN 1
         ELSE coalesce((SELECT max(b.total) FROM batch_part b WHERE b.batch = part.batch), (SELECT json_extract(a.entry, '$.detail.events.count') FROM audit a WHERE a.seq = e.audit_seq), 1) END AS batch_size,
       coalesce(part.batch, e.audit_seq) AS batch
FROM decision_event e JOIN item i ON i.id = e.item_id JOIN instance n ON n.id = i.instance_id
LEFT JOIN principal p ON p.id = e.actor_id
LEFT JOIN batch_part part ON part.audit_seq = e.audit_seq
LEFT JOIN taken_event t ON t.event_id = e.id
LEFT JOIN dispute d ON d.taken_id = t.id AND d.settlement = 'accepted'
WHERE e.item_id = ?1 ORDER BY e.id
