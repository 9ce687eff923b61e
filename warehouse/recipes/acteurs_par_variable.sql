-- Les acteurs que nomment le plus de voix dans les passages de chaque variable, sur un an, reprises retirées
WITH counted AS (
    SELECT
        v.label                 AS variable,
        v.position,
        a.label                 AS actor,
        a.code,
        a.class,
        count(DISTINCT a.voice) AS n_voices,
        count(*)                AS n_passages
    FROM v_actor AS a
    JOIN variable AS v ON list_contains(a.variables, v.variable_id)
    WHERE a.facet = 'acteur' AND NOT a.is_copy AND a.counted_on > (SELECT max(counted_on) FROM version) - 364
    GROUP BY v.label, v.position, a.actor_id, a.label, a.code, a.class
)
SELECT variable, actor, code, class, n_voices, n_passages
FROM counted
QUALIFY row_number() OVER (PARTITION BY variable ORDER BY n_voices DESC, n_passages DESC, actor) <= 15
ORDER BY position, n_voices DESC, n_passages DESC, actor;
