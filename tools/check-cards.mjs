// Parses Adaptive Cards with npm's adaptivecards and fails on any remark of it: node tools/check-cards.mjs FOLDER
// The cards: POSTVAKT_CARDS=FOLDER dotnet tests/Postvakt.Server.Tests/bin/Release/net10.0/Postvakt.Server.Tests.dll -class "*CardTests"
// The library: npm install --prefix FOLDER adaptivecards@3.0.6
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const folder = resolve(process.argv[2] ?? ".");
const library = createRequire(join(folder, "x.js"))("adaptivecards/dist/adaptivecards.js");
let cards = 0, remarks = 0;
for (const name of readdirSync(folder).filter(n => n.endsWith(".json") && !n.startsWith("package"))) {
    const given = JSON.parse(readFileSync(join(folder, name), "utf8"));
    const context = new library.SerializationContext(library.Versions.v1_4);
    const card = new library.AdaptiveCard();
    card.parse(given, context);
    cards++;
    for (let i = 0; i < context.eventCount; i++) {
        remarks++;
        console.log(`${name}: ${context.getEventAt(i).message}`);
    }
    // What the library did not understand it does not write again.
    const again = card.toJSON(new library.SerializationContext(library.Versions.v1_4));
    if (again.body.length !== given.body.length || (again.actions ?? []).length !== (given.actions ?? []).length) {
        remarks++;
        console.log(`${name}: not all of it was understood`);
    }
}
console.log(`${cards} cards, ${remarks} remarks`);
process.exit(cards > 0 && remarks === 0 ? 0 : 1);
