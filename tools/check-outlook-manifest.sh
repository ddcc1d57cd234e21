#!/usr/bin/env bash
# Checks outlook/manifest.json, as the server serves it, against Microsoft's schema, which the npm package @microsoft/app-manifest ships. Needs node and npm; the
# package is fetched into a temporary folder, the check itself uses no network. Last line: "valid" and exit status 0, or every fault.
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y > /dev/null
npm install --no-audit --no-fund --ignore-scripts --silent @microsoft/app-manifest@1.1.2 > /dev/null
cat > check.cjs <<'JS'
const fs = require("fs"), Ajv = require("ajv-draft-04").default, formats = require("ajv-formats").default;
const manifest = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const schema = JSON.parse(fs.readFileSync(`node_modules/@microsoft/app-manifest/build/json-schemas/teams/v${manifest.manifestVersion}/MicrosoftTeams.schema.json`, "utf8").replace(/^\uFEFF/, ""));
const ajv = new Ajv({ allErrors: true, strict: false });
formats(ajv);
const check = ajv.compile(schema), valid = check(manifest);
for (const fault of check.errors || []) console.log(`${fault.instancePath}: ${fault.message}`);
// A schema that takes everything would prove nothing.
if (check({ ...manifest, id: "none" })) { console.log("the schema takes a wrong id too"); process.exit(1); }
if (valid) console.log("valid");
process.exit(valid ? 0 : 1);
JS
node check.cjs "$root/outlook/manifest.json"
