-- Les voix entendues pour la première fois depuis douze semaines
SELECT voice, source, source_class, min(counted_on) AS first_day, count(*) AS n_documents
FROM v_document
GROUP BY voice, source, source_class
HAVING min(counted_on) > (SELECT max(counted_on) FROM version) - 84
ORDER BY n_documents DESC, voice;
