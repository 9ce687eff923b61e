-- What becomes of topics from one fit to the next, and the stakes that passages tell.
CREATE TABLE topic_lineage (
    fit_on    DATE NOT NULL,
    topic_id  VARCHAR NOT NULL,
    relation  VARCHAR NOT NULL,
    parent_id VARCHAR,
    share     DOUBLE NOT NULL
);
COMMENT ON TABLE topic_lineage IS 'Ce que les thèmes de l’ajustement précédent sont devenus : une ligne par lien entre un thème d’avant et un thème de maintenant';
COMMENT ON COLUMN topic_lineage.fit_on IS 'Ajustement';
COMMENT ON COLUMN topic_lineage.topic_id IS 'Thème après l’ajustement ; pour une fin, le thème clos';
COMMENT ON COLUMN topic_lineage.relation IS 'suite (le même), scission (né d’un thème coupé en deux), fusion (a absorbé parent_id), fin (clos) ou naissance';
COMMENT ON COLUMN topic_lineage.parent_id IS 'Thème de l’ajustement précédent ; vide pour une naissance';
COMMENT ON COLUMN topic_lineage.share IS 'Part des passages encore lus du thème d’avant qui sont dans celui de maintenant, de 0 à 1';

CREATE TABLE passage_stake (
    passage_id VARCHAR NOT NULL,
    stake      VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char   INTEGER NOT NULL
);
COMMENT ON TABLE passage_stake IS 'Les enjeux qu’un passage étiqueté dit, par règles (des mots, jamais un jugement) : une ligne par expression trouvée';
COMMENT ON COLUMN passage_stake.passage_id IS 'Passage';
COMMENT ON COLUMN passage_stake.stake IS 'risque, marge_de_manoeuvre ou opportunite';
COMMENT ON COLUMN passage_stake.start_char IS 'Premier caractère de l’expression dans la version';
COMMENT ON COLUMN passage_stake.end_char IS 'Fin, caractère exclu';
