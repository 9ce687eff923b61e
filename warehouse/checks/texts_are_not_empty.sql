-- No document was stored without words.
SELECT version_id, n_characters FROM version WHERE n_characters <> length(text) OR length(trim(text)) = 0;
