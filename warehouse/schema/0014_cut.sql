-- A term that is but a piece of what stands there (nlp/wholes.py): archives are read again, which fills it.
ALTER TABLE mention ADD COLUMN is_cut BOOLEAN DEFAULT false;
COMMENT ON COLUMN mention.is_cut IS 'Partout dans le passage, le motif y coupe ce qui va ensemble (« seuil de la commande » devant « publique »)';
