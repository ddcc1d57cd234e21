#!/usr/bin/env bash
# packaging/check-sbom.sh BOM: checks a bill of materials against the schema of CycloneDX 1.6, which the npm package @cyclonedx/cyclonedx-library ships, and that it names the runtime.
# Needs node and npm; the packages are fetched into a temporary folder, the check itself uses no network. Last line: "valid" and exit status 0, or every fault.
set -euo pipefail
if [[ $# -ne 1 ]]; then echo "usage: packaging/check-sbom.sh BOM" >&2; exit 2; fi
bom=$(readlink -f -- "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > /dev/null
npm install --no-audit --no-fund --ignore-scripts --silent @cyclonedx/cyclonedx-library@10.3.0 ajv@8.20.0 ajv-formats@3.0.1 ajv-formats-draft2019@1.6.1 > /dev/null
cat > check.cjs <<'JS'
const fs = require("fs"), { Validation, Spec } = require("@cyclonedx/cyclonedx-library");
(async () => {
  const text = fs.readFileSync(process.argv[2], "utf8"), validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  const faults = await validator.validate(text);
  if (faults !== null) { console.log(JSON.stringify(faults, null, 1)); process.exit(1); }
  // A schema that takes everything would prove nothing.
  if (await validator.validate(JSON.stringify({ ...JSON.parse(text), components: [{ name: "no type" }] })) === null) { console.log("the schema takes a wrong component too"); process.exit(1); }
  const names = JSON.parse(text).components.map(c => c.name);
  for (const needed of ["Microsoft.NETCore.App.Runtime", "Microsoft.AspNetCore.App.Runtime", "MimeKit", "SQLite"]) if (!names.includes(needed)) { console.log(`${needed} is not named`); process.exit(1); }
  console.log("valid");
})();
JS
node check.cjs "$bom"
