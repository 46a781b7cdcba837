-- What do customers ask for? Tickets of category feature_request, however it is spelled, like subjects merged.
--
-- Two subjects are alike when the same words are left of them, in any order, after this:
-- 1. Openings are taken off as long as there are any: "Feature request:", "Please add", "Could you", "We need", "Any plans for", "the ability to", "a" …
-- 2. So are closings: "please", "thanks", punctuation.
-- 3. Case and punctuation do not matter, a plural counts as its singular, and small words (a, an, the, to, for, of, in, our …) are left out.

CREATE OR REPLACE FUNCTION mainstay.request_text(subject text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- What is asked for, in the words of the subject. A subject that is nothing but openings stays as it is.
RETURN COALESCE(
    NULLIF(regexp_replace(regexp_replace(btrim(regexp_replace(subject, '\s+', ' ', 'g')),
        '^(?:(?:'
        -- Labels
        || '(?:re|fwd?)(?=:)|(?:new |product )?feature requests?|enhancement(?: requests?)?|(?:feature )?suggestions?(?=:)|requests?(?=:| for)|idea(?=:)'
        || '|wish(?:list)?(?=:)'
        -- Asking
        || '|please|pls|kindly|(?:can|could|would|will) (?:you|we|i)|is it possible|(?:is|are) there|(?:any|are there) (?:plans?|chance|news)'
        || '|(?:i|we)(?:''d| would)?(?: really)? (?:need|want|wish|like|love|miss)|would(?: really)? (?:like|love)|need(?: for)?(?= )'
        || '|(?:it )?would be (?:nice|great|good|helpful|useful)'
        -- What to do with it
        || '|to have|to see|to get|to add|add(?:ing)?|(?:add )?support for|allow|enable|provide|implement|introduce|(?:the )?(?:ability|option|possibility) (?:to|for|of)'
        -- Small words that are left at the front
        || '|for|to|of|on|an?|the|some|having|have'
        || ')(?:\s*(?:[:,!?]+|[–-]+(?=\s))\s*|\s+))+', '', 'i'),
        '(?:[\s,;:.!?–-]|\m(?:please|pls|thanks|thank you|asap)\M)+$', '', 'i'), ''),
    btrim(subject));

CREATE OR REPLACE FUNCTION mainstay.request_key(request text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- What two requests for the same thing have in common; the request itself in small letters where nothing is left.
RETURN COALESCE(
    (SELECT string_agg(DISTINCT regexp_replace(regexp_replace(w.word, '^(\w{2,})ies$', '\1y'), '^(\w+[^sui])s$', '\1'), ' ')
       FROM unnest(string_to_array(regexp_replace(lower(request), '[^[:alnum:]+#]+', ' ', 'g'), ' ')) AS w (word)
      WHERE w.word <> '' AND w.word <> ALL ('{a,an,the,to,for,of,in,on,from,with,and,or,our,my,your,we,i,be,is}')),
    lower(btrim(request)));

CREATE OR REPLACE FUNCTION mainstay.feature_request_figures(as_of timestamptz, window_days integer)
RETURNS TABLE (request text, requests bigint, customers bigint, arr numeric, arr_unknown bigint, wordings bigint, newest_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
-- `request` is the wording that occurs most; `wordings` is how many different subjects were merged. ARR counts each customer of a request once;
-- `arr_unknown` are those without one. The category is compared as the index on support_tickets has it, which plain_words() is written out to.
BEGIN ATOMIC
    WITH asked AS MATERIALIZED (
        SELECT t.user_id, t.subject, t.opened_at, u.arr
          FROM mainstay.support_tickets AS t JOIN mainstay.users AS u ON u.user_id = t.user_id
         WHERE mainstay.plain_words(t.category) = 'feature request' AND t.opened_at > as_of - mainstay.days(window_days) AND t.opened_at <= as_of
           AND btrim(t.subject) <> ''
    ), subjects AS MATERIALIZED (
        -- Many tickets share a subject; each is taken apart once.
        SELECT d.subject, d.request, mainstay.request_key(d.request) AS key, d.times
          FROM (SELECT a.subject, mainstay.request_text(a.subject) AS request, count(*) AS times FROM asked AS a GROUP BY a.subject) AS d
    ), wordings AS (
        SELECT DISTINCT ON (w.key) w.key, w.request
          FROM (SELECT s.key, s.request, sum(s.times) AS times FROM subjects AS s GROUP BY s.key, s.request) AS w
         ORDER BY w.key, w.times DESC, w.request COLLATE "C"
    ), of_customers AS (
        SELECT s.key, a.user_id, max(a.arr) AS arr, count(*) AS requests, max(a.opened_at) AS newest_at
          FROM asked AS a JOIN subjects AS s ON s.subject = a.subject
         GROUP BY s.key, a.user_id
    )
    SELECT upper(left(w.request, 1)) || substr(w.request, 2), sum(c.requests)::bigint, count(*), COALESCE(sum(c.arr), 0), count(*) FILTER (WHERE c.arr IS NULL),
           (SELECT count(*) FROM subjects AS s WHERE s.key = c.key), max(c.newest_at)
      FROM of_customers AS c JOIN wordings AS w ON w.key = c.key
     GROUP BY c.key, w.request
     ORDER BY sum(c.requests) DESC, COALESCE(sum(c.arr), 0) DESC, w.request COLLATE "C";
END;

CREATE OR REPLACE FUNCTION mainstay.feature_requests(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 180)
RETURNS TABLE (request text, requests bigint, customers bigint, arr numeric, wordings bigint, newest_at timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 50
BEGIN ATOMIC
    SELECT f.request, f.requests, f.customers, f.arr, f.wordings, f.newest_at FROM mainstay.feature_request_figures(as_of, window_days) AS f;
END;
COMMENT ON FUNCTION mainstay.feature_requests IS 'What feature requests of the days up to a moment ask for, like subjects merged, the most frequent first.';

CREATE OR REPLACE FUNCTION mainstay.feature_requests_without_subject(as_of timestamptz DEFAULT now(), window_days integer DEFAULT 180) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
-- They ask for something that nobody knows.
BEGIN ATOMIC
    SELECT count(*)
      FROM mainstay.support_tickets AS t JOIN mainstay.users AS u ON u.user_id = t.user_id
     WHERE mainstay.plain_words(t.category) = 'feature request' AND t.opened_at > as_of - mainstay.days(window_days) AND t.opened_at <= as_of
       AND COALESCE(btrim(t.subject), '') = '';
END;
COMMENT ON FUNCTION mainstay.feature_requests_without_subject IS
    'How many feature requests of the days up to a moment have no subject, and are in no row of feature_requests().';
