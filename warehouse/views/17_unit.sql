-- The units of the archive: how they are written, who says them, and which are but a part of a longer one.
-- Grain: unit. Reads: v_mention, unit, passage, version, document. Read by: analysts.
CREATE OR REPLACE VIEW v_unit AS
WITH passage_text AS (
    SELECT
        p.passage_key,
        p.document_id,
        d.voice,
        p.start_char,
        substring(v.text, p.start_char + 1, p.end_char - p.start_char) AS text
    FROM passage AS p
    JOIN version AS v USING (version_id)
    JOIN document AS d ON d.document_id = p.document_id
),
said AS (
    SELECT
        m.unit_key,
        m.passage_key,
        m.start_char,
        m.end_char,
        m.counted_on,
        m.is_cut,
        p.document_id,
        p.voice,
        substring(p.text, m.start_char - p.start_char + 1, m.end_char - m.start_char) AS form
    FROM v_mention AS m
    JOIN passage_text AS p USING (passage_key)
),
told AS (
    SELECT
        unit_key,
        count(DISTINCT document_id) AS n_documents,
        count(DISTINCT voice)       AS n_voices,
        count(*)                    AS n_passages,
        min(counted_on)             AS first_day,
        max(counted_on)             AS last_day
    FROM said
    GROUP BY unit_key
),
-- The most frequent form as written, the first of the alphabet on ties, as on the pages.
written AS (
    SELECT unit_key, arg_min(form, (-n, form)) AS form
    FROM (SELECT unit_key, form, count(*) AS n FROM said GROUP BY unit_key, form)
    GROUP BY unit_key
),
-- Documents that only cut it from a whole (nlp.wholes), wherever they say it.
cut AS (
    SELECT unit_key, document_id
    FROM said
    GROUP BY unit_key, document_id
    HAVING bool_and(is_cut)
),
-- Most passages of a part are passages of the longer form that holds it (nlp.tracking.NESTED).
held AS (
    SELECT
        s.unit_key,
        l.unit_key                    AS longer_key,
        count(DISTINCT s.document_id) AS n,
        count(DISTINCT s.document_id) FILTER (c.document_id IS NULL) AS n_uncut
    FROM said AS s
    JOIN said AS l
        ON l.passage_key = s.passage_key
        AND l.start_char <= s.start_char
        AND l.end_char >= s.end_char
        AND l.end_char - l.start_char > s.end_char - s.start_char
    LEFT JOIN cut AS c ON c.unit_key = s.unit_key AND c.document_id = s.document_id
    GROUP BY s.unit_key, l.unit_key
),
-- Documents that say it as a piece only: cut, or whole but within one longer unit.
pieces AS (
    SELECT unit_key, coalesce(c.n, 0) + coalesce(h.n, 0) AS n
    FROM (SELECT unit_key, count(*) AS n FROM cut GROUP BY unit_key) AS c
    FULL JOIN (SELECT unit_key, max(n_uncut) AS n FROM held GROUP BY unit_key) AS h USING (unit_key)
),
longest AS (
    SELECT h.unit_key, arg_max(h.longer_key, (h.n, h.longer_key)) AS longer_key
    FROM held AS h
    JOIN told AS t USING (unit_key)
    WHERE h.n >= 0.8 * t.n_documents
    GROUP BY h.unit_key
)
SELECT
    u.unit_key,
    u.lemma,
    w.form,
    t.n_documents,
    t.n_voices,
    t.n_passages,
    t.first_day,
    t.last_day,
    i.lemma AS within,
    coalesce(e.n >= 0.8 * t.n_documents, false) AS is_piece
FROM told AS t
JOIN unit AS u USING (unit_key)
JOIN written AS w USING (unit_key)
LEFT JOIN longest AS g USING (unit_key)
LEFT JOIN pieces AS e USING (unit_key)
LEFT JOIN unit AS i ON i.unit_key = g.longer_key;

COMMENT ON VIEW v_unit IS 'Les motifs que disent les textes de l’archive, hors des phrases que leur source répète : sous quelle forme, par qui, depuis quand';
COMMENT ON COLUMN v_unit.unit_key IS 'Motif';
COMMENT ON COLUMN v_unit.lemma IS 'Lemmes du motif';
COMMENT ON COLUMN v_unit.form IS 'Forme affichée : la plus fréquente, telle qu’écrite dans un texte';
COMMENT ON COLUMN v_unit.n_documents IS 'Documents qui le disent, reprises comprises';
COMMENT ON COLUMN v_unit.n_voices IS 'Voix qui le disent';
COMMENT ON COLUMN v_unit.n_passages IS 'Passages qui le disent';
COMMENT ON COLUMN v_unit.first_day IS 'Premier jour';
COMMENT ON COLUMN v_unit.last_day IS 'Dernier jour';
COMMENT ON COLUMN v_unit.within IS 'Lemmes du motif plus long dont il n’est qu’un morceau : celui-ci est dans 80 % au moins de ses documents ; vide sinon';
COMMENT ON COLUMN v_unit.is_piece IS 'Vrai si 80 % au moins de ses documents ne le disent qu’en morceau : coupé de ce qui va avec lui (« seuil de la commande » devant « publique »), ou au sein d’un même motif plus long';
