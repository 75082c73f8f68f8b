// node scripts/run.mjs COMMAND [ARGUMENTS]: sets the clone up when needed, then runs the command on Node 24, whatever the
// machine's own Node is. Without a command it only sets up.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { nodeFolder, setUp } from './set-up.mjs';

setUp();
const [command, ...args] = process.argv.slice(2);
if (command !== undefined) {
  const path = [nodeFolder, join(nodeFolder, '..', '..', '.bin'), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH: path };
  const child = spawn(command, args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
  // The terminal sends an interrupt to the whole group; other signals come to this process alone.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`machine-markets: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 143 : code));
}
