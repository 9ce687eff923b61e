-- When the list of sources changes: what counts, and from when.
CREATE TABLE source_week (
    source_id   VARCHAR NOT NULL,
    week        DATE NOT NULL,
    n_documents INTEGER NOT NULL
);
COMMENT ON TABLE source_week IS 'Documents qui comptent (en français, sans les copies) de chaque source, semaine par semaine';
COMMENT ON COLUMN source_week.source_id IS 'Source';
COMMENT ON COLUMN source_week.week IS 'Semaine (lundi)';
COMMENT ON COLUMN source_week.n_documents IS 'Documents';

CREATE TABLE source_epoch (
    source_id VARCHAR NOT NULL,
    change    VARCHAR NOT NULL,
    week      DATE NOT NULL,
    until     DATE NOT NULL,
    share     DOUBLE NOT NULL
);
COMMENT ON TABLE source_epoch IS 'Les changements de la liste des sources qui pèsent 5 % des documents au moins, tels que les textes les montrent';
COMMENT ON COLUMN source_epoch.source_id IS 'Source';
COMMENT ON COLUMN source_epoch.change IS 'arrivee (elle commence) ou depart (elle se tait plus longtemps que jamais, quatre semaines au moins)';
COMMENT ON COLUMN source_epoch.week IS 'Semaine (lundi) où le changement se voit';
COMMENT ON COLUMN source_epoch.until IS 'Fin de la période ouverte, semaine exclue : une source arrivée compte dans les montées à partir de là';
COMMENT ON COLUMN source_epoch.share IS 'Part des documents : de ceux lus depuis son arrivée, ou du passé qui sert de référence';

CREATE TABLE newcomer_week (
    unit_key  UBIGINT NOT NULL,
    week      DATE NOT NULL,
    voice     VARCHAR NOT NULL,
    n_days    UTINYINT NOT NULL,
    source_id VARCHAR NOT NULL
);
COMMENT ON TABLE newcomer_week IS 'Comptes hebdomadaires, comme unit_week, des sources arrivées depuis peu : tenus à part jusqu’à la fin de leur période';
COMMENT ON COLUMN newcomer_week.unit_key IS 'Motif';
COMMENT ON COLUMN newcomer_week.week IS 'Semaine (lundi)';
COMMENT ON COLUMN newcomer_week.voice IS 'Voix';
COMMENT ON COLUMN newcomer_week.n_days IS 'Jours distincts où cette voix emploie le motif, de 1 à 7';
COMMENT ON COLUMN newcomer_week.source_id IS 'Source arrivée';
