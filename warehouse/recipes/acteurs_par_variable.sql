-- Les acteurs que nomment le plus de voix dans les passages de chaque variable, sur un an, copies retirées
SELECT v.label AS variable, a.label AS actor, a.code, a.class, count(DISTINCT a.voice) AS n_voices, count(*) AS n_passages
FROM v_actor AS a
JOIN variable AS v ON list_contains(a.variables, v.variable_id)
WHERE a.facet = 'acteur' AND NOT a.is_copy AND a.counted_on > (SELECT max(counted_on) FROM version) - 364
GROUP BY ALL
QUALIFY row_number() OVER (PARTITION BY v.label ORDER BY count(DISTINCT a.voice) DESC, count(*) DESC, a.label) <= 15
ORDER BY variable, n_voices DESC, n_passages DESC, actor;
