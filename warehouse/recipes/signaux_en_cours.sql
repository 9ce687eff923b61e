-- Les signaux de la dernière semaine arrêtée, du meilleur score au plus faible
SELECT label, variable, state, state_since, round(score, 2) AS score, n_mentions, n_voices, decision, signal_id
FROM v_signal
WHERE state <> 'bruit'
ORDER BY score DESC, signal_id;
