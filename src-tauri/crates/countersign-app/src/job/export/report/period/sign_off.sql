-- Who acknowledged and signed off in the period, withdrawn acts too.
SELECT a.at, a.kind, ifnull(v.display_name || ', run ' || n.number, k.display_name), a.signer, a.role, a.assurance,
       ifnull(strftime('%Y-%m-%d %H:%M', a.withdrawn_at) || ': ' || a.withdrawn_because, ''), a.audit_seq
FROM acknowledgement a
LEFT JOIN instance n ON n.id = a.instance_id
LEFT JOIN review v ON v.id = n.review_id
LEFT JOIN package k ON k.id = a.package_id
WHERE a.at >= ?1 AND a.at < ?2
ORDER BY a.id
