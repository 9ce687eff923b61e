-- Le dernier avis de chacun sur chaque signal, du plus récent au plus ancien
SELECT label, decision, motive, author, decided_at, note, signal_id
FROM v_decision
ORDER BY decided_at DESC, label, author;
