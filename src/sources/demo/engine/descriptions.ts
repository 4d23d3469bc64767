// What the demo's engine says of its containers when it is asked, as far as anybody reads it.
import type { DemoContainer } from '../shop/shop-containers.ts';
import { printedTime } from './frames.ts';
import { type LifeEvent, madeAt, runAt } from './runs.ts';

const NEVER = '0001-01-01T00:00:00Z';

/** An item of the list. */
export function listed(container: DemoContainer, now: number): object {
  const { id, name, image, labels, world } = container;
  const { isRunning, ended } = runAt(now, container);
  return {
    ...{ Id: id, Names: [`/${name}`], Image: image, ImageID: imageId(container), Labels: labels },
    ...{ Created: Math.floor(madeAt(world) / 1_000), State: isRunning ? 'running' : 'exited' },
    Status: isRunning ? 'Up 5 minutes' : `Exited (${ended?.exitCode ?? 0}) 1 second ago`,
  };
}

/** One container, whole. */
export function inspected(container: DemoContainer, now: number): object {
  const { id, name, image, labels, world } = container;
  const { isRunning, startedAt, ended, restarts } = runAt(now, container);
  return {
    ...{ Id: id, Name: `/${name}`, Image: imageId(container), RestartCount: restarts },
    Created: timeOf(madeAt(world)),
    State: {
      ...{ Status: isRunning ? 'running' : 'exited', Running: isRunning, Restarting: false, Dead: false },
      ...{ OOMKilled: !isRunning && ended?.isOom === true, ExitCode: isRunning ? 0 : (ended?.exitCode ?? 0) },
      StartedAt: timeOf(isRunning ? startedAt : madeAt(world)),
      FinishedAt: ended === undefined ? NEVER : timeOf(ended.at),
    },
    Config: { Image: image, Labels: labels, Env: null, Tty: false },
    HostConfig: { AutoRemove: false, LogConfig: { Type: 'json-file', Config: {} } },
  };
}

/** One line of the stream of events. */
export function toldEvent({ at, action, attributes }: LifeEvent, { id, name, image, labels }: DemoContainer): string {
  const Attributes = { ...labels, image, name, ...attributes };
  const event = { status: action, id, from: image, Type: 'container', Action: action, Actor: { ID: id, Attributes } };
  // The number has more digits than a number of JavaScript keeps.
  return `${JSON.stringify({ ...event, scope: 'local', time: Math.floor(at / 1_000) }).slice(0, -1)},"timeNano":${at}000000}\n`;
}

const imageId = ({ number }: DemoContainer): string => `sha256:${String(number).repeat(64)}`;

const timeOf = (at: number): string => printedTime(Math.floor(at / 1_000), (at % 1_000) * 1_000_000);
