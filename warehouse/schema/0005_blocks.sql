-- Repeated blocks: what a source says again in text after text is neither tagged nor counted.
CREATE TABLE block (
    passage_key UBIGINT NOT NULL,
    imprint     UBIGINT NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL
);
COMMENT ON TABLE block IS 'Une ligne par phrase de cinq mots au moins : ce qui permet de voir qu’une source la répète';
COMMENT ON COLUMN block.passage_key IS 'Passage';
COMMENT ON COLUMN block.imprint IS 'Empreinte de la phrase, la même à la casse, aux signes, aux nombres et aux mois près';
COMMENT ON COLUMN block.start_char IS 'Premier caractère dans la version';
COMMENT ON COLUMN block.end_char IS 'Fin, caractère exclu';

CREATE TABLE repeated_block (
    passage_id  VARCHAR NOT NULL,
    passage_key UBIGINT NOT NULL,
    imprint     UBIGINT NOT NULL,
    start_char  INTEGER NOT NULL,
    end_char    INTEGER NOT NULL,
    day         DATE NOT NULL,
    n_documents INTEGER NOT NULL
);
COMMENT ON TABLE repeated_block IS 'Une ligne par phrase que sa source répétait déjà ce jour-là : ses mentions ne comptent pas';
COMMENT ON COLUMN repeated_block.passage_id IS 'Passage';
COMMENT ON COLUMN repeated_block.passage_key IS 'Le même identifiant, en entier de 64 bits';
COMMENT ON COLUMN repeated_block.imprint IS 'Empreinte de la phrase';
COMMENT ON COLUMN repeated_block.start_char IS 'Premier caractère dans la version';
COMMENT ON COLUMN repeated_block.end_char IS 'Fin, caractère exclu';
COMMENT ON COLUMN repeated_block.day IS 'Jour où le texte compte';
COMMENT ON COLUMN repeated_block.n_documents IS 'Documents de la source qui la portent, dans les 180 jours qui finissent ce jour-là';
