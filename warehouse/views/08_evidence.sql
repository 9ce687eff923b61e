-- The passages that prove each signal, and those that say the contrary, with their very words.
-- Grain: signal x passage. Reads: evidence, v_passage. Read by: analysts, reports.
CREATE OR REPLACE VIEW v_evidence AS
SELECT
    e.signal_id,
    e.week,
    e.rank,
    e.role,
    e.cue,
    e.passage_id,
    p.text,
    e.start_char - p.start_char AS mark_start,
    e.end_char - p.start_char   AS mark_end,
    p.title,
    p.voice,
    p.voice_written,
    p.source_id,
    p.url,
    p.page,
    p.published_at,
    p.counted_on
FROM evidence AS e
JOIN v_passage AS p USING (passage_id);

COMMENT ON VIEW v_evidence IS 'Les passages qui prouvent les signaux, et ceux qui en disent le contraire';
COMMENT ON COLUMN v_evidence.signal_id IS 'Signal';
COMMENT ON COLUMN v_evidence.week IS 'Semaine du choix';
COMMENT ON COLUMN v_evidence.rank IS 'Rang';
COMMENT ON COLUMN v_evidence.role IS 'premier, peripherique, represente, ou contraire : celui-là dit le contraire du signal';
COMMENT ON COLUMN v_evidence.cue IS 'Pour un contraire, les mots qui le disent ; vide (NULL) sinon';
COMMENT ON COLUMN v_evidence.passage_id IS 'Passage';
COMMENT ON COLUMN v_evidence.text IS 'Texte exact du passage';
COMMENT ON COLUMN v_evidence.mark_start IS 'Début du motif dans le passage';
COMMENT ON COLUMN v_evidence.mark_end IS 'Fin du motif dans le passage';
COMMENT ON COLUMN v_evidence.title IS 'Titre du document';
COMMENT ON COLUMN v_evidence.voice IS 'Voix qui compte, sans capitales ni accents';
COMMENT ON COLUMN v_evidence.voice_written IS 'Voix telle qu’elle est écrite';
COMMENT ON COLUMN v_evidence.source_id IS 'Source';
COMMENT ON COLUMN v_evidence.url IS 'Adresse';
COMMENT ON COLUMN v_evidence.page IS 'Page, à partir de 1 ; vide (NULL) : le texte n’a pas de pages';
COMMENT ON COLUMN v_evidence.published_at IS 'Date de publication (UTC)';
COMMENT ON COLUMN v_evidence.counted_on IS 'Jour où le passage compte';
