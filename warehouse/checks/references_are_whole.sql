-- Whatever is pointed at exists.
SELECT 'version' AS table_name, version_id AS key FROM version ANTI JOIN document USING (document_id)
UNION ALL SELECT 'document', document_id FROM document ANTI JOIN version USING (document_id)
UNION ALL SELECT 'document', document_id FROM document ANTI JOIN source USING (source_id)
UNION ALL SELECT 'passage', passage_id FROM passage ANTI JOIN version USING (version_id)
UNION ALL SELECT 'tag', passage_id FROM tag ANTI JOIN passage USING (passage_id)
UNION ALL SELECT 'tag', passage_id FROM tag ANTI JOIN variable USING (variable_id)
UNION ALL SELECT 'tag_span', passage_id FROM tag_span ANTI JOIN tag USING (passage_id, variable_id)
UNION ALL SELECT 'justification', passage_id FROM justification ANTI JOIN tag USING (passage_id, variable_id)
UNION ALL SELECT 'passage_actor', passage_id FROM passage_actor ANTI JOIN passage USING (passage_id)
UNION ALL SELECT 'passage_actor', actor_id FROM passage_actor ANTI JOIN actor USING (actor_id)
UNION ALL SELECT 'passage_stake', passage_id FROM passage_stake ANTI JOIN tag USING (passage_id)
UNION ALL SELECT 'evidence', signal_id FROM evidence ANTI JOIN passage USING (passage_id)
UNION ALL SELECT 'signal_lineage', signal_id FROM signal_lineage ANTI JOIN signal USING (signal_id) WHERE relation <> 'relecture'
UNION ALL SELECT 'signal_lineage', other_id FROM signal_lineage AS l ANTI JOIN signal AS s ON s.signal_id = l.other_id
UNION ALL SELECT 'signal_week', signal_id FROM signal_week ANTI JOIN signal USING (signal_id);
