-- What people decide of a state, and what becomes of signals.
ALTER TABLE decision ADD COLUMN state VARCHAR;
COMMENT ON TABLE decision IS 'Ce que les documentalistes ont dit des signaux, repris chaque nuit de decisions.sqlite : des lignes ajoutées, jamais changées';
COMMENT ON COLUMN decision.decision IS 'Avis : retenu, a_suivre, ecarte ou doute ; ou epingler (montrer cet état), liberer (montrer de nouveau l’état calculé)';
COMMENT ON COLUMN decision.state IS 'État épinglé ; vide pour toute autre décision';
