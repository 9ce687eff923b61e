-- Les thèmes dont on parle plus : douze semaines avant le dernier ajustement contre l’année d’avant, à nombre de documents égal
WITH fit AS (
    SELECT CAST(date_trunc('week', max(fit_on)) AS DATE) AS day FROM topic
),
exposure AS (
    SELECT
        greatest(sum(w.n_documents) FILTER (WHERE w.week >= f.day - 84), 1) AS n_now,
        greatest(sum(w.n_documents) FILTER (WHERE w.week < f.day - 84), 1)  AS n_before
    FROM week AS w
    CROSS JOIN fit AS f
    WHERE w.week >= f.day - 448 AND w.week < f.day
),
counted AS (
    SELECT
        t.topic_id,
        t.label,
        max(t.n_voices) FILTER (WHERE t.week >= f.day - 84)                 AS most_voices_in_a_week,
        coalesce(sum(t.n_documents) FILTER (WHERE t.week >= f.day - 84), 0) AS n_now,
        coalesce(sum(t.n_documents) FILTER (WHERE t.week < f.day - 84), 0)  AS n_before
    FROM v_topic_week AS t
    CROSS JOIN fit AS f
    WHERE t.week >= f.day - 448 AND t.week < f.day
    GROUP BY t.topic_id, t.label
),
compared AS (
    SELECT
        c.*,
        (c.n_now + 0.5) / e.n_now / ((c.n_before + 0.5) / e.n_before) AS growth,
        exp(1.645 * sqrt(1 / (c.n_now + 0.5) + 1 / (c.n_before + 0.5))) AS doubt
    FROM counted AS c
    CROSS JOIN exposure AS e
)
SELECT
    label,
    n_now                     AS n_documents_now,
    n_before                  AS n_documents_before,
    most_voices_in_a_week,
    round(growth, 2)          AS growth,
    round(growth / doubt, 2)  AS growth_at_least,
    topic_id
FROM compared
WHERE n_now > 0
ORDER BY growth_at_least DESC, n_documents_now DESC, label;
