-- Tables that grow with mail are cut by time, and what is past its retention is dropped as a whole. Keys begin with the organisation, so that the same tables can be distributed by it.
-- Times are seconds since 1970, except term.at and everything of people's decisions: milliseconds.
-- message and print are cut by the mail's time into 100 days, signal, lesson and label into 10. A record and what hangs on it are cut by the time they go, into 10 days: records of
-- clean and of suspicious mail are kept for different times. What fits into no part yet stands in the part "rest", and is moved once there is one for it.

ALTER TABLE person DROP CONSTRAINT person_pkey, ADD PRIMARY KEY(org, id);
ALTER TABLE conversation DROP CONSTRAINT conversation_pkey, ADD PRIMARY KEY(org, id);
ALTER TABLE job DROP CONSTRAINT job_pkey, ADD PRIMARY KEY(org, id);
CREATE INDEX repeat_at ON repeat USING brin(at);

ALTER TABLE message RENAME TO message_old;
ALTER TABLE print RENAME TO print_old;
ALTER TABLE signal RENAME TO signal_old;
ALTER TABLE lesson RENAME TO lesson_old;
ALTER TABLE label RENAME TO label_old;
ALTER TABLE record RENAME TO record_old;
ALTER TABLE finding RENAME TO finding_old;
ALTER TABLE indicator RENAME TO indicator_old;
ALTER TABLE revision RENAME TO revision_old;
ALTER TABLE term RENAME TO term_old;
DROP INDEX message_key, message_conversation, lesson_waiting, record_at, record_campaign, record_wave, indicator_value, finding_exception, finding_indicator, finding_rule, term_at;

CREATE SEQUENCE message_ids;
CREATE SEQUENCE record_numbers;
CREATE TABLE message(id bigint NOT NULL DEFAULT nextval('message_ids'), org int NOT NULL, key bigint NOT NULL, conversation bigint NOT NULL, author bigint NOT NULL, at bigint NOT NULL,
  standing smallint NOT NULL, prints int NOT NULL, PRIMARY KEY(org, id, at)) PARTITION BY RANGE(at);
CREATE INDEX message_key ON message(org, key, id);
CREATE INDEX message_conversation ON message(org, conversation, id);
CREATE TABLE print(org int NOT NULL, print bigint NOT NULL, message bigint NOT NULL, at bigint NOT NULL, PRIMARY KEY(org, print, message, at)) PARTITION BY RANGE(at);
-- Prints of a mail stand near each other: a summary of each range of pages finds them when somebody is erased.
CREATE INDEX print_message ON print USING brin(message);
CREATE TABLE signal(org int NOT NULL, key bigint NOT NULL, at bigint NOT NULL, message bigint NOT NULL, conversation bigint NOT NULL, person bigint NOT NULL,
  PRIMARY KEY(org, key, at, message)) PARTITION BY RANGE(at);
CREATE TABLE lesson(org int NOT NULL, message bigint NOT NULL, at bigint NOT NULL, applied boolean NOT NULL, author text NOT NULL, name bigint NOT NULL, kinds smallint[] NOT NULL,
  vals bigint[] NOT NULL, hosts text[] NOT NULL, recipients text[] NOT NULL, PRIMARY KEY(org, message, at)) PARTITION BY RANGE(at);
CREATE INDEX lesson_waiting ON lesson(org, at, message) WHERE NOT applied;
CREATE TABLE label(org int NOT NULL, message bigint NOT NULL, at bigint NOT NULL, label text NOT NULL, PRIMARY KEY(org, message, at)) PARTITION BY RANGE(at);

-- Nodes of the format before this one do not say when a record goes: then it stays as long as those of suspicious mail.
CREATE TABLE record(number bigint NOT NULL DEFAULT nextval('record_numbers'), org int NOT NULL, id text NOT NULL, at bigint NOT NULL, message bigint NOT NULL, verdict smallint NOT NULL,
  applied smallint NOT NULL, intended smallint NOT NULL, score double precision NOT NULL, listener text NOT NULL, sender text NOT NULL, message_id text NOT NULL, campaign text NOT NULL,
  data bytea NOT NULL, expires bigint NOT NULL DEFAULT extract(epoch FROM now())::bigint + 7776000, PRIMARY KEY(org, number, expires)) PARTITION BY RANGE(expires);
CREATE INDEX record_id ON record(org, id);
CREATE INDEX record_at ON record(org, at);
CREATE INDEX record_campaign ON record(org, campaign, number) WHERE campaign <> '';
CREATE INDEX record_wave ON record(org, at, campaign, verdict) WHERE campaign <> '';
CREATE TABLE finding(org int NOT NULL, record bigint NOT NULL, place int NOT NULL, id text NOT NULL, title text NOT NULL, severity smallint NOT NULL, source text NOT NULL,
  attack text NOT NULL, expires bigint NOT NULL DEFAULT extract(epoch FROM now())::bigint + 7776000, PRIMARY KEY(org, record, place, expires)) PARTITION BY RANGE(expires);
CREATE INDEX finding_exception ON finding(org, source, record) WHERE id = 'exception-used';
CREATE INDEX finding_indicator ON finding(org, source, record) WHERE id = 'known-indicator';
CREATE INDEX finding_rule ON finding(org, source, record) WHERE id = 'mail-rule';
CREATE TABLE indicator(org int NOT NULL, record bigint NOT NULL, place int NOT NULL, type text NOT NULL, value text NOT NULL,
  expires bigint NOT NULL DEFAULT extract(epoch FROM now())::bigint + 7776000, PRIMARY KEY(org, record, place, expires)) PARTITION BY RANGE(expires);
CREATE INDEX indicator_value ON indicator(org, type, md5(value), record);
CREATE TABLE revision(org int NOT NULL, record bigint NOT NULL, verdict smallint NOT NULL, because text NOT NULL,
  expires bigint NOT NULL DEFAULT extract(epoch FROM now())::bigint + 7776000, PRIMARY KEY(org, record, verdict, expires)) PARTITION BY RANGE(expires);
