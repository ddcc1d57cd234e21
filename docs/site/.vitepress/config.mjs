// The documentation as a site: the pages of docs/ as they stand, in this order. ./docs/build writes artifacts/site.
import { existsSync } from 'node:fs'
import { dirname, join, posix, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
const page = (text, link) => ({ text, link })
const group = (text, ...items) => ({ text, collapsed: false, items })

/** What is a page here; everything else of the repository is named without a link, since the site has no sources. */
const isPage = path => /^(README|ARCHITECTURE|CHANGELOG|SECURITY|CONTRIBUTING)\.md$/.test(path) || /^docs\/(?!site\/).*\.md$/.test(path) || path === 'samples/README.md'
const index = path => path.replace(/(^|\/)README\.md$/, '$1index.md')

/** Links as they hold in the repository: a folder's README is its index; what is there and is no page loses its link. What is not there stays, and breaks the build. */
function repositoryLinks(md) {
  md.core.ruler.before('normalize', 'comments', state => { state.src = state.src.replace(/<!--[\s\S]*?-->/g, '') })
  md.core.ruler.push('repository-links', state => {
    const folder = posix.dirname(state.env.relativePath ?? 'README.md')
    for (const block of state.tokens) {
      const open = []
      for (const token of block.children ?? []) {
        if (token.type === 'link_open') {
          const href = token.attrGet('href')
          const [path, anchor] = href.split('#')
          const dropped = { is: false }
          if (path && !/^[a-z]+:/.test(path)) {
            const target = posix.normalize(posix.join(folder, decodeURI(path)))
            if (isPage(target)) token.attrSet('href', index(path) + (anchor ? '#' + anchor : ''))
            else if (existsSync(join(root, target))) dropped.is = true
          }
          open.push(dropped)
          if (dropped.is) Object.assign(token, { tag: 'span', attrs: [] })
        } else if (token.type === 'link_close' && open.pop()?.is) token.tag = 'span'
      }
    }
  })
  // Double braces are text here, no expression.
  const text = md.renderer.rules.text
  md.renderer.rules.text = (...all) => text(...all).replaceAll('{{', '&#123;&#123;')
}

export default defineConfig({
  title: 'Postvakt',
  description: 'A guard for e-mail conversations',
  lang: 'en',
  srcDir: root,
  srcExclude: [...['src', 'tests', 'bench', 'fuzz', 'tools', 'rules', 'outlook', 'packaging', 'artifacts', 'postvakt-data', 'TestResults', 'samples/*', 'docs/site'].map(folder => folder + '/**')],
  outDir: join(root, 'artifacts/site'),
  cacheDir: join(root, 'artifacts/site-cache'),
  rewrites: { 'README.md': 'index.md', 'docs/operations/README.md': 'docs/operations/index.md', 'samples/README.md': 'samples/index.md' },
  // Addresses of a machine of one's own are what they are.
  ignoreDeadLinks: [/^https?:\/\/localhost/],
  lastUpdated: false,
  markdown: { html: false, config: repositoryLinks },
  transformPageData(data) { data.relativePath = relative(root, join(root, data.relativePath)) },
  vite: {
    build: { chunkSizeWarningLimit: 4096 },
    // Pages lie outside the folder of the packages.
    resolve: { alias: [
      { find: /^vue\/server-renderer$/, replacement: join(root, 'docs/site/node_modules/vue/server-renderer/index.mjs') },
      { find: /^vue$/, replacement: join(root, 'docs/site/node_modules/vue/dist/vue.runtime.esm-bundler.js') },
    ] },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [page('Tutorial', '/docs/tutorial'), page('Operations', '/docs/operations/'), page('Reference', '/docs/reference/commands'), page('Changes', '/CHANGELOG')],
    sidebar: [
      group('Begin', page('What it is', '/'), page('Tutorial', '/docs/tutorial'), page('The sample company', '/samples/')),
      group('Concepts', page('Terms and verdicts', '/docs/concepts'), page('Architecture', '/ARCHITECTURE'), page('Promises about mail', '/docs/reliability'), page('Measurements', '/docs/measurements'), page('Mutation testing', '/docs/mutation-testing')),
      group('How to', page('Install', '/docs/operations/install'), page('Postfix', '/docs/operations/postfix'), page('Exchange on premises', '/docs/operations/exchange-journal'),
        page('Exchange Online', '/docs/operations/exchange-online'), page('Dovecot', '/docs/operations/dovecot'), page('Upgrade', '/docs/operations/upgrade')),
      group('Operations', page('Overview', '/docs/operations/'), page('Held mail', '/docs/operations/quarantine'), page('People', '/docs/operations/people'), page('Roles and tokens', '/docs/operations/access'),
        page('Directory', '/docs/operations/directory'), page('Console', '/docs/console')),
      group('Responding', page('Incidents', '/docs/incidents'), page('Reports', '/docs/reports'), page('Asking senders', '/docs/asking'), page('Advisories', '/docs/advisories'), page('Sweeps', '/docs/sweeps'),
        page('Automation', '/docs/automation'), page('Hunting', '/docs/hunting'), page('Sharing', '/docs/sharing')),
      group('Privacy and security', page('What is kept about people', '/docs/privacy'), page('Security', '/docs/security'), page('Reporting a weakness', '/SECURITY')),
      group('Reference', page('Commands', '/docs/reference/commands'), page('Configuration', '/docs/operations/configuration'), page('HTTP interface', '/docs/api'), page('Events', '/docs/events'),
        page('Fields of mail rules', '/docs/reference/rule-fields'), page('Mail rules', '/docs/mail-rules'), page('The rule language', '/docs/mql'), page('Sigma', '/docs/sigma'), page('Rules for hunts', '/docs/hunting-rules'),
        page('Documents', '/docs/documents'), page('Event logs', '/docs/event-logs'), page('Classification', '/docs/classification')),
    ],
  },
})
