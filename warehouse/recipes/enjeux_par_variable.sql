-- Les enjeux de chaque variable : passages, voix et un exemple récent (par règles, à vérifier)
SELECT
    v.label AS variable,
    s.stake AS enjeu,
    count(DISTINCT s.passage_id) AS passages,
    count(DISTINCT p.voice) AS voix,
    arg_max(p.text, (p.counted_on, p.passage_id)) AS dernier_passage
FROM v_stake AS s
JOIN v_tag AS t USING (passage_id)
JOIN v_passage AS p USING (passage_id)
JOIN variable AS v USING (variable_id)
WHERE NOT p.is_copy
GROUP BY v.label, v.position, s.stake
ORDER BY v.position, passages DESC, enjeu;
