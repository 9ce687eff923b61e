-- Le chemin des signaux en cours : quelle classe de sources les a dits, quand, par quelle voix d’abord
SELECT m.label, s.state, m.rank, m.class, m.first_day, m.first_voice_name, m.n_documents, m.n_voices, m.first_title
FROM v_signal_maturity AS m
JOIN v_signal AS s USING (signal_id)
WHERE s.state <> 'bruit'
ORDER BY s.score DESC, m.signal_id, m.rank;
