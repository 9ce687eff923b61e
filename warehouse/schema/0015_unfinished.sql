-- The ledger tells the runs that were begun and did not end, too (decision 0035).
COMMENT ON TABLE run IS 'Le registre : une ligne par exécution ; celles qui n’ont pas abouti y viennent avec la suivante qui aboutit';
COMMENT ON COLUMN run.outcome IS 'fait, incomplet si une source a manqué ; interrompu (arrêtée avant la fin) ou echec (arrêtée par une erreur) : rien n’en a été publié';
