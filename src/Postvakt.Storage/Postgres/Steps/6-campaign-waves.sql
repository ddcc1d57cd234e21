CREATE INDEX record_wave ON record(org, at, campaign, verdict) WHERE campaign<>'';
