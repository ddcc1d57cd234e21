-- Memory, shared by many nodes. Every row carries its organisation. Numbers named key, print and value are keyed (see MemoryKey); times are
-- seconds since 1970. The functions answer a mail's question and take its experience in, so that each costs one round trip.
CREATE TABLE org(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE message(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, org int NOT NULL, key bigint NOT NULL, conversation bigint NOT NULL,
  author bigint NOT NULL, at bigint NOT NULL, standing smallint NOT NULL, prints int NOT NULL);
CREATE INDEX message_key ON message(org, key, id);
CREATE INDEX message_conversation ON message(org, conversation, id);
CREATE TABLE print(org int NOT NULL, print bigint NOT NULL, message bigint NOT NULL, PRIMARY KEY(org, print, message));
CREATE TABLE conversation(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, org int NOT NULL, subject bigint NOT NULL, first bigint NOT NULL,
  last bigint NOT NULL, messages int NOT NULL, replies int NOT NULL);
CREATE INDEX conversation_subject ON conversation(org, subject, id);
CREATE TABLE participant(org int NOT NULL, conversation bigint NOT NULL, person bigint NOT NULL, wrote int NOT NULL,
  PRIMARY KEY(org, conversation, person));
CREATE TABLE person(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, org int NOT NULL, address text NOT NULL, messages int NOT NULL,
  first bigint NOT NULL, last bigint NOT NULL, UNIQUE(org, address));
CREATE TABLE name(org int NOT NULL, key bigint NOT NULL, person bigint NOT NULL, messages int NOT NULL, last bigint NOT NULL,
  PRIMARY KEY(org, key, person));
CREATE TABLE habit(org int NOT NULL, person bigint NOT NULL, kind smallint NOT NULL, value bigint NOT NULL, messages int NOT NULL,
  last bigint NOT NULL, PRIMARY KEY(org, person, kind, value));
CREATE TABLE pair(org int NOT NULL, sender bigint NOT NULL, recipient bigint NOT NULL, messages int NOT NULL, last bigint NOT NULL,
  PRIMARY KEY(org, sender, recipient));
CREATE TABLE host(org int NOT NULL, name text NOT NULL, first bigint NOT NULL, last bigint NOT NULL, person bigint NOT NULL, messages int NOT NULL,
  people int NOT NULL, PRIMARY KEY(org, name));
CREATE TABLE domain(org int NOT NULL, name text NOT NULL, messages int NOT NULL, last bigint NOT NULL, PRIMARY KEY(org, name));
CREATE TABLE signal(org int NOT NULL, key bigint NOT NULL, at bigint NOT NULL, message bigint NOT NULL, conversation bigint NOT NULL,
  person bigint NOT NULL, PRIMARY KEY(org, key, at, message));
CREATE TABLE lesson(org int NOT NULL, message bigint PRIMARY KEY, at bigint NOT NULL, applied boolean NOT NULL, author text NOT NULL,
  name bigint NOT NULL, kinds smallint[] NOT NULL, vals bigint[] NOT NULL, hosts text[] NOT NULL, recipients text[] NOT NULL);
CREATE INDEX lesson_waiting ON lesson(org, at, message) WHERE NOT applied;
CREATE TABLE label(org int NOT NULL, message bigint PRIMARY KEY, at bigint NOT NULL, label text NOT NULL);

CREATE FUNCTION numbers(j jsonb) RETURNS bigint[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(x.e::bigint ORDER BY x.o), '{}') FROM jsonb_array_elements_text(j) WITH ORDINALITY AS x(e, o) $$;

CREATE FUNCTION texts(j jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(x.e ORDER BY x.o), '{}') FROM jsonb_array_elements_text(j) WITH ORDINALITY AS x(e, o) $$;

-- The row of an address, made when there is none; 0 for an empty one.
CREATE FUNCTION person_of(p_org int, p_address text, p_at bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_id bigint;
BEGIN
  IF p_address = '' THEN RETURN 0; END IF;
  SELECT id INTO v_id FROM person WHERE org = p_org AND address = p_address;
  IF v_id IS NULL THEN
    INSERT INTO person(org, address, messages, first, last) VALUES(p_org, p_address, 0, p_at, p_at) ON CONFLICT DO NOTHING RETURNING id INTO v_id;
    IF v_id IS NULL THEN SELECT id INTO v_id FROM person WHERE org = p_org AND address = p_address; END IF;
  END IF;
  RETURN v_id;
END $$;

CREATE FUNCTION teach_habit(p_org int, p_person bigint, p_kind smallint, p_value bigint, p_sign int, p_at bigint) RETURNS int LANGUAGE sql AS $$
  INSERT INTO habit AS x VALUES(p_org, p_person, p_kind, p_value, greatest(0, p_sign), p_at)
  ON CONFLICT(org, person, kind, value) DO UPDATE SET messages = greatest(0, x.messages + p_sign), last = greatest(x.last, excluded.last)
  RETURNING messages $$;

-- What one trusted mail teaches (+1), or takes back (-1). The same steps in the same order as in the SQLite store.
CREATE FUNCTION teach(p_org int, p_at bigint, p_author text, p_name bigint, p_kinds smallint[], p_vals bigint[], p_hosts text[],
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
  UPDATE person SET messages = greatest(0, messages + p_sign), last = greatest(last, p_at) WHERE id = v_author;
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

-- Applies lessons whose quiet time is over. One node at a time: two that teach the same people in another order would block each other.
CREATE FUNCTION apply_lessons(p_org int, p_before bigint, p_rhythm boolean, p_max int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  l lesson;
  v_count int := 0;
BEGIN
  IF NOT EXISTS(SELECT 1 FROM lesson WHERE org = p_org AND NOT applied AND at <= p_before) THEN RETURN 0; END IF;
  IF NOT pg_try_advisory_xact_lock(hashtext(current_schema() || ':lessons'), p_org) THEN RETURN 0; END IF;
  FOR l IN SELECT * FROM lesson WHERE org = p_org AND NOT applied AND at <= p_before ORDER BY at, message LIMIT p_max FOR UPDATE SKIP LOCKED LOOP
    PERFORM teach(p_org, l.at, l.author, l.name, l.kinds, l.vals, l.hosts, l.recipients, 1, p_rhythm);
    UPDATE lesson SET applied = true WHERE message = l.message;
    UPDATE message SET standing = 0 WHERE id = l.message AND standing = 1;
    v_count := v_count + 1;
  END LOOP;
  RETURN v_count;
END $$;

CREATE FUNCTION remember(p_org int, e jsonb, p_quiet bigint, p_rhythm boolean) RETURNS bigint LANGUAGE plpgsql AS $$
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
      prints = coalesce(array_length(v_prints, 1), 0) WHERE id = v_row;
  END IF;
  INSERT INTO print SELECT p_org, p, v_row FROM unnest(v_prints) AS p ORDER BY p ON CONFLICT DO NOTHING;
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
    INSERT INTO label AS x VALUES(p_org, v_row, v_at, e->>'label') ON CONFLICT(message) DO UPDATE SET at = excluded.at, label = excluded.label;
  END IF;
  IF v_standing = 0 THEN
    PERFORM teach(p_org, v_at, e->>'author', (e->>'name')::bigint, v_kinds, numbers(e->'values'), texts(e->'hosts'), v_recipients, 1, p_rhythm);
  ELSIF v_standing = 1 THEN
    INSERT INTO lesson VALUES(p_org, v_row, v_at, false, e->>'author', (e->>'name')::bigint, v_kinds, numbers(e->'values'), texts(e->'hosts'), v_recipients)
    ON CONFLICT(message) DO UPDATE SET at = excluded.at, applied = false, author = excluded.author, name = excluded.name, kinds = excluded.kinds,
      vals = excluded.vals, hosts = excluded.hosts, recipients = excluded.recipients;
  END IF;
  RETURN v_row;
END $$;

CREATE FUNCTION revise(p_org int, p_messages bigint[], p_standing smallint, p_rhythm boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE l lesson;
BEGIN
  UPDATE message SET standing = p_standing WHERE org = p_org AND id = ANY(p_messages);
  IF p_standing NOT IN (2, 3) THEN RETURN; END IF;
  FOR l IN SELECT * FROM lesson WHERE org = p_org AND message = ANY(p_messages) ORDER BY message FOR UPDATE LOOP
    IF l.applied THEN PERFORM teach(p_org, l.at, l.author, l.name, l.kinds, l.vals, l.hosts, l.recipients, -1, p_rhythm); END IF;
    DELETE FROM lesson WHERE message = l.message;
  END LOOP;
END $$;

-- What is known of one quote: [asked, known, hits, held, message | null, author]. A print that more than eight messages hold is boilerplate.
CREATE FUNCTION match_quote(p_org int, p_prints bigint[]) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
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
  INTO v_result FROM message m LEFT JOIN person p ON p.id = m.author WHERE m.id = v_best;
  RETURN coalesce(v_result, jsonb_build_array(v_asked, v_known, v_hits, 0, NULL, ''));
END $$;

-- Everything that is known of one mail's question, at once.
CREATE FUNCTION recall(p_org int, q jsonb, p_window bigint, p_domains boolean) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
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
         LEFT JOIN person p ON p.id = t.person)) ORDER BY k.o), '[]')
      FROM unnest(v_candidates) WITH ORDINALITY AS k(id, o) JOIN conversation c ON c.id = k.id AND c.org = p_org),
    'habits', (SELECT coalesce(jsonb_agg(jsonb_build_array(kind, value, messages, last)), '[]')
      FROM (SELECT * FROM habit WHERE v_author <> 0 AND org = p_org AND person = v_author AND messages > 0 ORDER BY kind, value LIMIT 400) h),
    'common', (SELECT coalesce(jsonb_agg(jsonb_build_array(kind, value, messages, last)), '[]')
      FROM (SELECT * FROM habit WHERE org = p_org AND person = 0 AND messages > 0 ORDER BY kind, value LIMIT 400) h),
    'names', (SELECT coalesce(jsonb_agg(jsonb_build_array(n.person, coalesce(p.address, ''), n.messages, n.last) ORDER BY n.person), '[]')
      FROM (SELECT * FROM name WHERE (q->>'name')::bigint <> 0 AND org = p_org AND key = (q->>'name')::bigint AND messages > 0 ORDER BY person LIMIT 20) n
      LEFT JOIN person p ON p.id = n.person WHERE n.person <> v_author),
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

