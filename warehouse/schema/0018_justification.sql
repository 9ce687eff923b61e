-- What justifies a tag in one piece (nlp/justification.py): archives are read again, which fills it.
CREATE TABLE justification (
    passage_id  VARCHAR NOT NULL,
    variable_id VARCHAR NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL
);
COMMENT ON TABLE justification IS 'Ce qui justifie une étiquette, d’un seul tenant : ses indices (tag_span) et ce qui les sépare';
COMMENT ON COLUMN justification.passage_id IS 'Passage';
COMMENT ON COLUMN justification.variable_id IS 'Variable clé';
COMMENT ON COLUMN justification.start_char IS 'Premier caractère dans la version, à partir de 0';
COMMENT ON COLUMN justification.end_char IS 'Fin, caractère exclu';

COMMENT ON TABLE tag_span IS 'Les indices d’une étiquette : chacun un morceau du texte, à sa place';
