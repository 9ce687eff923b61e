-- Tags are decided by a trained model: what their columns mean has changed.
COMMENT ON COLUMN tag.probability IS 'Probabilité calibrée que le passage porte la variable, de 0 à 1';
COMMENT ON COLUMN tag.kind IS 'Nature du passage : tendance ou levier ; aucun si rien ne le dit';
COMMENT ON TABLE tag_span IS 'Ce qui justifie une étiquette : un morceau du texte, à sa place';
COMMENT ON COLUMN tag_span.expression IS 'Expression du lexique, ou la proposition qui pèse le plus dans la décision du modèle';
COMMENT ON COLUMN tag_span.weight IS 'Poids dans le lexique (3 décide seule, 1 est un indice), ou dans le modèle';
COMMENT ON COLUMN version.analysis IS 'Version de l’analyse : code et pipeline de langue, puis empreinte du lexique et du modèle des étiquettes';
