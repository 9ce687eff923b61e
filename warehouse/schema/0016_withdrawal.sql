-- Who said something of a signal may take it back.
COMMENT ON COLUMN decision.decision IS 'Avis : retenu, a_suivre, ecarte ou doute ; retirer : son auteur n’en a plus sur ce signal ; ou epingler (montrer cet état), liberer (montrer de nouveau l’état calculé)';
