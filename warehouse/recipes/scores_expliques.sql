-- Pourquoi ce score : chaque part du score de chaque signal en cours, dite en une phrase
SELECT s.label, round(p.value, 2) AS value, p.part, p.sentence
FROM v_signal AS s
JOIN score_part AS p ON p.signal_id = s.signal_id AND p.week = s.last_week
WHERE s.state <> 'bruit' AND s.score IS NOT NULL
ORDER BY s.score DESC, s.signal_id, p.value DESC, p.part;
