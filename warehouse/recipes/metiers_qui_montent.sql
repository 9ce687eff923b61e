-- Les métiers dont on parle plus : voix pour mille documents, six derniers mois contre les six précédents, reprises retirées
WITH last AS (
    SELECT max(counted_on) AS day FROM version
),
halves AS (
    SELECT a.actor_id, a.label, a.class, a.voice, a.passage_id, a.counted_on > l.day - 182 AS is_now
    FROM v_actor AS a
    CROSS JOIN last AS l
    WHERE a.facet = 'metier' AND NOT a.is_copy AND a.counted_on > l.day - 364
),
exposure AS (
    SELECT
        greatest(sum(w.n_documents) FILTER (WHERE w.week > l.day - 182), 1)  AS n_now,
        greatest(sum(w.n_documents) FILTER (WHERE w.week <= l.day - 182), 1) AS n_before
    FROM week AS w
    CROSS JOIN last AS l
    WHERE w.week > l.day - 364
)
SELECT
    h.label,
    h.class,
    count(DISTINCT h.voice) FILTER (WHERE h.is_now)     AS n_voices_now,
    count(DISTINCT h.voice) FILTER (WHERE NOT h.is_now) AS n_voices_before,
    count(*) FILTER (WHERE h.is_now)                    AS n_passages_now,
    count(*) FILTER (WHERE NOT h.is_now)                AS n_passages_before,
    round(
        (count(DISTINCT h.voice) FILTER (WHERE h.is_now) + 0.5) / any_value(e.n_now)
        / ((count(DISTINCT h.voice) FILTER (WHERE NOT h.is_now) + 0.5) / any_value(e.n_before)), 2
    ) AS growth
FROM halves AS h
CROSS JOIN exposure AS e
GROUP BY h.actor_id, h.label, h.class
HAVING n_voices_now >= 2
ORDER BY growth DESC, n_voices_now DESC, h.label;
