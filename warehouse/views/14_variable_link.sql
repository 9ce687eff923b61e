-- How the variables meet: passages that carry two, against what independence would give, and against
-- as many days before. The cross-impact matrix, one pair a row.
-- Grain: period x pair of variables. Reads: v_tag, passage, version, story, variable, week, v_signal_link. Read by: Archive.links, analysts.
-- The macro answers for a list of periods {first, last}; the view, for the 12 weeks of each week.
-- Independence is that of all the passages in French of the period, copies left out: within those that
-- carry a variable, two that ignore each other would seem to avoid each other. Intervals are 95 %: the
-- documents are what is drawn (passages of one text say the same things), their linearised variance
-- gives an effective count, and that count the bounds of a Poisson one (Byar). Decision 0020.
CREATE OR REPLACE MACRO variable_link_over(periods) AS TABLE
WITH period AS (
    SELECT p.first AS period_first, p.last AS period_last, CAST(p.last - p.first + 1 AS INTEGER) AS n_days
    FROM (SELECT unnest(periods) AS p)
),
span AS (
    SELECT period_first, period_last, false AS is_past, period_first AS low, period_last AS high
    FROM period
    UNION ALL
    SELECT period_first, period_last, true, CAST(period_first - n_days AS DATE), CAST(period_first - 1 AS DATE)
    FROM period
),
pair AS (
    SELECT a.variable_id AS first_id, a.label AS first, b.variable_id AS second_id, b.label AS second
    FROM variable AS a
    JOIN variable AS b ON a.position < b.position
),
tags AS (
    SELECT passage_id, list(variable_id) AS carried
    FROM v_tag
    GROUP BY passage_id
),
spoken AS (
    SELECT p.document_id, v.counted_on, list(coalesce(t.carried, [])) AS passages
    FROM passage AS p
    JOIN version AS v USING (version_id)
    LEFT JOIN tags AS t USING (passage_id)
    LEFT JOIN story AS s ON s.document_id = p.document_id
    WHERE
        v.language = 'fr'
        AND NOT coalesce(s.is_copy, false)
        AND v.counted_on BETWEEN (SELECT min(low) FROM span) AND (SELECT max(high) FROM span)
    GROUP BY p.document_id, v.counted_on
),
told AS (
    SELECT
        q.first_id, q.second_id, d.document_id, d.counted_on,
        len(d.passages)                                                        AS n,
        len(list_filter(d.passages, lambda x: list_contains(x, q.first_id)))   AS a,
        len(list_filter(d.passages, lambda x: list_contains(x, q.second_id)))  AS b,
        len(list_filter(d.passages, lambda x: list_has_all(x, [q.first_id, q.second_id]))) AS ab
    FROM spoken AS d
    CROSS JOIN pair AS q
),
counted AS (
    SELECT
        s.period_first, s.period_last, s.is_past, t.first_id, t.second_id,
        sum(t.n)                                         AS n,
        sum(t.a)                                         AS a,
        sum(t.b)                                         AS b,
        sum(t.ab)                                        AS ab,
        count(DISTINCT t.document_id) FILTER (t.ab > 0)  AS documents
    FROM span AS s
    JOIN told AS t ON t.counted_on BETWEEN s.low AND s.high
    GROUP BY ALL
),
spread AS (
    SELECT
        c.period_first, c.period_last, c.is_past, c.first_id, c.second_id,
        sum(power(t.ab / c.ab - t.a / c.a - t.b / c.b + t.n / c.n, 2)) AS variance
    FROM counted AS c
    JOIN span AS s USING (period_first, period_last, is_past)
    JOIN told AS t
        ON t.first_id = c.first_id AND t.second_id = c.second_id AND t.counted_on BETWEEN s.low AND s.high
    WHERE c.ab > 0
    GROUP BY ALL
),
measured AS (
    -- m: the count that would vary as much, were the passages independent. From fewer than five
    -- documents no variance is known: they count for their passages at most.
    SELECT
        c.*,
        c.a * c.b / c.n                                           AS expected,
        CASE WHEN c.a * c.b > 0 THEN c.ab * c.n / (c.a * c.b) END AS lift,
        least(1 / greatest(v.variance, 1e-6), CASE WHEN c.documents < 5 THEN c.ab END) AS m
    FROM counted AS c
    LEFT JOIN spread AS v USING (period_first, period_last, is_past, first_id, second_id)
),
bounded AS (
    SELECT
        *,
        -- Fewer than five documents, and no more passages expected: the ratio would be made of chance.
        greatest(documents, expected) < 5 AS is_few,
        CASE
            WHEN ab = 0 THEN 0
            ELSE lift * power(greatest(0, 1 - 1 / (9 * m) - 1.96 / (3 * sqrt(m))), 3)
        END                               AS low,
        CASE
            WHEN ab = 0 THEN 3.67 / nullif(expected, 0)
            ELSE lift * (m + 1) / m * power(1 - 1 / (9 * (m + 1)) + 1.96 / (3 * sqrt(m + 1)), 3)
        END                               AS high
    FROM measured
),
known AS (
    SELECT
        p.period_first, p.period_last,
        coalesce((SELECT min(week) FROM week) <= p.period_first - p.n_days, false) AS has_past
    FROM period AS p
),
compared AS (
    SELECT
        k.period_first, k.period_last, k.has_past, q.*,
        coalesce(now.ab, 0)        AS n_passages,
        coalesce(now.documents, 0) AS n_documents,
        coalesce(now.expected, 0)  AS expected,
        now.lift,
        now.low,
        now.high,
        coalesce(now.is_few, true)   AS is_few,
        coalesce(past.ab, 0)         AS n_before,
        coalesce(past.expected, 0)   AS expected_before,
        past.lift                    AS lift_before,
        now.lift / nullif(past.lift, 0) AS change,
        coalesce(now.is_few OR past.is_few OR now.low <= 0 OR past.low <= 0, true) AS is_change_few,
        -- Bounds of a ratio from those of its terms (MOVER, Donner & Zou 2012).
        sqrt(power(ln(now.lift / nullif(now.low, 0)), 2) + power(ln(past.high / nullif(past.lift, 0)), 2)) AS below,
        sqrt(power(ln(now.high / nullif(now.lift, 0)), 2) + power(ln(past.lift / nullif(past.low, 0)), 2)) AS above
    FROM known AS k
    CROSS JOIN pair AS q
    LEFT JOIN bounded AS now
        ON now.period_first = k.period_first AND now.period_last = k.period_last AND NOT now.is_past
        AND now.first_id = q.first_id AND now.second_id = q.second_id
    LEFT JOIN bounded AS past
        ON past.period_first = k.period_first AND past.period_last = k.period_last AND past.is_past
        AND past.first_id = q.first_id AND past.second_id = q.second_id
)
SELECT
    period_first, period_last, first_id, first, second_id, second,
    CAST(n_passages AS BIGINT)  AS n_passages,
    CAST(n_documents AS BIGINT) AS n_documents,
    CAST(expected AS DOUBLE)    AS expected,
    lift,
    low  AS lift_low,
    high AS lift_high,
    CASE
        WHEN is_few THEN 'trop_peu'
        WHEN low > 1 THEN 'plus'
        WHEN high < 1 THEN 'moins'
        ELSE 'autant'
    END                         AS reading,
    CAST(n_before AS BIGINT)    AS n_before,
    CAST(expected_before AS DOUBLE) AS expected_before,
    lift_before,
    CASE WHEN has_past THEN change END AS change,
    CASE
        WHEN NOT has_past THEN 'sans_passe'
        WHEN is_change_few THEN 'trop_peu'
        WHEN ln(nullif(change, 0)) > below THEN 'hausse'
        WHEN ln(nullif(change, 0)) < -above THEN 'baisse'
        ELSE 'stable'
    END                         AS trend
