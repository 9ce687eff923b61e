-- Les territoires cités depuis un an, du plus grand nombre de voix au plus petit, reprises retirées
SELECT label, class, code, count(DISTINCT voice) AS n_voices, count(*) AS n_passages, max(counted_on) AS last_day
FROM v_actor
WHERE facet = 'territoire' AND NOT is_copy AND counted_on > (SELECT max(counted_on) FROM version) - 364
GROUP BY actor_id, label, class, code
ORDER BY n_voices DESC, n_passages DESC, label;
