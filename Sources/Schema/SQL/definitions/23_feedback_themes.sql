-- What do customers write about, and do those who mention it score high or low? Words and two-word phrases of survey answers.

CREATE OR REPLACE FUNCTION mainstay.feedback_words(feedback text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- Words in small letters; a full stop, a comma or a number between words is a word of its own, so that no phrase goes across it.
RETURN string_to_array(btrim(regexp_replace(regexp_replace(regexp_replace(lower(feedback), '[''’]', '', 'g'),
    '[.,;:!?()\n\r/–—…]+|\m\d+\M|\s-+\s', ' . ', 'g'), '[^[:alnum:].+#-]+', ' ', 'g')), ' ');

CREATE OR REPLACE FUNCTION mainstay.feedback_stop_words() RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
-- English words that say nothing by themselves.
RETURN '{.,-,a,able,about,actually,after,again,all,almost,also,always,am,an,and,another,any,are,arent,around,as,ask,asks,at,back,bad,be,because,been,before,being,best,
better,between,bit,both,but,by,can,cannot,cant,could,couldnt,day,days,did,didnt,do,does,doesnt,doing,done,dont,down,each,else,end,enough,etc,even,ever,every,
everyone,everything,except,far,few,find,finding,fine,first,for,from,full,further,get,gets,getting,give,go,goes,going,good,got,great,had,half,hadnt,has,hasnt,have,havent,having,
he,her,here,hers,him,his,hour,hours,how,i,id,if,ill,im,in,into,is,isnt,it,its,itself,ive,just,know,last,least,let,like,little,long,lot,made,make,makes,many,
may,me,might,mine,month,months,more,most,much,must,my,myself,need,needed,needs,never,new,nice,no,nobody,nor,not,nothing,now,of,off,often,on,once,one,only,or,other,
our,ours,out,over,own,part,per,please,quite,rather,really,said,same,say,says,second,see,seem,seems,she,should,shouldnt,since,so,some,something,still,such,take,takes,ten,than,thank,thanks,that,
thats,the,their,theirs,them,then,there,theres,these,they,theyre,thing,things,this,those,though,three,through,time,times,to,today,too,twice,two,under,until,up,us,
use,used,uses,using,usually,very,want,wanted,wants,was,wasnt,way,we,week,weeks,well,went,were,werent,weve,what,when,where,which,while,who,whole,whom,why,will,with,without,wont,work,
works,would,wouldnt,year,years,yet,you,your,youre,yours,yourself}'::text[];

CREATE OR REPLACE FUNCTION mainstay.feedback_themes(
    as_of timestamptz DEFAULT now(), window_days integer DEFAULT 90, at_least integer DEFAULT 3, at_most integer DEFAULT 60)
RETURNS TABLE (phrase text, mentions bigint, average_score numeric, answers text[], answer_scores integer[],
               all_answers bigint, overall_average numeric)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 60
