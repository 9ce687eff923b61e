-- How far each signal has gone: the classes of sources that say it, in the order in which they came.
-- Grain: signal x class. Reads: signal_week, unit, v_mention, furniture_before, passage, document, story, source. Read by: Archive.maturity, v_signal_novelty, warehouse.signals, analysts.
-- The macros answer as of the end of a week, for the signals measured by then; the views, for the last one.
-- A signal is said where a title that it bears or has borne is said: its other units may be broader, and so
-- may a former title that is but a part of the present one (« jury » of « jury citoyen »). So a signal that takes
-- another title keeps its first document. Signal_title_at gives the units of these titles.
CREATE OR REPLACE MACRO signal_title_at(monday) AS TABLE
WITH latest AS (
    SELECT signal_id, max(week) AS week, arg_max(label, week) AS label, arg_max(lead_key, week) AS lead_key
    FROM signal_week
    WHERE week <= monday
    GROUP BY signal_id
)
SELECT DISTINCT l.signal_id, l.label, l.week, w.lead_key AS unit_key
FROM signal_week AS w
JOIN latest AS l USING (signal_id)
LEFT JOIN unit AS u ON u.unit_key = w.lead_key
LEFT JOIN unit AS n ON n.unit_key = l.lead_key
WHERE w.week <= monday
  AND (w.lead_key = l.lead_key OR NOT contains(' ' || n.lemma || ' ', ' ' || u.lemma || ' '));

CREATE OR REPLACE MACRO signal_said_at(monday) AS TABLE
WITH said AS (
    SELECT t.signal_id, t.label, t.week, p.document_id, min(m.counted_on) AS day
    FROM signal_title_at(monday) AS t
    JOIN v_mention AS m USING (unit_key)
    JOIN passage AS p USING (passage_key)
    LEFT JOIN story AS y ON y.document_id = p.document_id
    ANTI JOIN furniture_before(monday + 7) AS f
        ON f.passage_key = m.passage_key AND m.start_char >= f.start_char AND m.end_char <= f.end_char
    WHERE NOT coalesce(y.is_copy, false) AND m.counted_on < monday + 7
    GROUP BY t.signal_id, t.label, t.week, p.document_id
)
SELECT
    s.signal_id,
    s.label,
    s.week,
    s.day,
    s.document_id,
    d.title,
    d.voice,
    voice_name(d.voice_written, d.source_id, c.name) AS voice_name,
    c.class
FROM said AS s
JOIN document AS d USING (document_id)
JOIN source AS c USING (source_id);

CREATE OR REPLACE MACRO signal_maturity_at(monday) AS TABLE
WITH reached AS (
    SELECT
        signal_id,
        label,
        week,
        class,
        min(day)                                    AS first_day,
        arg_min(document_id, (day, document_id))    AS first_document_id,
        arg_min(title, (day, document_id))          AS first_title,
        arg_min(voice, (day, document_id))          AS first_voice,
        arg_min(voice_name, (day, document_id))     AS first_voice_name,
        count(*)                                    AS n_documents,
        count(DISTINCT voice)                       AS n_voices
    FROM signal_said_at(monday)
    GROUP BY signal_id, label, week, class
)
SELECT
    signal_id,
    label,
    week,
    class,
    nullif(list_position(['association', 'collectivite', 'presse', 'recherche', 'institution'], class), 0) AS rung,
    dense_rank() OVER (PARTITION BY signal_id ORDER BY first_day) AS rank,
    first_day,
    first_document_id,
    first_title,
    first_voice,
    first_voice_name,
    n_documents,
    n_voices
FROM reached;

CREATE OR REPLACE VIEW v_signal_maturity AS
FROM signal_maturity_at((SELECT max(week) FROM week));

COMMENT ON VIEW v_signal_maturity IS 'L’échelle de maturité : les classes de sources qu’un signal a atteintes, dans quel ordre, et qui l’y a dit d’abord';
COMMENT ON COLUMN v_signal_maturity.signal_id IS 'Signal';
COMMENT ON COLUMN v_signal_maturity.label IS 'Titre';
COMMENT ON COLUMN v_signal_maturity.week IS 'Dernière semaine (lundi) où le signal a été mesuré : son titre et le motif suivi en viennent';
COMMENT ON COLUMN v_signal_maturity.class IS 'Classe de sources ; vide si elle est inconnue (archives importées)';
COMMENT ON COLUMN v_signal_maturity.rung IS 'Marche de l’échelle : 1 association, 2 collectivite, 3 presse, 4 recherche, 5 institution (texte officiel) ; vide si inconnue';
COMMENT ON COLUMN v_signal_maturity.rank IS 'Ordre d’arrivée, à partir de 1 ; le même pour des classes arrivées le même jour';
COMMENT ON COLUMN v_signal_maturity.first_day IS 'Premier jour où cette classe le dit';
COMMENT ON COLUMN v_signal_maturity.first_document_id IS 'Document qui le dit ce jour-là';
COMMENT ON COLUMN v_signal_maturity.first_title IS 'Titre de ce document';
COMMENT ON COLUMN v_signal_maturity.first_voice IS 'Voix de ce document';
COMMENT ON COLUMN v_signal_maturity.first_voice_name IS 'La même voix, comme on l’affiche';
COMMENT ON COLUMN v_signal_maturity.n_documents IS 'Documents de cette classe qui le disent, reprises retirées';
COMMENT ON COLUMN v_signal_maturity.n_voices IS 'Voix de cette classe qui le disent';
