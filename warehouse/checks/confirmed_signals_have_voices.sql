-- No signal stands as confirmed on fewer than two voices or three passages.
SELECT s.signal_id, s.label, count(DISTINCT d.voice) AS n_voices, count(*) AS n_passages
FROM signal AS s
JOIN evidence AS e USING (signal_id)
JOIN passage AS p USING (passage_id)
JOIN document AS d ON d.document_id = p.document_id
WHERE s.state IN ('signal_faible', 'tendance_emergente', 'signal_fort', 'tendance_lourde')
GROUP BY s.signal_id, s.label
HAVING count(DISTINCT d.voice) < 2 OR count(*) < 3;