-- Of the survey answers with a text in the days up to the moment, at most the newest 20,000: words and pairs of neighbouring words that at least
-- `at_least` answers mention, the most mentioned first. `average_score` is that of the answers that mention it, `overall_average` that of all with a
-- text. A plural counts as its singular where both occur. A word is left out where one pair that contains it makes up four fifths of its mentions: the pair says it better.
-- `answers` are the newest five that mention it, `answer_scores` their scores.
BEGIN ATOMIC
    WITH given AS MATERIALIZED (
        SELECT s.id, s.score, btrim(s.feedback_text) AS feedback, COALESCE(s.responded_at, s.created_at) AS answered_at
          FROM mainstay.nps_surveys AS s JOIN mainstay.users AS u ON u.user_id = s.user_id
         WHERE s.score IS NOT NULL AND btrim(s.feedback_text) <> ''
           AND COALESCE(s.responded_at, s.created_at) > as_of - mainstay.days(window_days) AND COALESCE(s.responded_at, s.created_at) <= as_of
         ORDER BY COALESCE(s.responded_at, s.created_at) DESC, s.id DESC
         LIMIT 20000
    ), stop_words AS (
        SELECT unnest(mainstay.feedback_stop_words()) AS word
    ), neighbours AS MATERIALIZED (
        SELECT g.id, t.word, t.next
          FROM given AS g
          CROSS JOIN LATERAL (SELECT mainstay.feedback_words(g.feedback) AS words OFFSET 0) AS w
          CROSS JOIN LATERAL unnest(w.words, w.words[2:]) AS t (word, next)
         WHERE length(t.word) > 1 AND t.word NOT IN (SELECT p.word FROM stop_words AS p)
    ), words AS (
        SELECT n.word FROM neighbours AS n GROUP BY n.word
    ), plurals AS MATERIALIZED (
        -- Where both a word and its plural occur they are one theme.
        SELECT w.word, left(w.word, -1) AS singular
          FROM words AS w WHERE w.word ~ '[^su]s$' AND EXISTS (SELECT FROM words AS o WHERE o.word = left(w.word, -1))
    ), pairs AS (
        SELECT n.id, n.word, n.next, COALESCE(w.singular, n.word) AS first, COALESCE(f.singular, n.next) AS second
          FROM neighbours AS n LEFT JOIN plurals AS w ON w.word = n.word LEFT JOIN plurals AS f ON f.word = n.next
    ), mentions AS MATERIALIZED (
        SELECT p.id, p.first AS phrase, NULL::text AS first, NULL::text AS second FROM pairs AS p
        UNION
        SELECT p.id, p.word || ' ' || p.next, p.first, p.second FROM pairs AS p
         WHERE length(p.next) > 1 AND p.next NOT IN (SELECT q.word FROM stop_words AS q)
    ), phrases AS MATERIALIZED (
        SELECT m.phrase, m.first, m.second, count(*) AS mentions, round(avg(g.score), 2) AS average
          FROM mentions AS m JOIN given AS g ON g.id = m.id
         GROUP BY m.phrase, m.first, m.second
        HAVING count(*) >= at_least
    ), covered AS (
        -- Words that one pair says better.
        SELECT w.phrase FROM phrases AS w JOIN phrases AS q ON q.first = w.phrase AND 5 * q.mentions >= 4 * w.mentions
        UNION
        SELECT w.phrase FROM phrases AS w JOIN phrases AS q ON q.second = w.phrase AND 5 * q.mentions >= 4 * w.mentions
    ), chosen AS MATERIALIZED (
        SELECT p.phrase, p.mentions, p.average
          FROM phrases AS p
         WHERE p.first IS NOT NULL OR p.phrase NOT IN (SELECT c.phrase FROM covered AS c)
         ORDER BY p.mentions DESC, p.phrase COLLATE "C"
         LIMIT at_most
    ), examples AS (
        SELECT r.phrase, array_agg(r.feedback ORDER BY r.place) AS answers, array_agg(r.score ORDER BY r.place) AS scores
          FROM (SELECT c.phrase, g.feedback, g.score, row_number() OVER (PARTITION BY c.phrase ORDER BY g.answered_at DESC, g.id DESC) AS place
                  FROM chosen AS c JOIN mentions AS m ON m.phrase = c.phrase JOIN given AS g ON g.id = m.id) AS r
         WHERE r.place <= 5
         GROUP BY r.phrase
    )
    SELECT c.phrase, c.mentions, c.average, e.answers, e.scores, w.answers, w.average
      FROM chosen AS c JOIN examples AS e ON e.phrase = c.phrase
      CROSS JOIN (SELECT count(*) AS answers, round(avg(g.score), 2) AS average FROM given AS g) AS w
     ORDER BY c.mentions DESC, c.phrase COLLATE "C";
END;
COMMENT ON FUNCTION mainstay.feedback_themes IS
    'Words and two-word phrases of the survey answers of the days up to a moment, with the mean score of the answers that mention them.';
