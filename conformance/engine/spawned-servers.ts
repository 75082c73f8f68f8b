import { needsManaged } from '../target/capabilities.ts';
import { CleanUp } from '../target/clean-up.ts';
import { removeFolder } from '../target/launch.ts';
import type { Launched } from '../target/launch.ts';
import type { PaymentTools } from '../target/payment-actors.ts';
import { createTalk } from '../target/talk.ts';
import type { ContextOptions } from './check-context.ts';
import type { SpawnedServer, SpawnOptions, Talk } from './context.ts';
import { NoAnswer, Untestable } from './outcomes.ts';

/** The servers that one check started beside the one under test. */
export class SpawnedServers {
  readonly #options: ContextOptions;
  readonly #cleanUp: CleanUp;
  readonly #paymentTools: PaymentTools;
  readonly #launched = new Map<SpawnedServer, Launched>();

  constructor(options: ContextOptions, cleanUp: CleanUp, paymentTools: PaymentTools) {
    this.#options = options;
    this.#cleanUp = cleanUp;
    this.#paymentTools = paymentTools;
  }

  async spawn(env: Record<string, string | undefined>, options: SpawnOptions = {}): Promise<SpawnedServer> {
    const { target, redactor } = this.#options;
    if (!target.launchOther) throw new Untestable(needsManaged);
    const before = options.dataOf && this.#launched.get(options.dataOf);
    const launched = await target.launchOther({
      env,
      ...(before === undefined ? {} : { folder: before.folder }),
      onStart: ({ process, folder }) =>
        this.#cleanUp.add('spawned server', async () => {
          await process.stop();
          await removeFolder(folder);
        }),
    });
    const server: SpawnedServer = {
      get exited() {
        return launched.process.exitCode;
      },
      output: () => redactor.text(launched.process.output()),
      baseUrl: launched.isReady ? launched.baseUrl : undefined,
      stop: () => launched.process.stop(),
      kill: (signal) => launched.process.kill(signal),
    };
    this.#launched.set(server, launched);
    return server;
  }

  talkTo(server: SpawnedServer): Talk {
    const { target, requirementId } = this.#options;
    const launched = this.#launched.get(server);
    if (!launched || !target.toTarget)
      throw new Error(`${requirementId}: ctx.on takes a server from ctx.spawn.`);
    if (!launched.isReady) throw new NoAnswer('the server that the check started did not become ready');
    const other = target.toTarget(launched);
    const paymentTools = this.#paymentTools;
    const talkOptions = { ...this.#options, target: other, cleanUp: new CleanUp(), paymentTools };
    const { talk, release } = createTalk(talkOptions);
    this.#cleanUp.add('connection to a spawned server', async () => {
      release();
      await other.close();
    });
    return talk;
  }
}