CREATE TABLE term(org int NOT NULL, term bigint NOT NULL, at bigint NOT NULL, id text COLLATE "C" NOT NULL,
  expires bigint NOT NULL DEFAULT extract(epoch FROM now())::bigint + 7776000, PRIMARY KEY(org, term, at, id, expires)) PARTITION BY RANGE(expires);

CREATE TABLE message_rest PARTITION OF message DEFAULT;
CREATE TABLE print_rest PARTITION OF print DEFAULT;
CREATE TABLE signal_rest PARTITION OF signal DEFAULT;
CREATE TABLE lesson_rest PARTITION OF lesson DEFAULT;
CREATE TABLE label_rest PARTITION OF label DEFAULT;
CREATE TABLE record_rest PARTITION OF record DEFAULT;
CREATE TABLE finding_rest PARTITION OF finding DEFAULT;
CREATE TABLE indicator_rest PARTITION OF indicator DEFAULT;
CREATE TABLE revision_rest PARTITION OF revision DEFAULT;
CREATE TABLE term_rest PARTITION OF term DEFAULT;

-- How the tables are cut: the column, and the width of a part in seconds.
CREATE TABLE cut(name text PRIMARY KEY, field text NOT NULL, width bigint NOT NULL);
INSERT INTO cut VALUES('message', 'at', 8640000), ('print', 'at', 8640000), ('signal', 'at', 864000), ('lesson', 'at', 864000), ('label', 'at', 864000),
  ('record', 'expires', 864000), ('finding', 'expires', 864000), ('indicator', 'expires', 864000), ('revision', 'expires', 864000), ('term', 'expires', 864000);

-- The parts of a table: from when until when, and about how many rows. The part "rest" has no times.
CREATE FUNCTION parts_of(p_table text) RETURNS TABLE(part text, since bigint, until bigint, held_rows bigint) LANGUAGE sql STABLE AS $$
  SELECT k.relname::text, CASE WHEN k.relname ~ '_[0-9]{8}$' THEN extract(epoch FROM to_date(right(k.relname, 8), 'YYYYMMDD'))::bigint END,
    CASE WHEN k.relname ~ '_[0-9]{8}$' THEN extract(epoch FROM to_date(right(k.relname, 8), 'YYYYMMDD'))::bigint + c.width END, greatest(k.reltuples, 0)::bigint
  FROM cut c JOIN pg_inherits i ON i.inhparent = to_regclass(quote_ident(current_schema()) || '.' || quote_ident(c.name)) JOIN pg_class k ON k.oid = i.inhrelid WHERE c.name = p_table $$;

-- Makes the part of a table for a time, with the rows of it that stand in the part "rest". False when there is one.
CREATE FUNCTION add_part(p_table text, p_time bigint) RETURNS boolean LANGUAGE plpgsql SET lock_timeout = '3s' AS $$
DECLARE
  c cut;
  v_since bigint;
  v_part text;
BEGIN
  SELECT * INTO c FROM cut WHERE name = p_table;
  v_since := p_time - p_time % c.width;
  v_part := p_table || '_' || to_char(to_timestamp(v_since) AT TIME ZONE 'UTC', 'YYYYMMDD');
  IF to_regclass(quote_ident(current_schema()) || '.' || v_part) IS NOT NULL THEN RETURN false; END IF;
  EXECUTE format('CREATE TABLE %I(LIKE %I INCLUDING DEFAULTS INCLUDING STORAGE)', v_part, p_table);
  EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', p_table || '_rest');
  EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= $1 AND %I < $2 RETURNING *) INSERT INTO %I SELECT * FROM moved', p_table || '_rest', c.field, c.field, v_part) USING v_since, v_since + c.width;
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', p_table, v_part, v_since, v_since + c.width);
  RETURN true;
END $$;

-- Makes the parts that the next two days need. One node at a time; another one that comes meanwhile has nothing to do.
CREATE FUNCTION add_parts(p_now bigint, p_clean bigint, p_others bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  c cut;
  v_time bigint;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext(current_schema() || ':parts')) THEN RETURN; END IF;
  FOR c IN SELECT * FROM cut LOOP
    FOREACH v_time IN ARRAY CASE c.field WHEN 'at' THEN ARRAY[p_now] ELSE ARRAY[p_now + p_clean, p_now + p_others] END LOOP
      PERFORM add_part(c.name, v_time), add_part(c.name, v_time + 172800);
    END LOOP;
  END LOOP;
END $$;

-- Drops the parts of a table whose time is over, and single rows of an organisation where the part is small: in a large one they wait for its end. Gives the rows that went, for parts about.
CREATE FUNCTION drop_parts(p_org int, p_table text, p_before bigint) RETURNS bigint LANGUAGE plpgsql SET lock_timeout = '3s' AS $$
DECLARE
  c cut;
  v record;
  v_waiting boolean := false;
  v_rows bigint;
  v_count bigint := 0;
BEGIN
  SELECT * INTO c FROM cut WHERE name = p_table;
  FOR v IN SELECT * FROM parts_of(p_table) x WHERE x.since IS NULL OR x.since < p_before LOOP
    -- What was not learned yet stays.
    IF p_table = 'lesson' THEN EXECUTE format('SELECT EXISTS(SELECT 1 FROM %I WHERE NOT applied)', v.part) INTO v_waiting; END IF;
    IF v.until <= p_before AND NOT v_waiting THEN
      EXECUTE format('DROP TABLE %I', v.part);
      v_count := v_count + v.held_rows;
    ELSIF v.since IS NULL OR v.held_rows < 1000000 THEN
      EXECUTE format('DELETE FROM %I WHERE org = $1 AND %I < $2' || CASE WHEN p_table = 'lesson' THEN ' AND applied' ELSE '' END, v.part, c.field) USING p_org, p_before;
      GET DIAGNOSTICS v_rows = ROW_COUNT;
      v_count := v_count + v_rows;
    END IF;
  END LOOP;
  RETURN v_count;
