-- The day of a mention is that of its version: a week is counted from its own mentions, whatever the archive.
CREATE TABLE mention_dated (
    unit_key    UBIGINT NOT NULL,
    passage_key UBIGINT NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    context     UBIGINT NOT NULL,
    counted_on  DATE NOT NULL
);
INSERT INTO mention_dated
SELECT m.*, v.counted_on
FROM mention AS m
JOIN passage AS p USING (passage_key)
JOIN version AS v ON v.version_id = p.version_id
ORDER BY v.counted_on, m.passage_key, m.unit_key;
DROP TABLE mention;
ALTER TABLE mention_dated RENAME TO mention;
COMMENT ON TABLE mention IS 'Une ligne par motif et passage où il paraît (première occurrence)';
COMMENT ON COLUMN mention.unit_key IS 'Motif';
COMMENT ON COLUMN mention.passage_key IS 'Passage';
COMMENT ON COLUMN mention.start_char IS 'Premier caractère dans la version';
COMMENT ON COLUMN mention.end_char IS 'Fin, caractère exclu';
COMMENT ON COLUMN mention.context IS 'Empreinte des deux mots de part et d’autre : une mention ne compte que dans un contexte neuf';
COMMENT ON COLUMN mention.counted_on IS 'Jour où le passage compte : celui de sa version';
