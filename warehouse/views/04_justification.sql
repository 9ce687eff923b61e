-- What justifies each tag, with its very words.
-- Grain: passage x variable x extract. Reads: justification, v_tag, passage, version. Read by: analysts.
CREATE OR REPLACE VIEW v_justification AS
SELECT
    j.passage_id,
    j.variable_id,
    j.start_char,
    j.end_char,
    substring(v.text, j.start_char + 1, j.end_char - j.start_char) AS text
FROM justification AS j
JOIN passage AS p USING (passage_id)
JOIN version AS v USING (version_id)
SEMI JOIN v_tag AS t ON t.passage_id = j.passage_id AND t.variable_id = j.variable_id;

COMMENT ON VIEW v_justification IS 'Ce qui justifie chaque étiquette, mot pour mot : un extrait du passage, rarement deux';
COMMENT ON COLUMN v_justification.passage_id IS 'Passage';
COMMENT ON COLUMN v_justification.variable_id IS 'Variable clé';
COMMENT ON COLUMN v_justification.start_char IS 'Premier caractère dans la version, à partir de 0';
COMMENT ON COLUMN v_justification.end_char IS 'Fin, caractère exclu';
COMMENT ON COLUMN v_justification.text IS 'Texte exact de l’extrait';
