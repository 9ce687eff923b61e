-- The weeks committed, voices added up: what a night reads of most units, in half of the rows.
CREATE TABLE unit_total (
    unit_key UBIGINT NOT NULL USING COMPRESSION uncompressed,
    week     DATE NOT NULL,
    n_days   UINTEGER NOT NULL
);
COMMENT ON TABLE unit_total IS 'Comptes hebdomadaires par motif : ceux de unit_week, toutes voix additionnées';
COMMENT ON COLUMN unit_total.unit_key IS 'Motif';
COMMENT ON COLUMN unit_total.week IS 'Semaine (lundi)';
COMMENT ON COLUMN unit_total.n_days IS 'Jours distincts où une voix emploie le motif, additionnés sur les voix';
INSERT INTO unit_total
SELECT unit_key, week, sum(n_days)
FROM unit_week
GROUP BY ALL
ORDER BY week, unit_key;

-- States are written again each week: squeezing them costs more than the place it saves.
CREATE TABLE unit_state_plain (
    unit_key  UBIGINT NOT NULL USING COMPRESSION uncompressed,
    past      DOUBLE NOT NULL USING COMPRESSION uncompressed,
    past_week DATE NOT NULL USING COMPRESSION uncompressed,
    s2        DOUBLE NOT NULL USING COMPRESSION uncompressed,
    s4        DOUBLE NOT NULL USING COMPRESSION uncompressed,
    s8        DOUBLE NOT NULL USING COMPRESSION uncompressed,
    seen_week DATE NOT NULL USING COMPRESSION uncompressed
);
INSERT INTO unit_state_plain SELECT * FROM unit_state;
DROP TABLE unit_state;
ALTER TABLE unit_state_plain RENAME TO unit_state;
COMMENT ON TABLE unit_state IS 'État du CUSUM de chaque motif à sa dernière mise à jour';
COMMENT ON COLUMN unit_state.unit_key IS 'Motif';
COMMENT ON COLUMN unit_state.past IS 'Compte passé, pondéré par l’ancienneté (demi-vie 26 semaines, retard 8 semaines)';
COMMENT ON COLUMN unit_state.past_week IS 'Semaine à laquelle « past » est exprimé';
COMMENT ON COLUMN unit_state.s2 IS 'Somme cumulée pour un doublement, en nats';
COMMENT ON COLUMN unit_state.s4 IS 'Somme cumulée pour un quadruplement, en nats';
COMMENT ON COLUMN unit_state.s8 IS 'Somme cumulée pour une multiplication par huit, en nats';
COMMENT ON COLUMN unit_state.seen_week IS 'Dernière semaine prise en compte';
