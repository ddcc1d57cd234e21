-- What mail is found by, the register, lock-downs of a group, and erasing. Times are milliseconds since 1970.

-- A row stands at the time of its held item, so that the rows of a term are in the order of the list. Ids compare as bytes, whatever the database's collation.
CREATE TABLE term(org int NOT NULL, term bigint NOT NULL, at bigint NOT NULL, id text COLLATE "C" NOT NULL, PRIMARY KEY(org, term, at, id));
-- Rows come in the order of time: a summary of each range of pages is enough to find the old ones.
CREATE INDEX term_at ON term USING brin(at);
DROP INDEX held_state;
CREATE INDEX held_state ON held(org, state, held, id COLLATE "C");
CREATE INDEX held_at ON held(org, held, id COLLATE "C");
CREATE TABLE register(org int NOT NULL, kind text NOT NULL, id text COLLATE "C" NOT NULL, version bigint NOT NULL, json text NOT NULL, PRIMARY KEY(org, kind, id));
CREATE INDEX finding_exception ON finding(org, source, record) WHERE id = 'exception-used';
CREATE INDEX repeat_record ON repeat(record);
-- The target in capitals, made by us: a database may know capitals of ASCII only.
ALTER TABLE lockdown ADD COLUMN folded text NOT NULL DEFAULT '';

-- Records one mail and what Memory learns of it. A repeat gives the record of then, and message 0; anything else only the row in Memory.
CREATE OR REPLACE FUNCTION record_mail(p_org int, r jsonb, p_data bytea, p_key bytea, e jsonb, p_repeats_after bigint, p_quiet bigint, p_rhythm boolean)
RETURNS TABLE(message bigint, id text, verdict smallint, applied smallint, intended smallint, score double precision, listener text, sender text,
  message_id text, campaign text, data bytea) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  v_number bigint := nextval(pg_get_serial_sequence(quote_ident(current_schema()) || '.record', 'number'));
  v_at bigint := (r->>'at')::bigint;
  v_message bigint;
BEGIN
  -- Another node with the same mail waits here until this one is done.
  INSERT INTO repeat AS x VALUES(p_org, p_key, v_at, v_number)
  ON CONFLICT(org, key) DO UPDATE SET at = excluded.at, record = excluded.record WHERE x.at <= p_repeats_after;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 0::bigint, d.id, d.verdict, d.applied, d.intended, d.score, d.listener, d.sender, d.message_id, d.campaign, d.data
      FROM repeat x JOIN record d ON d.number = x.record WHERE x.org = p_org AND x.key = p_key;
    IF FOUND THEN RETURN; END IF;
    UPDATE repeat SET at = v_at, record = v_number WHERE org = p_org AND key = p_key;
  END IF;
  v_message := remember(p_org, e, p_quiet, p_rhythm);
  INSERT INTO record OVERRIDING SYSTEM VALUE VALUES(v_number, p_org, r->>'id', v_at, v_message, (r->>'verdict')::smallint, (r->>'applied')::smallint,
    (r->>'intended')::smallint, (r->>'score')::double precision, r->>'listener', r->>'sender', r->>'message_id', r->>'campaign', p_data);
  INSERT INTO finding SELECT p_org, v_number, f.o, f.e->>0, f.e->>1, (f.e->>2)::smallint, f.e->>3, f.e->>4
    FROM jsonb_array_elements(r->'findings') WITH ORDINALITY AS f(e, o);
  INSERT INTO indicator SELECT p_org, v_number, i.o, i.e->>0, i.e->>1 FROM jsonb_array_elements(r->'indicators') WITH ORDINALITY AS i(e, o);
  IF r ? 'held' THEN
    INSERT INTO held VALUES(p_org, r->'held'->>'id', (r->'held'->>'held')::bigint, (r->'held'->>'expires')::bigint, (r->'held'->>'state')::smallint,
      (r->'held'->>'version')::bigint, r->'held'->>'mail_from', texts(r->'held'->'recipients'), (r->'held'->>'size')::bigint);
  END IF;
  INSERT INTO term SELECT p_org, t.e::bigint, (r->>'terms_at')::bigint, r->>'id' FROM jsonb_array_elements_text(r->'terms') AS t(e) ON CONFLICT DO NOTHING;
  INSERT INTO job(org, kind, subject, payload, due, state, attempts)
    SELECT p_org, j.e->>0, j.e->>1, j.e->>2, (j.e->>3)::bigint, 0, 0 FROM jsonb_array_elements(r->'jobs') WITH ORDINALITY AS j(e, o) ORDER BY j.o;
  RETURN QUERY SELECT v_message, NULL::text, NULL::smallint, NULL::smallint, NULL::smallint, NULL::double precision, NULL::text, NULL::text, NULL::text,
    NULL::text, NULL::bytea;
