-- Whether what was asked is the source itself (its feed, its page, its search), not one of its texts: robots.txt
-- may forbid a text, a text may be missing, and the source is sound.
-- Read by: source_health_at, v_run; flows.night tells it so while it runs.
CREATE OR REPLACE MACRO is_of_source(asked, asked_url, source_kind, source_url) AS
asked IN ('feed', 'api') OR asked_url = source_url OR (asked = 'robots' AND source_kind = 'hal');
