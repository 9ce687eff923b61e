-- Is a signal new to the archive? Its first document and voice, and what was said before it rose.
-- Grain: signal. Reads: signal_said_at, signal, week. Read by: Archive.novelty, analysts.
CREATE OR REPLACE MACRO signal_novelty_at(monday) AS TABLE
WITH told AS (
    SELECT
        t.signal_id,
        t.label,
        t.week,
        s.born_on,
        min(t.day)                                        AS first_day,
        arg_min(t.document_id, (t.day, t.document_id))    AS first_document_id,
        arg_min(t.title, (t.day, t.document_id))          AS first_title,
        arg_min(t.voice, (t.day, t.document_id))          AS first_voice,
        arg_min(t.voice_name, (t.day, t.document_id))     AS first_voice_name,
        arg_min(t.class, (t.day, t.document_id))          AS first_class,
        count(*)                                          AS n_documents,
        count(DISTINCT t.voice)                           AS n_voices,
        count(*) FILTER (t.day < s.born_on - 77)          AS n_before
    FROM signal_said_at(monday) AS t
    JOIN signal AS s USING (signal_id)
    GROUP BY t.signal_id, t.label, t.week, s.born_on
),
aged AS (
    SELECT
        *,
        (SELECT count(*) FROM week AS w WHERE w.week < t.born_on - 77 AND w.n_documents > 0) AS weeks_before
    FROM told AS t
)
SELECT
    *,
    CASE
        WHEN weeks_before < 26 THEN 'sans_recul'
        WHEN n_before = 0 THEN 'inedit'
        WHEN n_before < 8 THEN 'rare'
        ELSE 'connu'
    END AS novelty
FROM aged;

CREATE OR REPLACE VIEW v_signal_novelty AS
FROM signal_novelty_at((SELECT max(week) FROM week));

COMMENT ON VIEW v_signal_novelty IS 'La nouveauté d’un signal contre toute l’archive : premier document, première voix, et ce qui s’en disait avant sa montée';
COMMENT ON COLUMN v_signal_novelty.signal_id IS 'Signal';
COMMENT ON COLUMN v_signal_novelty.label IS 'Titre';
COMMENT ON COLUMN v_signal_novelty.week IS 'Dernière semaine (lundi) où le signal a été mesuré : son titre et le motif suivi en viennent';
COMMENT ON COLUMN v_signal_novelty.born_on IS 'Semaine (lundi) de la première alerte';
COMMENT ON COLUMN v_signal_novelty.first_day IS 'Premier jour où l’archive le dit';
COMMENT ON COLUMN v_signal_novelty.first_document_id IS 'Premier document';
COMMENT ON COLUMN v_signal_novelty.first_title IS 'Titre du premier document';
COMMENT ON COLUMN v_signal_novelty.first_voice IS 'Première voix';
COMMENT ON COLUMN v_signal_novelty.first_voice_name IS 'La même voix, comme on l’affiche';
COMMENT ON COLUMN v_signal_novelty.first_class IS 'Classe de la première source ; vide si inconnue';
COMMENT ON COLUMN v_signal_novelty.n_documents IS 'Documents qui le disent en tout, reprises retirées';
COMMENT ON COLUMN v_signal_novelty.n_voices IS 'Voix qui le disent en tout';
COMMENT ON COLUMN v_signal_novelty.n_before IS 'Documents qui le disaient avant les douze semaines de sa première alerte';
COMMENT ON COLUMN v_signal_novelty.weeks_before IS 'Semaines d’archive avec des textes avant ces douze semaines';
COMMENT ON COLUMN v_signal_novelty.novelty IS 'inedit (jamais dit avant), rare (moins de huit documents), connu, ou sans_recul (moins de 26 semaines d’archive avant)';