END $$;

-- Rows of before. Parts for all times that they have, if these are likely ones.
DO $$
DECLARE v_time bigint; v_now bigint := extract(epoch FROM now());
BEGIN
  FOR v_time IN SELECT DISTINCT at - at % 8640000 FROM message_old WHERE at BETWEEN v_now - 50000000 AND v_now + 864000 LOOP
    PERFORM add_part('message', v_time), add_part('print', v_time);
  END LOOP;
  FOR v_time IN SELECT DISTINCT (at + CASE verdict WHEN 0 THEN 2592000 ELSE 7776000 END) / 864000 * 864000 FROM record_old WHERE at BETWEEN v_now - 7776000 AND v_now + 864000 LOOP
    PERFORM add_part(c.name, v_time) FROM cut c WHERE c.field = 'expires';
  END LOOP;
END $$;
INSERT INTO message SELECT id, org, key, conversation, author, at, standing, prints FROM message_old;
INSERT INTO print SELECT p.org, p.print, p.message, m.at FROM print_old p JOIN message_old m ON m.id = p.message;
INSERT INTO signal SELECT * FROM signal_old;
INSERT INTO lesson SELECT * FROM lesson_old;
INSERT INTO label SELECT * FROM label_old;
INSERT INTO record SELECT r.*, r.at + CASE verdict WHEN 0 THEN 2592000 ELSE 7776000 END FROM record_old r;
INSERT INTO finding SELECT f.*, r.expires FROM finding_old f JOIN record r ON r.org = f.org AND r.number = f.record;
INSERT INTO indicator SELECT i.*, r.expires FROM indicator_old i JOIN record r ON r.org = i.org AND r.number = i.record;
INSERT INTO revision SELECT v.*, r.expires FROM revision_old v JOIN record r ON r.org = v.org AND r.number = v.record;
INSERT INTO term SELECT t.*, greatest(t.at / 1000 + 7776000, h.expires / 1000 + 86400) FROM term_old t LEFT JOIN held h ON h.org = t.org AND h.id = t.id COLLATE "default";
SELECT setval('message_ids', (SELECT coalesce(max(id), 0) + 1 FROM message_old), false), setval('record_numbers', (SELECT coalesce(max(number), 0) + 1 FROM record_old), false);
DROP TABLE message_old, print_old, signal_old, lesson_old, label_old, record_old, finding_old, indicator_old, revision_old, term_old;


-- The functions as before, over the new keys.

