CREATE INDEX record_wave ON record(org, at, campaign, verdict) WHERE campaign<>'';
CREATE INDEX finding_indicator ON finding(org, source, record) WHERE id = 'known-indicator';
