-- What the week that is not over shows so far, with names.
-- Grain: unit. Reads: signal_provisional, unit, signal. Read by: analysts.
CREATE OR REPLACE VIEW v_signal_provisional AS
SELECT p.week, u.lemma AS unit, p.signal_id, s.label, s.state, p.n_now, p.expected, p.cusum_start, p.cusum
FROM signal_provisional AS p
LEFT JOIN unit AS u USING (unit_key)
LEFT JOIN signal AS s USING (signal_id);

COMMENT ON VIEW v_signal_provisional IS 'Preuve provisoire de la semaine en cours, refaite chaque nuit ; le bulletin n’en dit rien, la semaine n’est pas finie';
COMMENT ON COLUMN v_signal_provisional.week IS 'Semaine en cours (lundi)';
COMMENT ON COLUMN v_signal_provisional.unit IS 'Motif';
COMMENT ON COLUMN v_signal_provisional.signal_id IS 'Signal en cours dont il est ; vide : aucun';
COMMENT ON COLUMN v_signal_provisional.label IS 'Titre du signal ; vide (NULL) : aucun';
COMMENT ON COLUMN v_signal_provisional.state IS 'État calculé de la dernière semaine arrêtée ; vide (NULL) : aucun signal';
COMMENT ON COLUMN v_signal_provisional.n_now IS 'Mentions (voix × jour) depuis lundi, comptées par excès';
COMMENT ON COLUMN v_signal_provisional.expected IS 'Mentions attendues pour les documents lus depuis lundi';
COMMENT ON COLUMN v_signal_provisional.cusum_start IS 'Somme cumulée à la fin de la dernière semaine arrêtée, en nats';
COMMENT ON COLUMN v_signal_provisional.cusum IS 'Ce qu’elle serait si la semaine finissait maintenant';
