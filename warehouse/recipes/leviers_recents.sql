-- Les leviers les plus sûrs des douze dernières semaines, par variable
SELECT
    v.label,
    round(t.probability, 2) AS probability,
    t.theme,
    p.voice_written AS voice,
    CAST(timezone('Europe/Paris', timezone('UTC', p.published_at)) AS DATE) AS published_on,
    p.text,
    p.url
FROM v_tag AS t
JOIN v_passage AS p USING (passage_id)
JOIN variable AS v USING (variable_id)
WHERE t.kind = 'levier' AND NOT p.is_copy AND p.counted_on > (SELECT max(counted_on) FROM version) - 84
QUALIFY row_number() OVER (PARTITION BY v.variable_id ORDER BY t.probability DESC, p.passage_id) <= 10
ORDER BY v.position, t.probability DESC, p.passage_id;