-- Drops what is past its retention; gives the number of messages.
CREATE FUNCTION expire_memory(p_org int, p_quiet_over bigint, p_messages bigint, p_habits bigint, p_signals bigint, p_lessons bigint, p_rhythm boolean)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_count bigint;
BEGIN
  PERFORM apply_lessons(p_org, p_quiet_over, p_rhythm, 1000000);
  DELETE FROM print WHERE org = p_org AND message IN (SELECT id FROM message WHERE org = p_org AND at < p_messages);
  DELETE FROM message WHERE org = p_org AND at < p_messages;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  DELETE FROM participant WHERE org = p_org AND conversation IN (SELECT id FROM conversation WHERE org = p_org AND last < p_messages);
  DELETE FROM conversation WHERE org = p_org AND last < p_messages;
  DELETE FROM habit WHERE org = p_org AND last < p_habits;
  DELETE FROM pair WHERE org = p_org AND last < p_habits;
  DELETE FROM host WHERE org = p_org AND last < p_habits;
  DELETE FROM name WHERE org = p_org AND last < p_habits;
  DELETE FROM signal WHERE org = p_org AND at < p_signals;
  DELETE FROM label WHERE org = p_org AND at < p_lessons;
  DELETE FROM lesson WHERE org = p_org AND applied AND at < p_lessons;
  RETURN v_count;
END $$;

-- Erases a person: row, names, habits, pairs, messages with their prints. Conversations of others stay.
CREATE FUNCTION forget_person(p_org int, p_address text) RETURNS boolean LANGUAGE plpgsql AS $$
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
  DELETE FROM person WHERE id = v_id;
  RETURN true;
END $$;
