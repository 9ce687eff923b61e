-- Changes of the list of sources, with names.
-- Grain: source x change x week. Reads: source_epoch, source. Read by: analysts.
CREATE OR REPLACE VIEW v_source_epoch AS
SELECT e.week, e.change, e.source_id, s.name, e.share, e.until
FROM source_epoch AS e
LEFT JOIN source AS s USING (source_id);

COMMENT ON VIEW v_source_epoch IS 'Les changements de la liste des sources qui pèsent 5 % des textes au moins, tels que les textes les montrent';
COMMENT ON COLUMN v_source_epoch.week IS 'Semaine (lundi) où le changement se voit';
COMMENT ON COLUMN v_source_epoch.change IS 'arrivee ou depart';
COMMENT ON COLUMN v_source_epoch.source_id IS 'Source';
COMMENT ON COLUMN v_source_epoch.name IS 'Son nom';
COMMENT ON COLUMN v_source_epoch.share IS 'Part des documents, depuis l’arrivée ou dans le passé de référence';
COMMENT ON COLUMN v_source_epoch.until IS 'Fin de la période ouverte, semaine exclue : une source arrivée compte dans les montées à partir de là';
