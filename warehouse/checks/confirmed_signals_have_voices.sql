-- What says the contrary apart, no signal stands as confirmed on fewer than two voices or three passages, or on none.
-- Voices as written: one that was confirmed when two spellings were two voices waits to be counted again.
SELECT s.signal_id, s.label, count(DISTINCT d.voice_written) AS n_voices, count(d.document_id) AS n_passages
FROM signal AS s
LEFT JOIN evidence AS e ON e.signal_id = s.signal_id AND e.role <> 'contraire'
LEFT JOIN passage AS p USING (passage_id)
LEFT JOIN document AS d ON d.document_id = p.document_id
WHERE s.state IN ('signal_faible', 'tendance_emergente', 'signal_fort', 'tendance_lourde')
GROUP BY s.signal_id, s.label
HAVING count(DISTINCT d.voice_written) < 2 OR count(d.document_id) < 3;