CREATE OR REPLACE FUNCTION teach(p_org int, p_at bigint, p_author text, p_name bigint, p_kinds smallint[], p_vals bigint[], p_hosts text[],
  p_recipients text[], p_sign int, p_rhythm boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_author bigint := person_of(p_org, p_author, p_at);
  v_domain text := coalesce(substring(p_author FROM '@([^@]*)$'), '');
  v_host int := 0;
  v_messages int;
  v_person bigint;
  v_recipient text;
  v_people int;
BEGIN
  IF v_author = 0 THEN RETURN; END IF;
  UPDATE person SET messages = greatest(0, messages + p_sign), last = greatest(last, p_at) WHERE org = p_org AND id = v_author;
  IF v_domain <> '' THEN
    INSERT INTO domain AS x VALUES(p_org, v_domain, greatest(0, p_sign), p_at)
    ON CONFLICT(org, name) DO UPDATE SET messages = greatest(0, x.messages + p_sign), last = greatest(x.last, excluded.last);
  END IF;
  IF p_name <> 0 THEN
    INSERT INTO name AS x VALUES(p_org, p_name, v_author, greatest(0, p_sign), p_at)
    ON CONFLICT(org, key, person) DO UPDATE SET messages = greatest(0, x.messages + p_sign), last = greatest(x.last, excluded.last);
  END IF;
  FOR i IN 1 .. coalesce(array_length(p_kinds, 1), 0) LOOP
    CONTINUE WHEN NOT p_rhythm AND p_kinds[i] IN (3, 11); -- zone and pace
    v_messages := teach_habit(p_org, v_author, p_kinds[i], p_vals[i], p_sign, p_at);
    IF p_kinds[i] = 8 THEN PERFORM teach_habit(p_org, 0, 8::smallint, p_vals[i], p_sign, p_at); END IF; -- attachment
    IF p_kinds[i] = 7 AND v_host < coalesce(array_length(p_hosts, 1), 0) THEN -- host habits stand in the order of the hosts
      v_host := v_host + 1;
      v_people := CASE WHEN p_sign > 0 THEN (v_messages = 1)::int ELSE -(v_messages = 0)::int END;
      INSERT INTO host AS x VALUES(p_org, p_hosts[v_host], p_at, p_at, v_author, greatest(0, p_sign), greatest(0, v_people))
      ON CONFLICT(org, name) DO UPDATE
      SET messages = greatest(0, x.messages + p_sign), people = greatest(0, x.people + v_people), last = greatest(x.last, excluded.last);
    END IF;
  END LOOP;
  FOREACH v_recipient IN ARRAY p_recipients LOOP
    v_person := person_of(p_org, v_recipient, p_at);
    CONTINUE WHEN v_person = 0;
    INSERT INTO pair AS x VALUES(p_org, v_author, v_person, greatest(0, p_sign), p_at)
    ON CONFLICT(org, sender, recipient) DO UPDATE SET messages = greatest(0, x.messages + p_sign), last = greatest(x.last, excluded.last);
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION apply_lessons(p_org int, p_before bigint, p_rhythm boolean, p_max int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  l lesson;
  v_count int := 0;
BEGIN
  IF NOT EXISTS(SELECT 1 FROM lesson WHERE org = p_org AND NOT applied AND at <= p_before) THEN RETURN 0; END IF;
  IF NOT pg_try_advisory_xact_lock(hashtext(current_schema() || ':lessons'), p_org) THEN RETURN 0; END IF;
  FOR l IN SELECT * FROM lesson WHERE org = p_org AND NOT applied AND at <= p_before ORDER BY at, message LIMIT p_max FOR UPDATE SKIP LOCKED LOOP
    PERFORM teach(p_org, l.at, l.author, l.name, l.kinds, l.vals, l.hosts, l.recipients, 1, p_rhythm);
    UPDATE lesson SET applied = true WHERE org = p_org AND message = l.message AND at = l.at;
    UPDATE message SET standing = 0 WHERE org = p_org AND id = l.message AND standing = 1;
    v_count := v_count + 1;
  END LOOP;
  RETURN v_count;
END $$;

CREATE OR REPLACE FUNCTION remember(p_org int, e jsonb, p_quiet bigint, p_rhythm boolean) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_at bigint := (e->>'at')::bigint;
  v_key bigint := (e->>'id')::bigint;
  v_standing smallint := (e->>'standing')::smallint;
  v_replies int := (e->>'replies')::int;
  v_prints bigint[] := numbers(e->'prints');
  v_recipients text[] := texts(e->'recipients');
  v_kinds smallint[] := numbers(e->'kinds')::smallint[];
  v_belongs boolean := v_standing IN (0, 1);
  v_row bigint;
  v_conversation bigint;
  v_known smallint;
  v_author bigint;
  v_person bigint;
  v_text text;
  v_number bigint;
BEGIN
  PERFORM apply_lessons(p_org, v_at - p_quiet, p_rhythm, 200);
  IF v_key <> 0 THEN
    SELECT m.id, m.conversation, m.standing INTO v_row, v_conversation, v_known FROM message m WHERE m.org = p_org AND m.key = v_key ORDER BY m.id LIMIT 1;
    IF v_row IS NOT NULL AND v_known <> 4 THEN RETURN v_row; END IF;
  END IF;
  v_author := person_of(p_org, e->>'author', v_at);
  IF (e->>'conversation')::bigint <> 0 THEN v_conversation := (e->>'conversation')::bigint; END IF;
  IF coalesce(v_conversation, 0) = 0 THEN
    INSERT INTO conversation(org, subject, first, last, messages, replies) VALUES(p_org, (e->>'subject')::bigint, v_at, v_at, 1, v_replies)
    RETURNING id INTO v_conversation;
  ELSIF v_belongs THEN
    UPDATE conversation SET last = greatest(last, v_at), messages = messages + 1, replies = greatest(replies, v_replies)
    WHERE id = v_conversation AND org = p_org;
  END IF;
  IF v_row IS NULL THEN
    INSERT INTO message(org, key, conversation, author, at, standing, prints)
    VALUES(p_org, v_key, v_conversation, v_author, v_at, v_standing, coalesce(array_length(v_prints, 1), 0)) RETURNING id INTO v_row;
  ELSE
    UPDATE message SET conversation = v_conversation, author = v_author, at = v_at, standing = v_standing,
      prints = coalesce(array_length(v_prints, 1), 0) WHERE org = p_org AND id = v_row;
  END IF;
  INSERT INTO print SELECT p_org, p, v_row, v_at FROM unnest(v_prints) AS p ORDER BY p ON CONFLICT DO NOTHING;
  IF v_belongs THEN
    IF v_author <> 0 THEN
      INSERT INTO participant AS x VALUES(p_org, v_conversation, v_author, 1)
      ON CONFLICT(org, conversation, person) DO UPDATE SET wrote = x.wrote + 1;
    END IF;
    -- In the order of addresses: two nodes that meet the same new people wait for each other in one direction only.
    FOR v_text IN SELECT DISTINCT r FROM unnest(v_recipients) AS r ORDER BY r LOOP
      v_person := person_of(p_org, v_text, v_at);
      CONTINUE WHEN v_person IN (0, v_author);
      INSERT INTO participant VALUES(p_org, v_conversation, v_person, 0) ON CONFLICT DO NOTHING;
    END LOOP;
  END IF;
  FOREACH v_number IN ARRAY numbers(e->'referenced') LOOP
    CONTINUE WHEN v_number = 0 OR EXISTS(SELECT 1 FROM message m WHERE m.org = p_org AND m.key = v_number);
    INSERT INTO message(org, key, conversation, author, at, standing, prints) VALUES(p_org, v_number, v_conversation, 0, v_at, 4, 0);
  END LOOP;
  INSERT INTO signal SELECT p_org, s, v_at, v_row, v_conversation, v_author FROM unnest(numbers(e->'signals')) AS s ON CONFLICT DO NOTHING;
  IF e->>'label' IS NOT NULL THEN
    DELETE FROM label WHERE org = p_org AND message = v_row;
    INSERT INTO label VALUES(p_org, v_row, v_at, e->>'label');
  END IF;
  IF v_standing = 0 THEN
    PERFORM teach(p_org, v_at, e->>'author', (e->>'name')::bigint, v_kinds, numbers(e->'values'), texts(e->'hosts'), v_recipients, 1, p_rhythm);
  ELSIF v_standing = 1 THEN
    DELETE FROM lesson WHERE org = p_org AND message = v_row;
    INSERT INTO lesson VALUES(p_org, v_row, v_at, false, e->>'author', (e->>'name')::bigint, v_kinds, numbers(e->'values'), texts(e->'hosts'), v_recipients);
  END IF;
  RETURN v_row;
END $$;

CREATE OR REPLACE FUNCTION revise(p_org int, p_messages bigint[], p_standing smallint, p_rhythm boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE l lesson;
BEGIN
  UPDATE message SET standing = p_standing WHERE org = p_org AND id = ANY(p_messages);
  IF p_standing NOT IN (2, 3) THEN RETURN; END IF;
  FOR l IN SELECT * FROM lesson WHERE org = p_org AND message = ANY(p_messages) ORDER BY message FOR UPDATE LOOP
    IF l.applied THEN PERFORM teach(p_org, l.at, l.author, l.name, l.kinds, l.vals, l.hosts, l.recipients, -1, p_rhythm); END IF;
    DELETE FROM lesson WHERE org = p_org AND message = l.message;
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION match_quote(p_org int, p_prints bigint[]) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_asked int;
  v_known int;
  v_best bigint;
  v_hits int;
  v_result jsonb;
BEGIN
  WITH asked AS (SELECT o, p FROM unnest(p_prints) WITH ORDINALITY AS x(p, o)),
  holders AS (
    SELECT a.o, h.message, count(h.message) OVER (PARTITION BY a.o) AS n
    FROM asked a LEFT JOIN LATERAL (SELECT message FROM print WHERE org = p_org AND print = a.p LIMIT 9) h ON true),
  totals AS (SELECT count(DISTINCT o) FILTER (WHERE n <= 8) AS asked, count(DISTINCT o) FILTER (WHERE n BETWEEN 1 AND 8) AS known FROM holders),
  best AS (SELECT message, count(*) AS hits FROM holders WHERE n BETWEEN 1 AND 8 GROUP BY message ORDER BY count(*) DESC, message LIMIT 1)
  SELECT t.asked, t.known, b.message, b.hits INTO v_asked, v_known, v_best, v_hits FROM totals t LEFT JOIN best b ON true;
  IF v_best IS NULL THEN RETURN jsonb_build_array(v_asked, 0, 0, 0, NULL, ''); END IF;
  SELECT jsonb_build_array(v_asked, v_known, v_hits, m.prints, jsonb_build_array(m.id, m.conversation, m.author, m.at, m.standing), coalesce(p.address, ''))
  INTO v_result FROM message m LEFT JOIN person p ON p.org = p_org AND p.id = m.author WHERE m.org = p_org AND m.id = v_best;
  RETURN coalesce(v_result, jsonb_build_array(v_asked, v_known, v_hits, 0, NULL, ''));
END $$;

CREATE OR REPLACE FUNCTION recall(p_org int, q jsonb, p_window bigint, p_domains boolean) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_at bigint := (q->>'at')::bigint;
  v_parents jsonb;
  v_referenced bigint := 0;
  v_self jsonb;
  v_quotes jsonb;
  v_candidates bigint[];
  v_author bigint;
  v_person jsonb;
  v_domains jsonb;
BEGIN
  SELECT coalesce(jsonb_agg(jsonb_build_array(m.id, m.conversation, m.author, m.at, m.standing) ORDER BY k.o) FILTER (WHERE m.standing <> 4), '[]'),
    coalesce((array_agg(m.conversation ORDER BY k.o) FILTER (WHERE m.standing = 4))[1], 0)
  INTO v_parents, v_referenced
  FROM unnest(numbers(q->'parents')) WITH ORDINALITY AS k(key, o)
  CROSS JOIN LATERAL (SELECT * FROM message WHERE org = p_org AND key = k.key ORDER BY id LIMIT 1) m;

  IF (q->>'id')::bigint <> 0 THEN
    SELECT jsonb_build_array(m.id, m.conversation, m.author, m.at, m.standing) INTO v_self
    FROM message m WHERE m.org = p_org AND m.key = (q->>'id')::bigint ORDER BY m.id LIMIT 1;
    IF (v_self->>4)::int = 4 THEN
      v_referenced := (v_self->>1)::bigint;
      v_self := NULL;
    END IF;
  END IF;

  SELECT coalesce(jsonb_agg(match_quote(p_org, numbers(x.e)) ORDER BY x.o), '[]') INTO v_quotes
  FROM jsonb_array_elements(q->'quotes') WITH ORDINALITY AS x(e, o);

  SELECT array_agg(c.id ORDER BY c.o) INTO v_candidates FROM (
    SELECT x.id, min(x.o) AS o FROM (
      SELECT (e->>1)::bigint AS id, o FROM jsonb_array_elements(v_parents) WITH ORDINALITY AS p(e, o)
      UNION ALL SELECT (e->4->>1)::bigint, 1000 + o FROM jsonb_array_elements(v_quotes) WITH ORDINALITY AS k(e, o)
      UNION ALL SELECT v_referenced, 2000
      UNION ALL (SELECT s.id, 3000 + row_number() OVER (ORDER BY s.id DESC) FROM (
        SELECT id FROM conversation WHERE org = p_org AND subject = (q->>'subject')::bigint AND (q->>'subject')::bigint <> 0 ORDER BY id DESC LIMIT 8) s)
    ) x WHERE x.id <> 0 GROUP BY x.id ORDER BY 2 LIMIT 8) c;

  SELECT id, jsonb_build_array(id, messages, first, last) INTO v_author, v_person FROM person WHERE org = p_org AND address = q->>'author';
  v_author := coalesce(v_author, 0);
  IF p_domains THEN
    SELECT jsonb_build_object(
      'trusted', (SELECT coalesce(sum(messages), 0) FROM domain WHERE org = p_org),
      'oldest', coalesce((SELECT at FROM message WHERE org = p_org ORDER BY id LIMIT 1), 0),
      'top', (SELECT coalesce(jsonb_agg(jsonb_build_array(name, messages) ORDER BY messages DESC, name COLLATE "C"), '[]')
        FROM (SELECT name, messages FROM domain WHERE org = p_org ORDER BY messages DESC, name COLLATE "C" LIMIT 500) t)) INTO v_domains;
  END IF;

  RETURN jsonb_build_object(
    'self', v_self, 'parents', v_parents, 'referenced', v_referenced, 'quotes', v_quotes, 'author', v_person, 'domains', v_domains,
    'domain', coalesce((SELECT messages FROM domain WHERE org = p_org AND name = substring(q->>'author' FROM '@([^@]*)$')), 0),
    'conversations', (SELECT coalesce(jsonb_agg(jsonb_build_array(c.id, c.subject, c.first, c.last, c.messages, c.replies,
        (SELECT coalesce(jsonb_agg(jsonb_build_array(t.person, coalesce(p.address, ''), t.wrote) ORDER BY t.person), '[]')
         FROM (SELECT person, wrote FROM participant WHERE org = p_org AND conversation = c.id ORDER BY person LIMIT 60) t
         LEFT JOIN person p ON p.org = p_org AND p.id = t.person)) ORDER BY k.o), '[]')
      FROM unnest(v_candidates) WITH ORDINALITY AS k(id, o) JOIN conversation c ON c.id = k.id AND c.org = p_org),
    'habits', (SELECT coalesce(jsonb_agg(jsonb_build_array(kind, value, messages, last)), '[]')
      FROM (SELECT * FROM habit WHERE v_author <> 0 AND org = p_org AND person = v_author AND messages > 0 ORDER BY kind, value LIMIT 400) h),
    'common', (SELECT coalesce(jsonb_agg(jsonb_build_array(kind, value, messages, last)), '[]')
      FROM (SELECT * FROM habit WHERE org = p_org AND person = 0 AND messages > 0 ORDER BY kind, value LIMIT 400) h),
    'names', (SELECT coalesce(jsonb_agg(jsonb_build_array(n.person, coalesce(p.address, ''), n.messages, n.last) ORDER BY n.person), '[]')
      FROM (SELECT * FROM name WHERE (q->>'name')::bigint <> 0 AND org = p_org AND key = (q->>'name')::bigint AND messages > 0 ORDER BY person LIMIT 20) n
      LEFT JOIN person p ON p.org = p_org AND p.id = n.person WHERE n.person <> v_author),
    'relations', (SELECT coalesce(jsonb_agg(jsonb_build_array(
        coalesce((SELECT messages FROM pair WHERE v_author <> 0 AND org = p_org AND sender = v_author AND recipient = p.id), 0),
        coalesce((SELECT messages FROM pair WHERE v_author <> 0 AND org = p_org AND sender = p.id AND recipient = v_author), 0)) ORDER BY r.o), '[]')
      FROM unnest(texts(q->'recipients')) WITH ORDINALITY AS r(address, o) LEFT JOIN person p ON p.org = p_org AND p.address = r.address),
    'hosts', (SELECT coalesce(jsonb_agg(jsonb_build_array(name, first, person, messages, people)), '[]')
      FROM host WHERE org = p_org AND name = ANY(texts(q->'hosts')) AND messages > 0),
    'signals', (SELECT coalesce(jsonb_agg(
        (SELECT coalesce(jsonb_agg(jsonb_build_array(h.message, h.at, h.conversation, h.person) ORDER BY h.at, h.message), '[]')
         FROM (SELECT * FROM signal WHERE org = p_org AND key = s.key AND at BETWEEN v_at - p_window AND v_at + 3600 ORDER BY at DESC, message DESC LIMIT 40) h)
        ORDER BY s.o), '[]')
      FROM unnest(numbers(q->'signals')) WITH ORDINALITY AS s(key, o)));
END $$;

CREATE OR REPLACE FUNCTION vouch(p_org int, e jsonb, p_quiet bigint, p_rhythm boolean) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_at bigint := (e->>'at')::bigint;
  v_row bigint := remember(p_org, jsonb_set(e, '{standing}', '2'), p_quiet, p_rhythm);
  v_conversation bigint;
  v_author bigint;
  v_person bigint;
  v_text text;
BEGIN
  SELECT m.conversation INTO v_conversation FROM message m WHERE m.org = p_org AND m.id = v_row AND m.standing <> 0 FOR UPDATE;
  IF NOT FOUND THEN RETURN v_row; END IF;
  v_author := person_of(p_org, e->>'author', v_at);
  UPDATE conversation SET last = greatest(last, v_at), messages = messages + 1, replies = greatest(replies, (e->>'replies')::int) WHERE id = v_conversation AND org = p_org;
  IF v_author <> 0 THEN
    INSERT INTO participant AS x VALUES(p_org, v_conversation, v_author, 1) ON CONFLICT(org, conversation, person) DO UPDATE SET wrote = x.wrote + 1;
  END IF;
  FOR v_text IN SELECT DISTINCT r FROM unnest(texts(e->'recipients')) AS r ORDER BY r LOOP
    v_person := person_of(p_org, v_text, v_at);
    CONTINUE WHEN v_person IN (0, v_author);
    INSERT INTO participant VALUES(p_org, v_conversation, v_person, 0) ON CONFLICT DO NOTHING;
  END LOOP;
  UPDATE message SET standing = 0 WHERE org = p_org AND id = v_row;
  DELETE FROM lesson WHERE org = p_org AND message = v_row;
  INSERT INTO lesson VALUES(p_org, v_row, v_at, true, e->>'author', (e->>'name')::bigint, numbers(e->'kinds')::smallint[], numbers(e->'values'), texts(e->'hosts'), texts(e->'recipients'));
  PERFORM teach(p_org, v_at, e->>'author', (e->>'name')::bigint, numbers(e->'kinds')::smallint[], numbers(e->'values'), texts(e->'hosts'), texts(e->'recipients'), 1, p_rhythm);
  RETURN v_row;
END $$;

-- Drops what is past its retention; gives the number of messages, about. People go too, when nothing that is kept names them.
CREATE OR REPLACE FUNCTION expire_memory(p_org int, p_quiet_over bigint, p_messages bigint, p_habits bigint, p_signals bigint, p_lessons bigint, p_rhythm boolean)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_count bigint;
  v_gone bigint[];
BEGIN
  PERFORM apply_lessons(p_org, p_quiet_over, p_rhythm, 1000000);
  PERFORM drop_parts(p_org, 'print', p_messages), drop_parts(p_org, 'signal', p_signals), drop_parts(p_org, 'label', p_lessons), drop_parts(p_org, 'lesson', p_lessons);
  v_count := drop_parts(p_org, 'message', p_messages);
  DELETE FROM participant WHERE org = p_org AND conversation IN (SELECT id FROM conversation WHERE org = p_org AND last < p_messages);
  DELETE FROM conversation WHERE org = p_org AND last < p_messages;
  DELETE FROM habit WHERE org = p_org AND last < p_habits;
  DELETE FROM pair WHERE org = p_org AND last < p_habits;
  DELETE FROM host WHERE org = p_org AND last < p_habits;
  DELETE FROM name WHERE org = p_org AND last < p_habits;
  -- Who wrote nothing that is kept and takes part in nothing is no longer known.
  SELECT coalesce(array_agg(p.id), '{}') INTO v_gone FROM person p WHERE p.org = p_org AND p.last < p_messages
    AND NOT EXISTS(SELECT 1 FROM message m WHERE m.org = p_org AND m.author = p.id) AND NOT EXISTS(SELECT 1 FROM participant x WHERE x.org = p_org AND x.person = p.id);
  UPDATE host SET person = 0 WHERE org = p_org AND person = ANY(v_gone);
  DELETE FROM pair WHERE org = p_org AND (sender = ANY(v_gone) OR recipient = ANY(v_gone));
  DELETE FROM person WHERE org = p_org AND id = ANY(v_gone);
  RETURN v_count;
END $$;

CREATE OR REPLACE FUNCTION forget_person(p_org int, p_address text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v_id bigint;
BEGIN
  SELECT id INTO v_id FROM person WHERE org = p_org AND address = p_address;
  IF v_id IS NULL THEN RETURN false; END IF;
  DELETE FROM print WHERE org = p_org AND message IN (SELECT id FROM message WHERE org = p_org AND author = v_id);
  DELETE FROM signal WHERE org = p_org AND person = v_id;
  DELETE FROM label WHERE org = p_org AND message IN (SELECT id FROM message WHERE org = p_org AND author = v_id);
  DELETE FROM lesson WHERE org = p_org AND message IN (SELECT id FROM message WHERE org = p_org AND author = v_id);
  DELETE FROM message WHERE org = p_org AND author = v_id;
  DELETE FROM name WHERE org = p_org AND person = v_id;
  DELETE FROM habit WHERE org = p_org AND person = v_id;
  DELETE FROM pair WHERE org = p_org AND (sender = v_id OR recipient = v_id);
  DELETE FROM participant WHERE org = p_org AND person = v_id;
  UPDATE host SET person = 0 WHERE org = p_org AND person = v_id;
  DELETE FROM person WHERE org = p_org AND id = v_id;
  RETURN true;
END $$;

CREATE OR REPLACE FUNCTION record_mail(p_org int, r jsonb, p_data bytea, p_key bytea, e jsonb, p_repeats_after bigint, p_quiet bigint, p_rhythm boolean)
RETURNS TABLE(message bigint, id text, verdict smallint, applied smallint, intended smallint, score double precision, listener text, sender text,
  message_id text, campaign text, data bytea) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_number bigint := nextval('record_numbers');
  v_at bigint := (r->>'at')::bigint;
  v_expires bigint := coalesce((r->>'expires')::bigint, v_at + 7776000);
  v_message bigint;
BEGIN
  -- Another node with the same mail waits here until this one is done.
  INSERT INTO repeat AS x VALUES(p_org, p_key, v_at, v_number)
  ON CONFLICT(org, key) DO UPDATE SET at = excluded.at, record = excluded.record WHERE x.at <= p_repeats_after;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 0::bigint, d.id, d.verdict, d.applied, d.intended, d.score, d.listener, d.sender, d.message_id, d.campaign, d.data
      FROM repeat x JOIN record d ON d.org = x.org AND d.number = x.record WHERE x.org = p_org AND x.key = p_key;
    IF FOUND THEN RETURN; END IF;
    UPDATE repeat SET at = v_at, record = v_number WHERE org = p_org AND key = p_key;
  END IF;
  v_message := remember(p_org, e, p_quiet, p_rhythm);
  -- A table in parts cannot promise it.
  IF EXISTS(SELECT 1 FROM record d WHERE d.org = p_org AND d.id = r->>'id') THEN RAISE unique_violation USING MESSAGE = 'a record has this id'; END IF;
  INSERT INTO record VALUES(v_number, p_org, r->>'id', v_at, v_message, (r->>'verdict')::smallint, (r->>'applied')::smallint,
    (r->>'intended')::smallint, (r->>'score')::double precision, r->>'listener', r->>'sender', r->>'message_id', r->>'campaign', p_data, v_expires);
  INSERT INTO finding SELECT p_org, v_number, f.o, f.e->>0, f.e->>1, (f.e->>2)::smallint, f.e->>3, f.e->>4, v_expires
    FROM jsonb_array_elements(r->'findings') WITH ORDINALITY AS f(e, o);
  INSERT INTO indicator SELECT p_org, v_number, i.o, i.e->>0, i.e->>1, v_expires FROM jsonb_array_elements(r->'indicators') WITH ORDINALITY AS i(e, o);
  IF r ? 'held' THEN
    INSERT INTO held VALUES(p_org, r->'held'->>'id', (r->'held'->>'held')::bigint, (r->'held'->>'expires')::bigint, (r->'held'->>'state')::smallint,
      (r->'held'->>'version')::bigint, r->'held'->>'mail_from', texts(r->'held'->'recipients'), (r->'held'->>'size')::bigint);
  END IF;
  INSERT INTO term SELECT p_org, t.e::bigint, (r->>'terms_at')::bigint, r->>'id', greatest(v_expires, (r->'held'->>'expires')::bigint / 1000 + 86400) FROM jsonb_array_elements_text(r->'terms') AS t(e) ON CONFLICT DO NOTHING;
  INSERT INTO job(org, kind, subject, payload, due, state, attempts)
    SELECT p_org, j.e->>0, j.e->>1, j.e->>2, (j.e->>3)::bigint, 0, 0 FROM jsonb_array_elements(r->'jobs') WITH ORDINALITY AS j(e, o) ORDER BY j.o;
  RETURN QUERY SELECT v_message, NULL::text, NULL::smallint, NULL::smallint, NULL::smallint, NULL::double precision, NULL::text, NULL::text, NULL::text,
    NULL::text, NULL::bytea;
END $$;

CREATE OR REPLACE FUNCTION find_record(p_org int, p_id text) RETURNS TABLE(columns jsonb, data bytea) LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', d.id, 'verdict', d.verdict, 'applied', d.applied, 'intended', d.intended, 'score', d.score, 'listener', d.listener,
    'sender', d.sender, 'message_id', d.message_id, 'campaign', d.campaign,
    'revised', (SELECT max(v.verdict) FROM revision v WHERE v.org = d.org AND v.record = d.number),
    'findings', (SELECT coalesce(jsonb_agg(jsonb_build_array(f.id, f.title, f.severity, f.source, f.attack) ORDER BY f.place), '[]')
      FROM finding f WHERE f.org = d.org AND f.record = d.number AND f.expires = d.expires),
    'indicators', (SELECT coalesce(jsonb_agg(jsonb_build_array(i.type, i.value) ORDER BY i.place), '[]') FROM indicator i WHERE i.org = d.org AND i.record = d.number AND i.expires = d.expires)), d.data
  FROM record d WHERE d.org = p_org AND d.id = p_id $$;

-- Drops records past their retention and marks held items past theirs; the deletion of their bytes becomes a job. Terms go with what they find.
CREATE OR REPLACE FUNCTION expire_records(p_org int, p_clean bigint, p_others bigint, p_repeats bigint, p_now bigint, p_settled bigint, p_kind text)
RETURNS TABLE(records bigint, held bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE v_seconds bigint := p_now / 1000; v_records bigint; v_expired text[];
BEGIN
  PERFORM add_parts(v_seconds, v_seconds - p_clean, v_seconds - p_others);
  DELETE FROM repeat WHERE org = p_org AND at <= p_repeats;
  DELETE FROM held WHERE org = p_org AND held < p_settled AND state IN (3, 5, 6);
  -- What is on its way stays in the list however old.
  IF EXISTS(SELECT 1 FROM held WHERE org = p_org AND held < p_settled) THEN
    UPDATE term t SET expires = v_seconds + 864000 FROM held h WHERE t.org = p_org AND t.expires < v_seconds AND h.org = p_org AND h.id = t.id COLLATE "default";
  END IF;
  PERFORM drop_parts(p_org, 'finding', v_seconds), drop_parts(p_org, 'indicator', v_seconds), drop_parts(p_org, 'revision', v_seconds), drop_parts(p_org, 'term', v_seconds);
  v_records := drop_parts(p_org, 'record', v_seconds);
  WITH past AS (UPDATE held SET state = 6, version = version + 1 WHERE org = p_org AND state IN (0, 1) AND expires <= p_now RETURNING id)
  SELECT coalesce(array_agg(id), '{}') INTO v_expired FROM past;
  INSERT INTO job(org, kind, subject, payload, due, state, attempts) SELECT p_org, p_kind, x, '{}', p_now, 0, 0 FROM unnest(v_expired) AS x;
  RETURN QUERY SELECT v_records, cardinality(v_expired)::bigint;
END $$;

CREATE OR REPLACE FUNCTION erase_record(p_org int, p_id text, p_old bytea, p_new bytea, p_recipients text[], p_at bigint, p_terms bigint[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v_number bigint;
BEGIN
  SELECT r.number INTO v_number FROM record r WHERE r.org = p_org AND r.id = p_id AND r.data = p_old FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  IF p_new IS NULL THEN
    DELETE FROM finding WHERE org = p_org AND record = v_number;
    DELETE FROM indicator WHERE org = p_org AND record = v_number;
    DELETE FROM revision WHERE org = p_org AND record = v_number;
    DELETE FROM repeat WHERE org = p_org AND record = v_number;
    DELETE FROM held h WHERE h.org = p_org AND h.id = p_id;
    DELETE FROM record r WHERE r.org = p_org AND r.number = v_number;
  ELSE
    UPDATE record r SET data = p_new WHERE r.org = p_org AND r.number = v_number;
    UPDATE held h SET version = h.version + 1, recipients = ARRAY(SELECT x.e FROM unnest(h.recipients) WITH ORDINALITY AS x(e, o) WHERE x.e <> ALL(p_recipients) ORDER BY x.o)
      WHERE h.org = p_org AND h.id = p_id AND h.recipients && p_recipients;
  END IF;
  DELETE FROM term t WHERE t.org = p_org AND t.term = ANY(p_terms) AND t.at = p_at AND t.id = p_id;
  RETURN true;
END $$;


-- How often entries of a kind changed, for kinds that some node keeps in mind. The count is what nodes compare; the notification only says when it is worth looking.
CREATE TABLE change(org int NOT NULL, kind text NOT NULL, number bigint NOT NULL, PRIMARY KEY(org, kind));
CREATE FUNCTION register_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_org int := coalesce(NEW.org, OLD.org);
BEGIN
  UPDATE change c SET number = c.number + 1 WHERE c.org = v_org AND c.kind = coalesce(NEW.kind, OLD.kind);
  IF FOUND THEN PERFORM pg_notify(current_schema() || '_changed', v_org::text); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER register_changed AFTER INSERT OR UPDATE OR DELETE ON register FOR EACH ROW EXECUTE FUNCTION register_changed();
