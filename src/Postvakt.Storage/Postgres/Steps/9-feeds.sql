-- What others share. A feed's row counts its changes and what is held of it; whoever changes a feed holds that row, so that versions are seen in their order. Times are milliseconds since 1970.

CREATE TABLE feed(org int NOT NULL, name text COLLATE "C" NOT NULL, version bigint NOT NULL, held bigint NOT NULL, aside bigint NOT NULL, PRIMARY KEY(org, name));
CREATE TABLE feed_indicator(org int NOT NULL, feed text COLLATE "C" NOT NULL, type text COLLATE "C" NOT NULL, value text COLLATE "C" NOT NULL, id uuid NOT NULL, confidence smallint NOT NULL, start bigint NOT NULL,
  until bigint NOT NULL, added bigint NOT NULL, seen bigint NOT NULL, standing smallint NOT NULL, version bigint NOT NULL, PRIMARY KEY(org, feed, type, value));
CREATE INDEX feed_changed ON feed_indicator(org, feed, version, type, value);
CREATE INDEX feed_seen ON feed_indicator(org, feed, seen);
CREATE INDEX feed_until ON feed_indicator(org, until);
CREATE INDEX feed_aside ON feed_indicator(org, feed, type, value) WHERE standing NOT IN (0, 5, 7);
CREATE INDEX finding_shared ON finding(org, source, record) WHERE id = 'shared-indicator';

-- Holds the row of a feed and gives its next version.
CREATE FUNCTION feed_version(p_org int, p_feed text) RETURNS bigint LANGUAGE sql AS $$
  INSERT INTO feed AS f VALUES(p_org, p_feed, 1, 0, 0) ON CONFLICT(org, name) DO UPDATE SET version = f.version + 1 RETURNING version
$$;

-- A chunk is an array of [type, value, id, confidence, start, until, standing].
CREATE FUNCTION put_feed(p_org int, p_feed text, p_chunk jsonb, p_most bigint, p_now bigint, OUT added int, OUT renewed int, OUT over int) LANGUAGE plpgsql AS $$
DECLARE
  v_version bigint := feed_version(p_org, p_feed);
  v_held bigint;
  v_aside bigint;
  v_old feed_indicator;
  v_start bigint;
  v_until bigint;
  v_standing smallint;
  e jsonb;
BEGIN
  added := 0; renewed := 0; over := 0;
  SELECT f.held, f.aside INTO v_held, v_aside FROM feed f WHERE f.org = p_org AND f.name = p_feed;
  FOR e IN SELECT x.e FROM jsonb_array_elements(p_chunk) AS x(e) LOOP
    SELECT i.* INTO v_old FROM feed_indicator i WHERE i.org = p_org AND i.feed = p_feed AND i.type = e->>0 AND i.value = e->>1 AND i.standing <> 7;
    IF FOUND THEN
      renewed := renewed + 1;
      v_start := least(v_old.start, (e->>4)::bigint);
      v_until := CASE WHEN abs((e->>5)::bigint - v_old.until) * 8 < (e->>5)::bigint - p_now THEN v_old.until ELSE (e->>5)::bigint END;
      v_standing := CASE WHEN v_old.standing IN (5, 6) THEN v_old.standing ELSE (e->>6)::smallint END;
      v_aside := v_aside + (v_standing NOT IN (0, 5))::int - (v_old.standing NOT IN (0, 5))::int;
      IF (v_old.id, v_old.confidence, v_old.start, v_old.until, v_old.standing) = ((e->>2)::uuid, (e->>3)::smallint, v_start, v_until, v_standing) THEN
        UPDATE feed_indicator i SET seen = p_now WHERE i.org = p_org AND i.feed = p_feed AND i.type = v_old.type AND i.value = v_old.value;
      ELSE
        UPDATE feed_indicator i SET seen = p_now, id = (e->>2)::uuid, confidence = (e->>3)::smallint, start = v_start, until = v_until, standing = v_standing, version = v_version
          WHERE i.org = p_org AND i.feed = p_feed AND i.type = v_old.type AND i.value = v_old.value;
      END IF;
    ELSIF v_held >= p_most THEN
      over := over + 1;
    ELSE
      added := added + 1;
      v_held := v_held + 1;
      v_aside := v_aside + ((e->>6)::smallint NOT IN (0, 5))::int;
      INSERT INTO feed_indicator VALUES(p_org, p_feed, e->>0, e->>1, (e->>2)::uuid, (e->>3)::smallint, (e->>4)::bigint, (e->>5)::bigint, p_now, p_now, (e->>6)::smallint, v_version)
      ON CONFLICT(org, feed, type, value) DO UPDATE SET id = excluded.id, confidence = excluded.confidence, start = excluded.start, until = excluded.until, added = excluded.added, seen = excluded.seen,
        standing = excluded.standing, version = excluded.version;
    END IF;
  END LOOP;
  UPDATE feed f SET held = v_held, aside = v_aside WHERE f.org = p_org AND f.name = p_feed;
