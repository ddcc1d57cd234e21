CREATE INDEX finding_rule ON finding(org, source, record) WHERE id = 'mail-rule';
