-- Mentions that count, and may be shown: outside the blocks that a source repeats.
-- Grain: unit x passage. Reads: mention, repeated_block. Read by: weeks, signals, topics, reports.
CREATE OR REPLACE VIEW v_mention AS
SELECT m.unit_key, m.passage_key, m.start_char, m.end_char, m.context, m.counted_on, m.is_cut
FROM mention AS m
ANTI JOIN repeated_block AS r
    ON r.passage_key = m.passage_key AND m.start_char >= r.start_char AND m.end_char <= r.end_char;

COMMENT ON VIEW v_mention IS 'Les mentions qui comptent : hors des phrases que leur source répète';
COMMENT ON COLUMN v_mention.unit_key IS 'Motif';
COMMENT ON COLUMN v_mention.passage_key IS 'Passage';
COMMENT ON COLUMN v_mention.start_char IS 'Premier caractère dans la version';
COMMENT ON COLUMN v_mention.end_char IS 'Fin, caractère exclu';
COMMENT ON COLUMN v_mention.context IS 'Empreinte des deux mots de part et d’autre';
COMMENT ON COLUMN v_mention.counted_on IS 'Jour où le passage compte';
COMMENT ON COLUMN v_mention.is_cut IS 'Partout dans le passage, le motif y coupe ce qui va ensemble (« seuil de la commande » devant « publique »)';
