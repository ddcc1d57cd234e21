-- What people decide. Times are milliseconds since 1970.
CREATE TABLE audit(org int NOT NULL, node text NOT NULL, number bigint NOT NULL, at bigint NOT NULL, actor text NOT NULL, role smallint NOT NULL, action text NOT NULL,
  subject text NOT NULL, reason text NOT NULL, outcome text NOT NULL, hash bytea NOT NULL, PRIMARY KEY(org, node, number));
CREATE INDEX audit_subject ON audit(org, subject, at);
CREATE INDEX audit_at ON audit(org, at);
CREATE TABLE lockdown(org int NOT NULL, id text NOT NULL, scope smallint NOT NULL, target text NOT NULL, reason text NOT NULL, actor text NOT NULL,
  since bigint NOT NULL, until bigint, lifted bigint, PRIMARY KEY(org, id));

-- Keeps a decision: 0 all of it; 1 nothing, somebody changed the mail or has the job; 2 nothing, a lock-down covers the mail; 3 nothing, the chain of the node went on.
CREATE FUNCTION decide(p_org int, p_now bigint, p_audit jsonb, p_hash bytea, p_id text, p_version bigint, p_state smallint, p_recipients text[], p_unless_locked boolean,
  p_lockdown jsonb, p_jobs jsonb, p_job bigint, p_attempts int, p_again bigint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_campaign text;
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
      AND (l.scope = 0 OR (coalesce(v_campaign, '') <> '' AND l.target = v_campaign));
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
  IF p_job IS NOT NULL AND p_again IS NULL THEN DELETE FROM job j WHERE j.org = p_org AND j.id = p_job;
  ELSIF p_job IS NOT NULL THEN UPDATE job j SET due = p_again WHERE j.org = p_org AND j.id = p_job;
  END IF;
  IF p_lockdown IS NOT NULL THEN
    INSERT INTO lockdown VALUES(p_org, p_lockdown->>'id', (p_lockdown->>'scope')::smallint, p_lockdown->>'target', p_lockdown->>'reason', p_lockdown->>'actor',
      (p_lockdown->>'since')::bigint, (p_lockdown->>'until')::bigint, (p_lockdown->>'lifted')::bigint)
    ON CONFLICT(org, id) DO UPDATE SET reason = excluded.reason, actor = excluded.actor, until = excluded.until, lifted = excluded.lifted;
  END IF;
  INSERT INTO job(org, kind, subject, payload, due, state, attempts)
    SELECT p_org, j.e->>0, j.e->>1, j.e->>2, (j.e->>3)::bigint, 0, 0 FROM jsonb_array_elements(p_jobs) WITH ORDINALITY AS j(e, o) ORDER BY j.o;
  INSERT INTO audit VALUES(p_org, p_audit->>'node', (p_audit->>'number')::bigint, (p_audit->>'at')::bigint, p_audit->>'actor', (p_audit->>'role')::smallint,
    p_audit->>'action', p_audit->>'subject', p_audit->>'reason', p_audit->>'outcome', p_hash);
  RETURN 0;
END $$;
