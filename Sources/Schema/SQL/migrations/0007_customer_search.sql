-- The list of customers: any page of any order from an index, and search by beginnings of names, addresses and ids.
--
-- The expressions are those of the queries to the letter. Indexes on users leave out last_login, which every visit changes: such a
-- change stays as cheap as it was. A place in a list is a value and a customer, so what lists are sorted by is never null.

CREATE INDEX customer_health_scores_by_score ON mainstay.customer_health_scores (health_status, total_health_score, user_id);
-- Never active is silent for the longest time.
CREATE INDEX customer_health_scores_by_activity ON mainstay.customer_health_scores
    (health_status, (COALESCE(last_activity, '-infinity'::timestamptz)), user_id) INCLUDE (last_activity);

-- Unknown revenue stands below every known one. The segment is that of mainstay.segment().
CREATE INDEX users_by_arr ON mainstay.users
    ((CASE WHEN subscription_tier IN ('enterprise', 'professional', 'basic') THEN subscription_tier ELSE 'free' END),
     (COALESCE(arr, -1)), user_id) INCLUDE (subscription_tier, arr);

-- Search: beginnings in lower case, of at most 200 characters, since an index takes no long ones. In the order of characters, whatever the
-- database's collation is: only then does a B-tree serve beginnings. (pg_trgm could find the middle of words, but an extension
-- is not everybody's to create.)
CREATE INDEX users_by_name ON mainstay.users ((COALESCE(lower(left(name, 200)), '') COLLATE "C"), user_id);
CREATE INDEX users_by_second_word ON mainstay.users
    ((lower(substr(left(name, 200), strpos(left(name, 200), ' ') + 1)) COLLATE "C")) WHERE strpos(left(name, 200), ' ') > 0;
CREATE INDEX users_by_last_word ON mainstay.users
    ((lower(split_part(left(name, 200), ' ', -1)) COLLATE "C")) WHERE strpos(left(name, 200), ' ') > 0;
CREATE INDEX users_by_email ON mainstay.users ((lower(left(email, 200)) COLLATE "C")) WHERE email IS NOT NULL;
CREATE INDEX users_by_email_domain ON mainstay.users ((lower(split_part(left(email, 200), '@', 2)) COLLATE "C")) WHERE email IS NOT NULL;
CREATE INDEX users_by_external_id ON mainstay.users ((lower(left(external_id, 200)) COLLATE "C")) WHERE external_id IS NOT NULL;
