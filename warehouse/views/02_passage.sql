-- Passages with their very words.
-- Grain: passage. Reads: passage, version, document. Read by: analysts, reports.
CREATE OR REPLACE VIEW v_passage AS
SELECT
    p.passage_id,
    p.document_id,
    p.version_id,
    p.ordinal,
    p.start_char,
    p.end_char,
    p.page,
    substring(v.text, p.start_char + 1, p.end_char - p.start_char) AS text,
    d.title,
    d.voice,
    d.voice_written,
    d.source_id,
    d.url,
    d.published_at,
    v.counted_on,
    coalesce(t.is_copy, false) AS is_copy
FROM passage AS p
JOIN version AS v USING (version_id)
JOIN document AS d ON d.document_id = p.document_id
LEFT JOIN story AS t ON t.document_id = p.document_id;

COMMENT ON VIEW v_passage IS 'Les passages, mot pour mot, avec leur document';
COMMENT ON COLUMN v_passage.passage_id IS 'Identifiant du passage';
COMMENT ON COLUMN v_passage.document_id IS 'Document';
COMMENT ON COLUMN v_passage.version_id IS 'Version du texte';
COMMENT ON COLUMN v_passage.ordinal IS 'Rang dans la version';
COMMENT ON COLUMN v_passage.start_char IS 'Premier caractère, à partir de 0';
COMMENT ON COLUMN v_passage.end_char IS 'Fin, caractère exclu';
COMMENT ON COLUMN v_passage.page IS 'Page, à partir de 1 ; vide (NULL) : le texte n’a pas de pages';
COMMENT ON COLUMN v_passage.text IS 'Texte exact du passage';
COMMENT ON COLUMN v_passage.title IS 'Titre du document';
COMMENT ON COLUMN v_passage.voice IS 'Voix qui compte, sans capitales ni accents';
COMMENT ON COLUMN v_passage.voice_written IS 'Voix telle qu’elle est écrite';
COMMENT ON COLUMN v_passage.source_id IS 'Source';
COMMENT ON COLUMN v_passage.url IS 'Adresse du document';
COMMENT ON COLUMN v_passage.published_at IS 'Date de publication (UTC)';
COMMENT ON COLUMN v_passage.counted_on IS 'Jour où le passage compte';
COMMENT ON COLUMN v_passage.is_copy IS 'Vrai si le document en reprend un autre';
