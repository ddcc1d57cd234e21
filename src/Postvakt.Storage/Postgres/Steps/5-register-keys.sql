-- Entries of the register are found under keys, records by their campaign. A job knows when it was first due.

CREATE TABLE register_key(org int NOT NULL, kind text NOT NULL, key text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, PRIMARY KEY(org, kind, key, id));
CREATE INDEX register_key_id ON register_key(org, kind, id);
ALTER TABLE job ADD COLUMN first bigint; -- set when somebody takes it
CREATE INDEX job_given_up ON job(org, id) WHERE state = 2;
CREATE INDEX record_campaign ON record(org, campaign, number) WHERE campaign <> '';

-- As before, with keys.
CREATE OR REPLACE FUNCTION decide(p_org int, p_now bigint, p_audit jsonb, p_hash bytea, p_id text, p_version bigint, p_state smallint, p_recipients text[], p_unless_locked boolean, p_groups text[],
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
    IF (c->>'version')::bigint > 0 THEN DELETE FROM register_key k WHERE k.org = p_org AND k.kind = c->>'kind' AND k.id = c->>'id'; END IF;
    IF c->>'json' IS NOT NULL THEN
      INSERT INTO register_key SELECT p_org, c->>'kind', k.e, c->>'id' FROM jsonb_array_elements_text(c->'keys') AS k(e) ON CONFLICT DO NOTHING;
    END IF;
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
