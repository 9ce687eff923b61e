-- Signals of two variables that rise together: candidates or better the same week, said in the same
-- documents over its 12 weeks, by two voices at least, at least twice as often as chance would have it.
-- Grain: week x pair of signals. Reads: signal_week, v_mention, passage, document, story, week, variable. Read by: v_variable_link, reports, analysts.
-- The macro answers for the weeks given; the view, for all. Decision 0020.
CREATE OR REPLACE MACRO signal_link_at(weeks) AS TABLE
WITH rising AS (
    SELECT s.week, s.signal_id, s.label, s.lead_key, s.variable_id, v.position
    FROM signal_week AS s
    JOIN variable AS v USING (variable_id)
    WHERE
        s.week IN (SELECT unnest(weeks))
        AND s.state IN ('candidat', 'signal_faible', 'tendance_emergente', 'signal_fort', 'tendance_lourde')
),
told AS (
    SELECT DISTINCT m.unit_key, p.document_id, d.voice, m.counted_on
    FROM v_mention AS m
    SEMI JOIN rising AS r ON r.lead_key = m.unit_key
    JOIN passage AS p USING (passage_key)
    JOIN document AS d ON d.document_id = p.document_id
    LEFT JOIN story AS s ON s.document_id = p.document_id
    WHERE NOT coalesce(s.is_copy, false)
),
said AS (
    SELECT DISTINCT r.week, r.signal_id, r.variable_id, r.position, t.document_id, t.voice
    FROM rising AS r
    JOIN told AS t ON t.unit_key = r.lead_key AND t.counted_on BETWEEN r.week - 77 AND r.week + 6
),
size AS (
    SELECT week, signal_id, count(DISTINCT document_id) AS n
    FROM said
    GROUP BY week, signal_id
),
exposure AS (
    SELECT a.week, sum(b.n_documents) AS n
    FROM week AS a
    JOIN week AS b ON b.week BETWEEN a.week - 77 AND a.week
    GROUP BY a.week
),
shared AS (
    SELECT
        a.week,
        a.variable_id                 AS first_variable_id,
        a.signal_id                   AS first_id,
        b.variable_id                 AS second_variable_id,
        b.signal_id                   AS second_id,
        count(DISTINCT a.document_id) AS n_documents,
        count(DISTINCT a.voice)       AS n_voices
    FROM said AS a
    JOIN said AS b ON b.week = a.week AND b.document_id = a.document_id AND a.position < b.position
    GROUP BY ALL
)
SELECT
    s.week,
    s.first_variable_id,
    s.first_id,
    x.label              AS first,
    s.second_variable_id,
    s.second_id,
    y.label              AS second,
    s.n_documents,
    s.n_voices,
    f.n * g.n / e.n      AS expected
FROM shared AS s
JOIN rising AS x ON x.week = s.week AND x.signal_id = s.first_id
JOIN rising AS y ON y.week = s.week AND y.signal_id = s.second_id
JOIN size AS f ON f.week = s.week AND f.signal_id = s.first_id
JOIN size AS g ON g.week = s.week AND g.signal_id = s.second_id
JOIN exposure AS e ON e.week = s.week
WHERE s.n_voices >= 2 AND s.n_documents >= 2 * f.n * g.n / e.n;

CREATE OR REPLACE VIEW v_signal_link AS
FROM signal_link_at((SELECT list(week) FROM week));

COMMENT ON VIEW v_signal_link IS 'Les signaux de deux variables qui montent ensemble : candidats ou mieux la même semaine, dits dans les mêmes documents de ses douze semaines';
COMMENT ON COLUMN v_signal_link.week IS 'Semaine (lundi) ; les douze semaines finissent avec elle';
COMMENT ON COLUMN v_signal_link.first_variable_id IS 'Variable du premier signal, dans l’ordre du catalogue';
COMMENT ON COLUMN v_signal_link.first_id IS 'Premier signal';
COMMENT ON COLUMN v_signal_link.first IS 'Son titre cette semaine-là';
COMMENT ON COLUMN v_signal_link.second_variable_id IS 'Variable du second signal';
COMMENT ON COLUMN v_signal_link.second_id IS 'Second signal';
COMMENT ON COLUMN v_signal_link.second IS 'Son titre cette semaine-là';
COMMENT ON COLUMN v_signal_link.n_documents IS 'Documents qui portent les deux motifs, reprises retirées';
COMMENT ON COLUMN v_signal_link.n_voices IS 'Voix de ces documents, deux au moins';
COMMENT ON COLUMN v_signal_link.expected IS 'Documents communs attendus si les deux se disaient sans rapport ; il en faut deux fois plus';
