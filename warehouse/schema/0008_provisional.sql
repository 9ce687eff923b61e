-- What the week that is not over shows so far. Rewritten each night, never read by a commit.
CREATE TABLE signal_provisional (
    week        DATE NOT NULL,
    unit_key    UBIGINT NOT NULL,
    signal_id   VARCHAR,
    n_now       INTEGER NOT NULL,
    expected    DOUBLE NOT NULL,
    cusum_start DOUBLE NOT NULL,
    cusum       DOUBLE NOT NULL
);
COMMENT ON TABLE signal_provisional IS 'Preuve provisoire de la semaine en cours, refaite chaque nuit : motifs entendus qui passent le seuil de candidat ou sont d’un signal en cours';
COMMENT ON COLUMN signal_provisional.week IS 'Semaine en cours (lundi)';
COMMENT ON COLUMN signal_provisional.unit_key IS 'Motif';
COMMENT ON COLUMN signal_provisional.signal_id IS 'Signal en cours dont il est ; vide : aucun';
COMMENT ON COLUMN signal_provisional.n_now IS 'Mentions (voix × jour) depuis lundi, sans la règle du contexte neuf : un compte par excès';
COMMENT ON COLUMN signal_provisional.expected IS 'Mentions attendues pour les documents lus depuis lundi';
COMMENT ON COLUMN signal_provisional.cusum_start IS 'Somme cumulée (CUSUM) à la fin de la dernière semaine arrêtée, en nats';
COMMENT ON COLUMN signal_provisional.cusum IS 'Ce qu’elle serait si la semaine finissait maintenant';
