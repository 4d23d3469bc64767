import { showCount } from '../../format/count.ts';
import { useLiveValue } from '../../live/use-live-value.ts';
import { Card, Facts } from '../../parts/card.tsx';
import { Message } from '../../parts/message.tsx';
import { Waiting } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { DemoButton } from '../overview/demo-button.tsx';
import { type Engine, engineWords, isOnlyWished } from '../system/watched-engines.ts';
import type { Files } from '../system/watched-files.ts';

const EVERY_MS = 3_000;

type Fault = NonNullable<Engine['last_fault']>;

/** Which engine and which files were found, or how Tocsin gets to see one; it appears by itself as soon as it is there. */
export function EngineStep({ onNext }: { readonly onNext: () => void }) {
  const { api } = useServices();
  const { value, fault } = useLiveValue({ load: (signal) => api.system(signal), everyMs: EVERY_MS });
  const engines = value?.engines.filter((engine) => !isOnlyWished(engine));
  // Beside the title, where it stays whatever is found below.
  const next = (
    <button type="button" class="primary" onClick={onNext}>
      Choose rules
    </button>
  );
  return (
    <Card title="What is watched" aside={next}>
      {engines === undefined && !fault && <Waiting />}
      {engines !== undefined && (
        <div class="card-body engine-found">
          {value?.files && <FoundFiles files={value.files} />}
          {engines.length === 0 && <NoneInReach fault={value?.engines[0]?.last_fault} isMissed={!value?.files} />}
          {engines.length > 0 && <Found engines={engines} />}
          {!value?.files && engines.every(({ state }) => state === 'down') && <NothingToSee />}
        </div>
      )}
      {fault && <Message kind="bad">{fault.message}</Message>}
    </Card>
  );
}

/** Whoever named an engine that cannot be reached is told why at once, and what can be done about it. */
function Found({ engines }: { readonly engines: readonly Engine[] }) {
  const down = engines.filter(({ state }) => state === 'down');
  return (
    <>
      <Facts facts={engines.map((engine) => ({ name: engine.name, value: engineWords(engine) }))} />
      {down.map(({ name, last_fault: fault }) => (
        <Message key={name} kind="warn">
          <strong>{name} is not in reach.</strong> {fault?.words}
        </Message>
      ))}
      {down.length === engines.length &&
        (down.every((engine) => isThere(engine.last_fault)) ? <SeenByItself /> : <Ways />)}
    </>
  );
}

/** With what keeps a pattern from leading to all that it should. */
function FoundFiles({ files }: { readonly files: Files }) {
  return (
    <>
      <Facts facts={[{ name: `Files of ${files.machine}`, value: showCount(files.files, 'file') }]} />
      {files.patterns
        .filter(({ why }) => why !== null)
        .map(({ pattern, why }) => (
          <Message key={pattern} kind="warn">
            {why}
          </Message>
        ))}
    </>
  );
}

interface NoneInReachProps {
  readonly fault: Fault | null | undefined;
  /** Nothing else is watched either. */
  readonly isMissed: boolean;
}

function NoneInReach({ fault, isMissed }: NoneInReachProps) {
  if (!isMissed && !isThere(fault))
    return <p class="soft">No container engine is there; one that comes is seen by itself.</p>;
  return (
    <>
      <p>
        <strong>No container engine is in reach yet.</strong> {fault?.words}
      </p>
      {isThere(fault) ? <SeenByItself /> : <Ways />}
    </>
  );
}

/** What is in the way of an engine that was given to Tocsin is said with what to do about it: other ways would lead astray. */
const isThere = (fault: Fault | null | undefined): boolean =>
  fault?.kind === 'permission' || fault?.kind === 'not_listening';

function Ways() {
  return (
    <>
      <p>
        Where Tocsin runs as a container, give it the engine’s socket, to be read only:{' '}
        <code class="break">-v /var/run/docker.sock:/var/run/docker.sock:ro</code>. Where it runs by itself, its user
        has to be allowed to open <code>/var/run/docker.sock</code>. An engine elsewhere is named by{' '}
        <code class="break">TOCSIN_DOCKER_HOST=nas=tcp://nas:2375</code>.
      </p>
      <p>
        Log files of this machine are watched where Tocsin is started with their paths:{' '}
        <code class="break">TOCSIN_FILES=/var/log/syslog,/srv/*/log/*.log</code>.
      </p>
      <SeenByItself />
    </>
  );
}

/** Whoever has nothing to be watched at hand may see what it is like all the same. */
function NothingToSee() {
  return (
    <div class="demo-offer">
      <p>Or see first what it is like: an invented shop in which things go wrong.</p>
      <DemoButton />
    </div>
  );
}

function SeenByItself() {
  return <p class="soft">This page sees by itself when it is there. Rules can be chosen now all the same.</p>;
}
