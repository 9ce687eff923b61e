-- Les signaux nés depuis douze semaines, et ce qu’ils sont devenus
SELECT label, variable, born_on, state, state_since, reason, signal_id
FROM v_signal
WHERE born_on > (SELECT max(week) FROM week) - 84
ORDER BY born_on DESC, label;
