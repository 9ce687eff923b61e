-- Les textes les plus repris depuis douze semaines : une seule voix, combien de reprises
SELECT d.title, d.voice_written AS voice, d.counted_on, count(*) AS n_copies, list(DISTINCT c.voice_written ORDER BY c.voice_written) AS copied_by, d.url
FROM v_document AS c
JOIN v_document AS d ON d.document_id = c.story_id
WHERE c.is_copy AND c.counted_on > (SELECT max(counted_on) FROM version) - 84
GROUP BY d.document_id, d.title, d.voice_written, d.counted_on, d.url
ORDER BY n_copies DESC, d.title;
