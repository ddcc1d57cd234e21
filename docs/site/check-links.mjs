// node check-links.mjs FOLDER: every link inside the built site leads to a page that is there, and to a place on it. VitePress looks at pages only, not at places.
import { readFileSync, readdirSync, existsSync } from 'node:fs'
import { join, posix } from 'node:path'

const site = process.argv[2]
const pages = new Map()
for (const entry of readdirSync(site, { recursive: true })) {
  const name = entry.replaceAll('\\', '/')
  if (!name.endsWith('.html')) continue
  const html = readFileSync(join(site, name), 'utf8')
  pages.set(name, { ids: new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(m => m[1])), links: [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(m => m[1].replaceAll('&amp;', '&')) })
}
const faults = new Set()
for (const [name, { links }] of pages) {
  for (const link of links) {
    if (/^[a-z][a-z0-9+.-]*:/i.test(link)) continue
    const [path, anchor] = link.split('#').map(decodeURIComponent)
    let target = path === '' ? name : posix.normalize(path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(name), path))
    if (target === '.' || target === '' || target.endsWith('/')) target = posix.join(target, 'index.html')
    const found = pages.get(target) ?? pages.get(target + '.html')
    if (!found && !existsSync(join(site, target))) faults.add(`${name}: ${link}: there is no such page`)
    else if (found && anchor && !found.ids.has(anchor)) faults.add(`${name}: ${link}: there is no such place on it`)
  }
}
if (pages.size === 0) faults.add(`${site}: no page`)
for (const fault of [...faults].sort()) console.error(fault)
console.log(`${pages.size} pages, ${faults.size} dead links`)
process.exit(faults.size === 0 ? 0 : 1)