FROM compared;

CREATE OR REPLACE VIEW v_variable_link AS
WITH rising AS (
    SELECT week, first_variable_id AS first_id, second_variable_id AS second_id, count(*) AS n_signals
    FROM v_signal_link
    GROUP BY ALL
)
SELECT
    l.period_last - 6 AS week,
    l.* EXCLUDE (period_first, period_last),
    coalesce(r.n_signals, 0) AS n_signals
FROM variable_link_over((SELECT list({'first': CAST(week - 77 AS DATE), 'last': CAST(week + 6 AS DATE)}) FROM week)) AS l
LEFT JOIN rising AS r ON r.week = l.period_last - 6 AND r.first_id = l.first_id AND r.second_id = l.second_id;

COMMENT ON VIEW v_variable_link IS 'La matrice d’impacts croisés : comment deux variables se rencontrent dans un passage, chaque semaine, sur les douze semaines qui finissent avec elle';
COMMENT ON COLUMN v_variable_link.week IS 'Semaine (lundi) ; les douze semaines finissent avec elle';
COMMENT ON COLUMN v_variable_link.first_id IS 'Première variable, dans l’ordre du catalogue';
COMMENT ON COLUMN v_variable_link.first IS 'Son libellé';
COMMENT ON COLUMN v_variable_link.second_id IS 'Seconde variable';
COMMENT ON COLUMN v_variable_link.second IS 'Son libellé';
COMMENT ON COLUMN v_variable_link.n_passages IS 'Passages qui portent les deux, reprises retirées';
COMMENT ON COLUMN v_variable_link.n_documents IS 'Documents de ces passages';
COMMENT ON COLUMN v_variable_link.expected IS 'Passages attendus si chacune des deux variables tombait au hasard des passages, sans rapport avec l’autre';
COMMENT ON COLUMN v_variable_link.lift IS 'Passages observés, rapportés aux attendus ; vide (NULL) : rien n’est attendu';
COMMENT ON COLUMN v_variable_link.lift_low IS 'Borne basse de ce rapport (95 %, par documents) ; vide (NULL) : aucun passage';
COMMENT ON COLUMN v_variable_link.lift_high IS 'Borne haute de ce rapport ; vide (NULL) : rien n’est attendu';
COMMENT ON COLUMN v_variable_link.reading IS 'plus, moins ou autant qu’attendu (1 hors de l’intervalle, ou dedans) ; trop_peu : moins de cinq documents, et de cinq passages attendus';
COMMENT ON COLUMN v_variable_link.n_before IS 'Passages qui portent les deux, les douze semaines d’avant';
COMMENT ON COLUMN v_variable_link.expected_before IS 'Passages attendus, les douze semaines d’avant';
COMMENT ON COLUMN v_variable_link.lift_before IS 'Le même rapport, les douze semaines d’avant ; vide (NULL) : rien n’y était attendu';
COMMENT ON COLUMN v_variable_link.change IS 'Rapport de maintenant divisé par celui d’avant ; vide (NULL) : pas de passé, ou pas de rapport';
COMMENT ON COLUMN v_variable_link.trend IS 'hausse, baisse ou stable : le lien se resserre ou se desserre (95 %) ; trop_peu ; sans_passe : l’archive ne remonte pas assez loin';
COMMENT ON COLUMN v_variable_link.n_signals IS 'Paires de signaux de ces variables qui montent ensemble (v_signal_link)';
