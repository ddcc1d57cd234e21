-- The ledger and the bytes of held mail. Times: records in seconds, held items and jobs in milliseconds since 1970.
CREATE TABLE record(number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, org int NOT NULL, id text NOT NULL, at bigint NOT NULL, message bigint NOT NULL,
  verdict smallint NOT NULL, applied smallint NOT NULL, intended smallint NOT NULL, score double precision NOT NULL, listener text NOT NULL,
  sender text NOT NULL, message_id text NOT NULL, campaign text NOT NULL, data bytea NOT NULL, UNIQUE(org, id));
CREATE INDEX record_at ON record(org, at);
CREATE TABLE finding(org int NOT NULL, record bigint NOT NULL, place int NOT NULL, id text NOT NULL, title text NOT NULL, severity smallint NOT NULL,
  source text NOT NULL, attack text NOT NULL, PRIMARY KEY(record, place));
CREATE TABLE indicator(org int NOT NULL, record bigint NOT NULL, place int NOT NULL, type text NOT NULL, value text NOT NULL, PRIMARY KEY(record, place));
-- A link can be longer than an index entry may be, so its hash stands for it.
CREATE INDEX indicator_value ON indicator(org, type, md5(value), record);
CREATE TABLE revision(org int NOT NULL, record bigint NOT NULL, verdict smallint NOT NULL, because text NOT NULL, PRIMARY KEY(record, verdict));
CREATE TABLE repeat(org int NOT NULL, key bytea NOT NULL, at bigint NOT NULL, record bigint NOT NULL, PRIMARY KEY(org, key));
CREATE TABLE held(org int NOT NULL, id text NOT NULL, held bigint NOT NULL, expires bigint NOT NULL, state smallint NOT NULL, version bigint NOT NULL,
  mail_from text NOT NULL, recipients text[] NOT NULL, size bigint NOT NULL, PRIMARY KEY(org, id));
CREATE INDEX held_state ON held(org, state, held);
CREATE TABLE job(id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, org int NOT NULL, kind text NOT NULL, subject text NOT NULL, payload text NOT NULL,
  due bigint NOT NULL, state smallint NOT NULL, attempts int NOT NULL);
CREATE INDEX job_due ON job(org, kind, due, id) WHERE state = 0;
CREATE TABLE held_bytes(org int NOT NULL, id text NOT NULL, part int NOT NULL, bytes bytea NOT NULL, PRIMARY KEY(org, id, part));
ALTER TABLE held_bytes ALTER COLUMN bytes SET STORAGE EXTERNAL; -- sealed bytes do not compress

-- Records one mail and what Memory learns of it. A repeat gives the record of then, and message 0; anything else only the row in Memory.
CREATE FUNCTION record_mail(p_org int, r jsonb, p_data bytea, p_key bytea, e jsonb, p_repeats_after bigint, p_quiet bigint, p_rhythm boolean)
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
  INSERT INTO job(org, kind, subject, payload, due, state, attempts)
    SELECT p_org, j.e->>0, j.e->>1, j.e->>2, (j.e->>3)::bigint, 0, 0 FROM jsonb_array_elements(r->'jobs') WITH ORDINALITY AS j(e, o) ORDER BY j.o;
  RETURN QUERY SELECT v_message, NULL::text, NULL::smallint, NULL::smallint, NULL::smallint, NULL::double precision, NULL::text, NULL::text, NULL::text,
    NULL::text, NULL::bytea;
END $$;

-- One record with all that depends on it.
CREATE FUNCTION find_record(p_org int, p_id text) RETURNS TABLE(columns jsonb, data bytea) LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('id', d.id, 'verdict', d.verdict, 'applied', d.applied, 'intended', d.intended, 'score', d.score, 'listener', d.listener,
    'sender', d.sender, 'message_id', d.message_id, 'campaign', d.campaign,
    'revised', (SELECT max(v.verdict) FROM revision v WHERE v.record = d.number),
    'findings', (SELECT coalesce(jsonb_agg(jsonb_build_array(f.id, f.title, f.severity, f.source, f.attack) ORDER BY f.place), '[]')
      FROM finding f WHERE f.record = d.number),
    'indicators', (SELECT coalesce(jsonb_agg(jsonb_build_array(i.type, i.value) ORDER BY i.place), '[]') FROM indicator i WHERE i.record = d.number)), d.data
  FROM record d WHERE d.org = p_org AND d.id = p_id $$;

-- Drops records past their retention and marks held items past theirs; the deletion of their bytes becomes a job.
CREATE FUNCTION expire_records(p_org int, p_clean bigint, p_others bigint, p_repeats bigint, p_now bigint, p_settled bigint, p_kind text)
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
  RETURN QUERY SELECT cardinality(v_gone)::bigint, cardinality(v_expired)::bigint;
END $$;
