import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WatchedEngine } from '../../../../test/support/watched-engine.ts';

type Step = { readonly what: (typeof STEPS)[number]; readonly which: number };

const STEPS = [
  ...(['run', 'run', 'create', 'start', 'start', 'die', 'die', 'destroy', 'rename'] as const),
  ...([
    'cut',
    'fall',
    'rise',
    'rise',
    'deafen',
    'hear',
    'forget',
    'refuse',
    'allow',
    'garbage',
    'wait',
    'wait',
    'restart',
  ] as const),
];

/** One course of events, with all that an engine, a proxy and a server may do on the way. */
class Course {
  #world = new WatchedEngine({ exclude: 'name=x-*' });
  readonly #ids: string[] = [];
  readonly #renamed = new Set<string>();
  /** What was not begun at its beginning, although it came after the first connection and was included all the time. */
  readonly cutShort: string[] = [];
  #names = 0;

  get engine() {
    return this.#world.engine;
  }

  async begin(): Promise<void> {
    await this.#world.begin();
    await this.#world.pass(2_000);
  }

  async step({ what, which }: Step): Promise<void> {
    const { engine } = this;
    const id = this.#ids[which % Math.max(1, this.#ids.length)];
    switch (what) {
      case 'run':
        this.#ids.push(engine.run(this.#name(which)));
        break;
      case 'create':
        this.#ids.push(engine.create(this.#name(which)));
        break;
      case 'start':
        if (id !== undefined && engine.stateOf(id) !== 'running') engine.start(id);
        break;
      case 'die':
        if (id !== undefined && engine.stateOf(id) === 'running') engine.die(id);
        break;
      case 'destroy':
        if (id === undefined) break;
        engine.destroy(id);
        this.#ids.splice(this.#ids.indexOf(id), 1);
        break;
      case 'rename':
        if (id === undefined) break;
        engine.rename(id, this.#name(which));
        this.#renamed.add(engine.nameOf(id));
        break;
      default:
        await this.#disturb(what, which);
    }
  }

  async #disturb(what: Step['what'], which: number): Promise<void> {
    const { engine } = this;
    switch (what) {
      case 'cut':
        engine.cut();
        break;
      case 'fall':
        engine.fall();
        break;
      case 'rise':
        engine.rise();
        break;
      case 'deafen':
        engine.isDeaf = true;
        break;
      case 'hear':
        engine.isDeaf = false;
        break;
      case 'forget':
        engine.forgetEvents();
        break;
      case 'refuse':
        engine.eventsFault = { kind: 'refused', status: 403, words: 'no' };
        engine.cut();
        break;
      case 'allow':
        engine.eventsFault = undefined;
        break;
      case 'garbage':
        engine.say('garbage\n');
        break;
      case 'wait':
        await this.#world.pass(which * 37);
        break;
      case 'restart':
        await this.#restart();
        break;
      default:
        throw new Error(`${what} is no disturbance`);
    }
  }

  /** All is well again, and there is time. */
  async calm(): Promise<void> {
    Object.assign(this.engine, { isDeaf: false, eventsFault: undefined });
    this.engine.rise();
    await this.#world.pass(150_000);
    this.#note();
  }

  /** How the containers are that are to be watched, and how they were told of. */
  result() {
    const there = this.#ids.map((id) => ({ name: this.engine.nameOf(id), state: this.engine.stateOf(id) }));
    const watched = there.filter(({ name, state }) => name.startsWith('w-') && state !== 'created');
    const told = [...this.#world.known.values()];
    return {
      are: watched.map(({ name, state }) => `${name} ${state === 'running' ? 'started' : 'ended'}`).sort(),
      told: told.map(({ origin, reader }) => `${origin.containerName} ${reader.news()}`).sort(),
    };
  }

  async end(): Promise<void> {
    await this.#world.end();
  }

  async #restart(): Promise<void> {
    const { clock, engine } = this.#world;
    await this.#world.end();
    this.#note();
    const history = this.#world.history();
    this.#world = new WatchedEngine({ clock, engine, exclude: 'name=x-*' });
    await this.#world.begin(history);
  }

  #note(): void {
    const found = this.#world
      .told()
      .filter((line) => line.includes(' found, ') && !line.endsWith('from its beginning'));
    this.cutShort.push(...found.filter((line) => !this.#renamed.has(line.split(' ')[0] ?? '')));
  }

  /** One in four is not to be watched. */
  #name(which: number): string {
    return `${which % 4 === 0 ? 'x' : 'w'}-${++this.#names}`;
  }
}

const steps = fc.array(fc.record({ what: fc.constantFrom(...STEPS), which: fc.nat(2_000) }), { maxLength: 40 });

test('whatever happens on the way, in the end each container is told of as it is', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (course) => {
      const run = new Course();
      try {
        await run.begin();
        for (const step of course) await run.step(step);
        await run.calm();
        const { are, told } = run.result();
        expect(told).toEqual(are);
        expect(run.cutShort).toEqual([]);
      } finally {
        await run.end();
      }
    }),
    { numRuns: 300 },
  );
});
