-- Changes of the list of sources, with names.
-- Grain: source x change x week. Reads: source_epoch, source. Read by: analysts.
CREATE OR REPLACE VIEW v_source_epoch AS
SELECT e.week, e.change, e.source_id, s.name, e.share, e.until, e.origin
FROM source_epoch AS e
LEFT JOIN source AS s USING (source_id);

COMMENT ON VIEW v_source_epoch IS 'Les changements de la liste des sources : ceux du catalogue, et ceux que les textes montrent et qui en pèsent 5 % au moins';
COMMENT ON COLUMN v_source_epoch.week IS 'Semaine (lundi) où le changement se voit';
COMMENT ON COLUMN v_source_epoch.change IS 'arrivee ou depart';
COMMENT ON COLUMN v_source_epoch.source_id IS 'Source';
COMMENT ON COLUMN v_source_epoch.name IS 'Son nom';
COMMENT ON COLUMN v_source_epoch.share IS 'Part des documents, depuis l’arrivée ou dans le passé de référence';
COMMENT ON COLUMN v_source_epoch.until IS 'Fin de la période ouverte, semaine exclue : une source arrivée compte dans les montées à partir de là';
COMMENT ON COLUMN v_source_epoch.origin IS 'Ce qui le dit : catalogue ou textes';