END $$;

-- Drops records past their retention and marks held items past theirs; the deletion of their bytes becomes a job. Terms go with what they find.
CREATE OR REPLACE FUNCTION expire_records(p_org int, p_clean bigint, p_others bigint, p_repeats bigint, p_now bigint, p_settled bigint, p_kind text)
RETURNS TABLE(records bigint, held bigint) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE v_gone bigint[]; v_expired text[];
BEGIN
  DELETE FROM repeat WHERE org = p_org AND at <= p_repeats;
  WITH gone AS (DELETE FROM record WHERE org = p_org AND (at < p_others OR (verdict = 0 AND at < p_clean)) RETURNING number)
  SELECT coalesce(array_agg(number), '{}') INTO v_gone FROM gone;
  DELETE FROM finding WHERE record = ANY(v_gone);
  DELETE FROM indicator WHERE record = ANY(v_gone);
  DELETE FROM revision WHERE record = ANY(v_gone);
  WITH past AS (UPDATE held SET state = 6, version = version + 1 WHERE org = p_org AND state IN (0, 1) AND expires <= p_now RETURNING id)
  SELECT coalesce(array_agg(id), '{}') INTO v_expired FROM past;
  INSERT INTO job(org, kind, subject, payload, due, state, attempts) SELECT p_org, p_kind, x, '{}', p_now, 0, 0 FROM unnest(v_expired) AS x;
  DELETE FROM held WHERE org = p_org AND held < p_settled AND state IN (3, 5, 6);
  DELETE FROM term t WHERE t.org = p_org AND t.at < p_settled AND NOT EXISTS(SELECT 1 FROM held h WHERE h.org = p_org AND h.id = t.id COLLATE "default");
  RETURN QUERY SELECT cardinality(v_gone)::bigint, cardinality(v_expired)::bigint;
END $$;

-- A page of held mail. Terms, state and the list itself all stand in the same order: the one with the fewest rows is walked, and each row asked about the others.
-- At most p_examined rows are; where more are left, a last row without an id says which was the last. Plans must not hang on statistics: a table that nobody
-- analysed yet would be read whole. Compiling a plan takes longer than a page.
CREATE FUNCTION search_held(p_org int, p_terms bigint[], p_state smallint, p_since bigint, p_at bigint, p_id text, p_max int, p_examined int)
RETURNS TABLE(id text, held bigint, expires bigint, state smallint, version bigint, mail_from text, recipients text[], size bigint, last_id text)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
  v_term bigint; v_driver bigint; v_count bigint; v_fewest bigint := p_examined + 1;
  v_source text := 'SELECT h.held AS at, h.id COLLATE "C" AS id FROM held h WHERE h.org = $1 AND h.held >= $3 AND (h.held, h.id COLLATE "C") < ($4, $5)';
  v_items int := 0; v_examined int := 0; v_last_at bigint; v_last_id text; v record;
