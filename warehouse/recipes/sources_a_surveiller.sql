-- Les sources du catalogue qui ne donnent plus rien, et pourquoi
SELECT name, health, last_day, usual_gap, last_attempt_at, last_outcome, last_reason, source_id
FROM v_source_health
WHERE health NOT IN ('vivante', 'archive')
ORDER BY health, name;
