// containerfile.mjs FILE: every fault of a Containerfile, and exit status 1 where there is one. What the linter would only warn of counts too.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const { validate, ValidationSeverity } = createRequire(import.meta.url)("dockerfile-utils");

const all = ["deprecatedMaintainer", "directiveCasing", "emptyContinuationLine", "instructionCasing", "instructionCmdMultiple", "instructionEntrypointMultiple",
  "instructionHealthcheckMultiple", "instructionJSONInSingleQuotes", "instructionWorkdirRelative"];
const file = process.argv[2];
const faults = validate(readFileSync(file, "utf8"), Object.fromEntries(all.map(rule => [rule, ValidationSeverity.ERROR])));
for (const fault of faults) console.log(`${file}:${fault.range.start.line + 1}: ${fault.message}`);
process.exit(faults.length === 0 ? 0 : 1);
