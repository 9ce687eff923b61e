-- Ce que les signaux deviennent : qui a absorbé qui, qui est né de qui, et pourquoi
SELECT week, relation, label, other_label, reason, signal_id, other_id
FROM v_signal_lineage
ORDER BY week DESC, relation, label;