BEGIN
  FOREACH v_term IN ARRAY p_terms LOOP
    SELECT count(*) INTO v_count
      FROM (SELECT 1 FROM term t WHERE t.org = p_org AND t.term = v_term AND t.at >= p_since AND (t.at, t.id) < (p_at, p_id COLLATE "C") LIMIT v_fewest) c;
    IF v_driver IS NULL OR v_count < v_fewest THEN v_fewest := v_count; v_driver := v_term; END IF;
  END LOOP;
  IF v_driver IS NOT NULL THEN
    v_source := 'SELECT t.at, t.id FROM term t WHERE t.org = $1 AND t.term = $2 AND t.at >= $3 AND (t.at, t.id) < ($4, $5 COLLATE "C")';
  END IF;
  IF p_state IS NOT NULL THEN
    SELECT count(*) INTO v_count
      FROM (SELECT 1 FROM held h WHERE h.org = p_org AND h.state = p_state AND h.held >= p_since AND (h.held, h.id COLLATE "C") < (p_at, p_id) LIMIT v_fewest) c;
    IF v_driver IS NULL OR v_count < v_fewest THEN
      v_driver := NULL;
      v_source := 'SELECT h.held AS at, h.id COLLATE "C" AS id FROM held h WHERE h.org = $1 AND h.state = $6 AND h.held >= $3 AND (h.held, h.id COLLATE "C") < ($4, $5)';
    END IF;
  END IF;
  FOR v IN EXECUTE 'SELECT d.at AS place_at, d.id AS place_id, x.* FROM (' || v_source || ' ORDER BY 1 DESC, 2 DESC LIMIT $8) d
    LEFT JOIN LATERAL (SELECT true AS fits WHERE NOT EXISTS(SELECT 1 FROM unnest($7) o(term)
      WHERE NOT EXISTS(SELECT 1 FROM term t WHERE t.org = $1 AND t.term = o.term AND t.at = d.at AND t.id = d.id))) m ON true
    LEFT JOIN LATERAL (SELECT h.* FROM held h WHERE m.fits AND h.org = $1 AND h.id = d.id COLLATE "default" AND ($6 IS NULL OR h.state = $6) LIMIT 1) x ON true'
    USING p_org, v_driver, p_since, p_at, p_id, p_state, array_remove(p_terms, v_driver), p_examined + 1
  LOOP
    IF v_items = p_max OR v_examined = p_examined THEN
      RETURN QUERY SELECT NULL::text, v_last_at, NULL::bigint, NULL::smallint, NULL::bigint, NULL::text, NULL::text[], NULL::bigint, v_last_id;
      RETURN;
    END IF;
    v_examined := v_examined + 1;
    v_last_at := v.place_at; v_last_id := v.place_id;
    IF v.id IS NOT NULL THEN
      v_items := v_items + 1;
      RETURN QUERY SELECT v.id, v.held, v.expires, v.state, v.version, v.mail_from, v.recipients, v.size, NULL::text;
    END IF;
  END LOOP;
END $$;

