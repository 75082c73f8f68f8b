#!/usr/bin/env node
// The one command of the package. Plain JavaScript, so that an old Node can still say what is missing.
// It is the only file that knows both rooms: the orchestrator (src/) and the conformance kit (conformance/).
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 18);
const bundledNode = join(root, 'node_modules', 'node', 'bin', 'node');

if (!isNewEnough) {
  if (!existsSync(bundledNode)) {
    console.error(
      `machine-markets needs Node 22.18 or newer; this is ${process.version}. In a clone, "npm run setup" brings one along.`,
    );
    process.exit(2);
  }
  const child = spawn(bundledNode, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + 15 : (code ?? 5)));
} else {
  // Keeps compiled and type-stripped modules between starts; an old Node has no such function.
  nodeModule.enableCompileCache?.();
  const compiled = existsSync(join(root, 'dist'));
  const [base, extension] = compiled ? [join(root, 'dist'), 'js'] : [root, 'ts'];
  const room = process.argv[2] === 'serve' ? 'src' : join('conformance', 'cli');
  const { main } = await import(pathToFileURL(join(base, room, `main.${extension}`)).href);
  await main(process.argv.slice(2));
}
