-- How each pair of variables meets over a period, against the one before; in the order of the catalogue.
-- Grain: variable x variable. Reads: variable_link_over, variable. Read by: Archive.links.
SELECT l.* EXCLUDE (period_first, period_last)
FROM variable_link_over([{'first': $first::DATE, 'last': $last::DATE}]) AS l
JOIN variable AS a ON a.variable_id = l.first_id
JOIN variable AS b ON b.variable_id = l.second_id
ORDER BY a.position, b.position;
