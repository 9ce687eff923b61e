-- Among the passages of a signal, those that say the contrary: they are kept apart, and prove nothing.
ALTER TABLE evidence ADD COLUMN cue VARCHAR;
COMMENT ON COLUMN evidence.cue IS 'Pour un contraire, les mots qui le disent, tels qu’écrits (des règles, à vérifier) ; vide sinon';
COMMENT ON COLUMN evidence.role IS 'premier (le plus ancien), peripherique (la voix la plus rare), represente, ou contraire (dit le contraire : ne prouve rien)';
COMMENT ON TABLE evidence IS 'Les preuves d’un signal pour la dernière semaine arrêtée, meilleures d’abord ; puis, à part, ce qui dit le contraire';
