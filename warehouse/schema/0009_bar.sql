-- The evidence that makes a candidate follows the size of the archive: no number holds for all.
COMMENT ON COLUMN signal_week.cusum IS 'Somme cumulée (CUSUM), en nats ; ce qui fait un candidat dépend du nombre de motifs dits dans la semaine';
