// The JSON with which the fake engine describes itself and its containers, as far as anybody reads it.
import type { EngineProfile } from './engine-profile.ts';
import { type EngineTime, printed } from './engine-time.ts';
import type { FakeContainer } from './fake-container.ts';

const IMAGE_ID = `sha256:${'1'.repeat(64)}`;

export const imageOf = ({ spec }: FakeContainer): string => spec.image ?? 'box:latest';

/** An item of `/containers/json`. */
export function listed(container: FakeContainer): object {
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: imageOf(container),
    ImageID: IMAGE_ID,
    Command: '/bin/box',
    Created: container.createdAt.seconds,
    Labels: container.spec.labels ?? {},
    State: container.state,
    Status: statusWords(container),
  };
}

function statusWords({ state, health, exitCode }: FakeContainer): string {
  if (state !== 'running') return `Exited (${exitCode}) 1 second ago`;
  return health === undefined ? 'Up 1 second' : `Up 1 second (${health})`;
}

/** `/containers/{id}/json`. */
export function inspected(container: FakeContainer): object {
  const { spec, state } = container;
  return {
    Id: container.id,
    Created: printed(container.createdAt),
    Name: `/${container.name}`,
    Image: IMAGE_ID,
    RestartCount: container.restartCount,
    State: {
      Status: state,
      Running: state === 'running',
      Paused: false,
      Restarting: false,
      OOMKilled: container.isOom,
      Dead: state === 'dead',
      Pid: state === 'running' ? 4_711 : 0,
      ExitCode: container.exitCode,
      Error: '',
      StartedAt: printed(container.startedAt),
      FinishedAt: printed(container.finishedAt),
    },
    Config: {
      Image: imageOf(container),
      Labels: spec.labels ?? {},
      Env: spec.env ?? null,
      Tty: spec.tty ?? false,
    },
    HostConfig: {
      AutoRemove: spec.autoRemove ?? false,
      LogConfig: { Type: spec.driver ?? 'json-file', Config: spec.driverOptions ?? {} },
    },
  };
}

/** `/version`. */
export function versionAnswer({ kind, version, newestApi, oldestApi }: EngineProfile): object {
  const [ApiVersion, MinAPIVersion] = [`1.${newestApi}`, `1.${oldestApi}`];
  const name = kind === 'podman' ? 'Podman Engine' : 'Engine';
  return { Version: version, ApiVersion, MinAPIVersion, Os: 'linux', Components: [{ Name: name, Version: version }] };
}

/** `/info`. */
export function infoAnswer({ version }: EngineProfile, time: EngineTime): object {
  return {
    ID: 'FAKE',
    Name: 'fake',
    ServerVersion: version,
    SystemTime: printed(time.now),
    LoggingDriver: 'json-file',
  };
}
