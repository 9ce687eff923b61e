-- Chaque changement d’état des douze dernières semaines, avec sa raison
SELECT week, label, was, state, reason, origin, signal_id
FROM v_signal_transition
WHERE week > (SELECT max(week) FROM week) - 84
ORDER BY week DESC, label, origin;
