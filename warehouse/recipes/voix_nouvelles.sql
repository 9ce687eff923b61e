-- Les voix entendues pour la première fois depuis douze semaines
SELECT
    arg_min(d.voice_written, (d.counted_on, d.document_id)) AS voice,
    d.source,
    d.source_class,
    min(d.counted_on)                                       AS first_day,
    count(*)                                                AS n_documents
FROM v_document AS d
GROUP BY d.voice, d.source, d.source_class
HAVING min(d.counted_on) > (SELECT max(counted_on) FROM version) - 84
ORDER BY n_documents DESC, d.voice;