-- Erases a person from a record: all of it, or, given new data, the recipient alone. False when the record is not, or no longer, as it was read.
CREATE FUNCTION erase_record(p_org int, p_id text, p_old bytea, p_new bytea, p_recipients text[], p_at bigint, p_terms bigint[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v_number bigint;
BEGIN
  SELECT r.number INTO v_number FROM record r WHERE r.org = p_org AND r.id = p_id AND r.data = p_old FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  IF p_new IS NULL THEN
    DELETE FROM finding WHERE record = v_number;
    DELETE FROM indicator WHERE record = v_number;
    DELETE FROM revision WHERE record = v_number;
    DELETE FROM repeat WHERE record = v_number;
    DELETE FROM held h WHERE h.org = p_org AND h.id = p_id;
    DELETE FROM record r WHERE r.number = v_number;
  ELSE
    UPDATE record r SET data = p_new WHERE r.number = v_number;
    UPDATE held h SET version = h.version + 1, recipients = ARRAY(SELECT x.e FROM unnest(h.recipients) WITH ORDINALITY AS x(e, o) WHERE x.e <> ALL(p_recipients) ORDER BY x.o)
      WHERE h.org = p_org AND h.id = p_id AND h.recipients && p_recipients;
  END IF;
  DELETE FROM term t WHERE t.org = p_org AND t.term = ANY(p_terms) AND t.at = p_at AND t.id = p_id;
  RETURN true;
END $$;

-- Keeps a decision: 0 all of it; 1 nothing, somebody changed the mail or the register, or has the job; 2 nothing, a lock-down covers the mail; 3 nothing, the chain of
-- the node went on. Names of groups come in capitals.
DROP FUNCTION decide(int, bigint, jsonb, bytea, text, bigint, smallint, text[], boolean, jsonb, jsonb, bigint, int, bigint);
CREATE FUNCTION decide(p_org int, p_now bigint, p_audit jsonb, p_hash bytea, p_id text, p_version bigint, p_state smallint, p_recipients text[], p_unless_locked boolean, p_groups text[],
  p_lockdown jsonb, p_register jsonb, p_jobs jsonb, p_job bigint, p_attempts int, p_again bigint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_campaign text; c jsonb;
BEGIN
  -- A lock-down waits for releases that are being kept, and those that come after it see it.
  IF p_lockdown IS NOT NULL THEN PERFORM pg_advisory_xact_lock(p_org, hashtext('postvakt lock-down'));
  ELSIF p_unless_locked THEN PERFORM pg_advisory_xact_lock_shared(p_org, hashtext('postvakt lock-down'));
  END IF;
  PERFORM pg_advisory_xact_lock(p_org, hashtext('postvakt audit ' || (p_audit->>'node')));
  IF (SELECT coalesce(max(a.number), 0) + 1 FROM audit a WHERE a.org = p_org AND a.node = p_audit->>'node') <> (p_audit->>'number')::bigint THEN RETURN 3; END IF;
  IF p_unless_locked THEN
    SELECT r.campaign INTO v_campaign FROM record r WHERE r.org = p_org AND r.id = p_id;
    PERFORM 1 FROM lockdown l WHERE l.org = p_org AND l.lifted IS NULL AND (l.until IS NULL OR p_now < l.until)
      AND (l.scope = 0 OR (l.scope = 1 AND coalesce(v_campaign, '') <> '' AND l.target = v_campaign) OR (l.scope = 2 AND l.folded = ANY(p_groups)));
    IF FOUND THEN RETURN 2; END IF;
  END IF;
  IF p_job IS NOT NULL THEN
    PERFORM 1 FROM job j WHERE j.org = p_org AND j.id = p_job AND j.attempts = p_attempts AND j.state = 0 FOR UPDATE;
    IF NOT FOUND THEN RETURN 1; END IF;
  END IF;
  IF p_id IS NOT NULL THEN
    UPDATE held h SET state = p_state, version = h.version + 1, recipients = coalesce(p_recipients, h.recipients) WHERE h.org = p_org AND h.id = p_id AND h.version = p_version;
    IF NOT FOUND THEN RETURN 1; END IF;
  END IF;
  FOR c IN SELECT x.e FROM jsonb_array_elements(p_register) WITH ORDINALITY AS x(e, o) ORDER BY x.o LOOP
    IF c->>'json' IS NULL THEN DELETE FROM register g WHERE g.org = p_org AND g.kind = c->>'kind' AND g.id = c->>'id' AND g.version = (c->>'version')::bigint;
    ELSIF (c->>'version')::bigint = 0 THEN INSERT INTO register VALUES(p_org, c->>'kind', c->>'id', 1, c->>'json') ON CONFLICT DO NOTHING;
    ELSE UPDATE register g SET json = c->>'json', version = g.version + 1 WHERE g.org = p_org AND g.kind = c->>'kind' AND g.id = c->>'id' AND g.version = (c->>'version')::bigint;
    END IF;
    IF NOT FOUND THEN RAISE SQLSTATE 'PVCHG'; END IF;
  END LOOP;
  IF p_job IS NOT NULL AND p_again IS NULL THEN DELETE FROM job j WHERE j.org = p_org AND j.id = p_job;
  ELSIF p_job IS NOT NULL THEN UPDATE job j SET due = p_again WHERE j.org = p_org AND j.id = p_job;
  END IF;
  IF p_lockdown IS NOT NULL THEN
    INSERT INTO lockdown VALUES(p_org, p_lockdown->>'id', (p_lockdown->>'scope')::smallint, p_lockdown->>'target', p_lockdown->>'reason', p_lockdown->>'actor',
      (p_lockdown->>'since')::bigint, (p_lockdown->>'until')::bigint, (p_lockdown->>'lifted')::bigint, p_lockdown->>'folded')
    ON CONFLICT(org, id) DO UPDATE SET reason = excluded.reason, actor = excluded.actor, until = excluded.until, lifted = excluded.lifted;
  END IF;
  INSERT INTO job(org, kind, subject, payload, due, state, attempts)
    SELECT p_org, j.e->>0, j.e->>1, j.e->>2, (j.e->>3)::bigint, 0, 0 FROM jsonb_array_elements(p_jobs) WITH ORDINALITY AS j(e, o) ORDER BY j.o;
  INSERT INTO audit VALUES(p_org, p_audit->>'node', (p_audit->>'number')::bigint, (p_audit->>'at')::bigint, p_audit->>'actor', (p_audit->>'role')::smallint,
    p_audit->>'action', p_audit->>'subject', p_audit->>'reason', p_audit->>'outcome', p_hash);
  RETURN 0;
EXCEPTION WHEN SQLSTATE 'PVCHG' THEN RETURN 1;
END $$;

-- Takes a mail in as history, also one that was only seen before; revise takes back what it taught.
CREATE FUNCTION vouch(p_org int, e jsonb, p_quiet bigint, p_rhythm boolean) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_at bigint := (e->>'at')::bigint;
  v_row bigint := remember(p_org, jsonb_set(e, '{standing}', '2'), p_quiet, p_rhythm);
  v_conversation bigint;
  v_author bigint;
  v_person bigint;
  v_text text;
BEGIN
  SELECT m.conversation INTO v_conversation FROM message m WHERE m.id = v_row AND m.org = p_org AND m.standing <> 0 FOR UPDATE;
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
  UPDATE message SET standing = 0 WHERE id = v_row;
  INSERT INTO lesson VALUES(p_org, v_row, v_at, true, e->>'author', (e->>'name')::bigint, numbers(e->'kinds')::smallint[], numbers(e->'values'), texts(e->'hosts'), texts(e->'recipients'))
  ON CONFLICT(message) DO UPDATE SET at = excluded.at, applied = true, author = excluded.author, name = excluded.name, kinds = excluded.kinds,
    vals = excluded.vals, hosts = excluded.hosts, recipients = excluded.recipients;
  PERFORM teach(p_org, v_at, e->>'author', (e->>'name')::bigint, numbers(e->'kinds')::smallint[], numbers(e->'values'), texts(e->'hosts'), texts(e->'recipients'), 1, p_rhythm);
  RETURN v_row;
END $$;

-- Drops what is past its retention; gives the number of messages. People go too, when nothing that is kept names them.
CREATE OR REPLACE FUNCTION expire_memory(p_org int, p_quiet_over bigint, p_messages bigint, p_habits bigint, p_signals bigint, p_lessons bigint, p_rhythm boolean)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  v_count bigint;
  v_gone bigint[];
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
  -- Who wrote nothing that is kept and takes part in nothing is no longer known.
  SELECT coalesce(array_agg(p.id), '{}') INTO v_gone FROM person p WHERE p.org = p_org AND p.last < p_messages
    AND NOT EXISTS(SELECT 1 FROM message m WHERE m.org = p_org AND m.author = p.id) AND NOT EXISTS(SELECT 1 FROM participant x WHERE x.org = p_org AND x.person = p.id);
  UPDATE host SET person = 0 WHERE org = p_org AND person = ANY(v_gone);
  DELETE FROM pair WHERE org = p_org AND (sender = ANY(v_gone) OR recipient = ANY(v_gone));
  DELETE FROM person WHERE org = p_org AND id = ANY(v_gone);
  RETURN v_count;
END $$;
