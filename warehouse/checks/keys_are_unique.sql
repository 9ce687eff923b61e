-- No key is stored twice. The large tables have no index: this is what proves them.
SELECT 'document' AS table_name, document_id AS key FROM document GROUP BY document_id HAVING count(*) > 1
UNION ALL SELECT 'version', version_id FROM version GROUP BY version_id HAVING count(*) > 1
UNION ALL SELECT 'story', document_id FROM story GROUP BY document_id HAVING count(*) > 1
UNION ALL SELECT 'passage', passage_id FROM passage GROUP BY passage_id HAVING count(*) > 1
UNION ALL SELECT 'tag', passage_id || ' ' || variable_id FROM tag GROUP BY passage_id, variable_id HAVING count(*) > 1
UNION ALL SELECT 'actor', actor_id FROM actor GROUP BY actor_id HAVING count(*) > 1
UNION ALL SELECT 'passage_actor', passage_id || ' ' || actor_id FROM passage_actor GROUP BY passage_id, actor_id HAVING count(*) > 1
UNION ALL SELECT 'passage_stake', passage_id || ' ' || stake || ' ' || start_char FROM passage_stake GROUP BY passage_id, stake, start_char HAVING count(*) > 1
UNION ALL SELECT 'topic', topic_id || ' ' || fit_on FROM topic GROUP BY topic_id, fit_on HAVING count(*) > 1
UNION ALL SELECT 'passage_topic', passage_id || ' ' || fit_on FROM passage_topic GROUP BY passage_id, fit_on HAVING count(*) > 1
UNION ALL SELECT 'topic_lineage', concat_ws(' ', topic_id, parent_id, fit_on) FROM topic_lineage GROUP BY topic_id, parent_id, fit_on HAVING count(*) > 1
UNION ALL SELECT 'unit', CAST(unit_key AS VARCHAR) FROM unit GROUP BY unit_key HAVING count(*) > 1
UNION ALL SELECT 'unit_state', CAST(unit_key AS VARCHAR) FROM unit_state GROUP BY unit_key HAVING count(*) > 1
UNION ALL SELECT 'signal', signal_id FROM signal GROUP BY signal_id HAVING count(*) > 1
UNION ALL SELECT 'signal_unit', CAST(unit_key AS VARCHAR) FROM signal_unit WHERE until IS NULL GROUP BY unit_key HAVING count(*) > 1
UNION ALL SELECT 'signal_lineage', concat_ws(' ', signal_id, relation, other_id) FROM signal_lineage GROUP BY signal_id, relation, other_id HAVING count(*) > 1
UNION ALL SELECT 'signal_week', signal_id || ' ' || week FROM signal_week GROUP BY signal_id, week HAVING count(*) > 1;
