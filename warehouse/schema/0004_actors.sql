-- Who and what the passages name. passage_actor carries no index: see 0001.

CREATE TABLE actor (
    actor_id  VARCHAR NOT NULL,
    label     VARCHAR NOT NULL,
    facet     VARCHAR NOT NULL,
    class     VARCHAR NOT NULL,
    code      VARCHAR,
    parent_id VARCHAR
);
COMMENT ON TABLE actor IS 'Une ligne par acteur, territoire ou métier : ceux du répertoire (nlp/actors.toml) et ceux qu’un texte définit lui-même';
COMMENT ON COLUMN actor.actor_id IS 'Identifiant stable';
COMMENT ON COLUMN actor.label IS 'Nom affiché';
COMMENT ON COLUMN actor.facet IS 'Facette : acteur, territoire ou metier';
COMMENT ON COLUMN actor.class IS 'Classe dans la facette (protection_sociale, departement, travail_social…) ; defini : tiré d’un texte qui donne le sigle et sa forme longue ; reconnu : donné par un modèle installé';
COMMENT ON COLUMN actor.code IS 'Sigle principal, ou code du département ou de la région (INSEE) ; vide s’il n’y en a pas';
COMMENT ON COLUMN actor.parent_id IS 'Acteur qui le contient ou le chapeaute ; vide si aucun n’est connu';

CREATE TABLE passage_actor (
    passage_id VARCHAR NOT NULL,
    actor_id   VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char   INTEGER NOT NULL
);
COMMENT ON TABLE passage_actor IS 'Une ligne par passage et acteur qu’il nomme (première occurrence)';
COMMENT ON COLUMN passage_actor.passage_id IS 'Passage';
COMMENT ON COLUMN passage_actor.actor_id IS 'Acteur, territoire ou métier';
COMMENT ON COLUMN passage_actor.start_char IS 'Premier caractère dans la version';
COMMENT ON COLUMN passage_actor.end_char IS 'Fin, caractère exclu';
