// First-run set-up of a fresh clone. Plain JavaScript, because it runs on the machine's own Node (>= 20)
// before Node 24 and TypeScript are there. It does nothing when node_modules already fits the lockfile.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.set-up-stamp');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package.json')))
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const isReady = () => existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;

if (!isReady()) {
  console.error('machine-markets: installing dependencies (first run, or the lockfile changed) …');
  const npm = process.env.npm_execpath;
  const [command, ...before] = npm ? [process.execPath, npm] : ['npm'];
  const result = spawnSync(command, [...before, 'ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0 || !existsSync(node)) {
    console.error(
      'machine-markets: "npm ci" did not finish. Run it by hand to see why; a package registry must be reachable.',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}
