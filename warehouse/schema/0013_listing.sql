-- A change of the catalogue opens an epoch at once, before the texts show it.
CREATE TABLE source_listing (
    source_id VARCHAR NOT NULL,
    change    VARCHAR NOT NULL,
    day       DATE NOT NULL
);
COMMENT ON TABLE source_listing IS 'Les changements du catalogue : une ligne par source ajoutée ou retirée, et par jour';
COMMENT ON COLUMN source_listing.source_id IS 'Source';
COMMENT ON COLUMN source_listing.change IS 'arrivee (ajoutée au catalogue) ou depart (retirée)';
COMMENT ON COLUMN source_listing.day IS 'Jour de la nuit, ou de l’import, qui a lu le catalogue ainsi changé (heure de Paris)';

ALTER TABLE source_epoch ADD COLUMN origin VARCHAR DEFAULT 'textes';
COMMENT ON TABLE source_epoch IS 'Les changements de la liste des sources : ceux du catalogue, et ceux que les textes montrent et qui en pèsent 5 % au moins';
COMMENT ON COLUMN source_epoch.change IS 'arrivee (elle commence) ou depart (elle a quitté le catalogue, ou se tait plus longtemps que jamais, quatre semaines au moins)';
COMMENT ON COLUMN source_epoch.origin IS 'Ce qui le dit : catalogue ou textes';
