-- What becomes of signals: which absorb which, which are born of which.
CREATE TABLE signal_lineage (
    signal_id VARCHAR NOT NULL,
    relation  VARCHAR NOT NULL,
    other_id  VARCHAR NOT NULL,
    week      DATE NOT NULL,
    reason    VARCHAR NOT NULL
);
COMMENT ON TABLE signal_lineage IS 'Ce que les signaux deviennent : une ligne par lien entre deux signaux, écrite la semaine où il se fait';
COMMENT ON COLUMN signal_lineage.signal_id IS 'Signal';
COMMENT ON COLUMN signal_lineage.relation IS 'fusion (other_id l’a absorbé et répond pour lui), division (né d’un motif qui a quitté other_id, toujours en cours) ou redirection (éteint, un de ses motifs monte de nouveau dans other_id)';
COMMENT ON COLUMN signal_lineage.other_id IS 'L’autre signal';
COMMENT ON COLUMN signal_lineage.week IS 'Semaine (lundi)';
COMMENT ON COLUMN signal_lineage.reason IS 'Pourquoi, en une phrase';

CREATE TABLE signal_near (
    signal_id VARCHAR NOT NULL,
    other_id  VARCHAR NOT NULL,
    n_weeks   INTEGER NOT NULL
);
COMMENT ON TABLE signal_near IS 'Les signaux en cours qui tiennent les mêmes textes ; à quatre semaines de suite, ils n’en font qu’un';
COMMENT ON COLUMN signal_near.signal_id IS 'Signal, le premier des deux identifiants';
COMMENT ON COLUMN signal_near.other_id IS 'L’autre signal';
COMMENT ON COLUMN signal_near.n_weeks IS 'Semaines de suite';

CREATE TABLE unit_apart (
    unit_key UBIGINT NOT NULL,
    n_weeks  INTEGER NOT NULL
);
COMMENT ON TABLE unit_apart IS 'Les motifs qui n’ont plus de texte commun avec leur signal ; à huit semaines de suite, ils le quittent';
COMMENT ON COLUMN unit_apart.unit_key IS 'Motif';
COMMENT ON COLUMN unit_apart.n_weeks IS 'Semaines de suite';
