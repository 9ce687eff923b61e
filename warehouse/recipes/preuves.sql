-- Les passages qui prouvent chaque signal, puis ce qui en dit le contraire, avec leur voix et leur adresse
SELECT
    s.label,
    e.rank,
    e.role,
    e.cue,
    e.voice_written AS voice,
    CAST(timezone('Europe/Paris', timezone('UTC', e.published_at)) AS DATE) AS published_on,
    e.text,
    e.url
FROM v_evidence AS e
JOIN v_signal AS s USING (signal_id)
ORDER BY s.score DESC, s.signal_id, e.rank;
