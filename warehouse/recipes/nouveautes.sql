-- Les signaux en cours les plus neufs contre toute l’archive, avec leur premier document
SELECT n.label, s.state, n.novelty, n.n_before, n.weeks_before, n.first_day, n.first_voice_name, n.first_title
FROM v_signal_novelty AS n
JOIN v_signal AS s USING (signal_id)
WHERE s.state <> 'bruit'
ORDER BY n.novelty <> 'inedit', n.n_before, s.score DESC, n.label;
