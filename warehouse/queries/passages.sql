-- Some passages, word for word, with who speaks.
-- Grain: passage. Reads: v_passage, source. Read by: Archive.proofread.
SELECT
    p.passage_id, p.version_id, p.start_char AS start, p.end_char AS end, p.text,
    p.voice, voice_name(p.voice_written, s.source_id, s.name) AS voice_name,
    s.name AS source, p.title, p.url, p.page, p.published_at, s.rights
FROM v_passage AS p
JOIN source AS s USING (source_id)
WHERE p.passage_id IN (SELECT unnest(?));