END $$;

-- Takes out what is named, or, where nothing is named, what was not seen since a time.
CREATE FUNCTION take_out_of_feed(p_org int, p_feed text, p_types text[], p_values text[], p_since bigint, p_max int, p_gone bigint) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  v_version bigint;
  v_count int;
  v_aside int;
BEGIN
  PERFORM 1 FROM feed f WHERE f.org = p_org AND f.name = p_feed FOR UPDATE;
  IF NOT FOUND THEN RETURN 0; END IF;
  SELECT f.version + 1 INTO v_version FROM feed f WHERE f.org = p_org AND f.name = p_feed;
  WITH old AS (
    SELECT i.type, i.value, i.standing FROM feed_indicator i JOIN (SELECT DISTINCT * FROM unnest(p_types, p_values)) AS n(type, value) ON i.type = n.type AND i.value = n.value
      WHERE p_types IS NOT NULL AND i.org = p_org AND i.feed = p_feed AND i.standing <> 7
    UNION ALL (SELECT i.type, i.value, i.standing FROM feed_indicator i WHERE p_types IS NULL AND i.org = p_org AND i.feed = p_feed AND i.seen < p_since AND i.standing <> 7 ORDER BY i.seen LIMIT p_max)),
  gone AS (UPDATE feed_indicator i SET standing = 7, version = v_version, until = p_gone FROM old o WHERE i.org = p_org AND i.feed = p_feed AND i.type = o.type AND i.value = o.value)
  SELECT count(*), count(*) FILTER (WHERE o.standing NOT IN (0, 5)) INTO v_count, v_aside FROM old o;
  IF v_count > 0 THEN UPDATE feed f SET version = v_version, held = f.held - v_count, aside = f.aside - v_aside WHERE f.org = p_org AND f.name = p_feed; END IF;
  RETURN v_count;
END $$;

-- Drops what ended. The rows of all feeds are held first, in one order, so that nothing is put in meanwhile.
CREATE FUNCTION expire_feeds(p_org int, p_now bigint, p_max int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_count int := 0; v record;
BEGIN
  PERFORM 1 FROM feed f WHERE f.org = p_org ORDER BY f.name FOR UPDATE;
  FOR v IN
    WITH over AS (SELECT i.feed, i.type, i.value FROM feed_indicator i WHERE i.org = p_org AND i.until <= p_now ORDER BY i.until LIMIT p_max),
    gone AS (DELETE FROM feed_indicator i USING over o WHERE i.org = p_org AND i.feed = o.feed AND i.type = o.type AND i.value = o.value RETURNING i.feed, i.standing)
    SELECT g.feed, count(*) AS every, count(*) FILTER (WHERE g.standing <> 7) AS held, count(*) FILTER (WHERE g.standing NOT IN (0, 5, 7)) AS aside FROM gone g GROUP BY g.feed
  LOOP
    UPDATE feed f SET held = f.held - v.held, aside = f.aside - v.aside WHERE f.org = p_org AND f.name = v.feed;
    v_count := v_count + v.every;
  END LOOP;
  RETURN v_count;
END $$;

CREATE FUNCTION stand_in_feed(p_org int, p_feed text, p_type text, p_value text, p_standing smallint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v_old smallint; v_version bigint;
BEGIN
  PERFORM 1 FROM feed f WHERE f.org = p_org AND f.name = p_feed FOR UPDATE;
  SELECT i.standing INTO v_old FROM feed_indicator i WHERE i.org = p_org AND i.feed = p_feed AND i.type = p_type AND i.value = p_value AND i.standing <> 7;
  IF NOT FOUND THEN RETURN false; END IF;
  v_version := feed_version(p_org, p_feed);
  UPDATE feed_indicator i SET standing = p_standing, version = v_version WHERE i.org = p_org AND i.feed = p_feed AND i.type = p_type AND i.value = p_value;
  UPDATE feed f SET aside = f.aside + (p_standing NOT IN (0, 5))::int - (v_old NOT IN (0, 5))::int WHERE f.org = p_org AND f.name = p_feed;
  RETURN true;
END $$;
