// Lines as they are written, of one container or of several together.
import { useMemo, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { showTime } from '../../format/time.ts';
import { FilterBox } from '../../parts/list/filter-box.tsx';
import { Message } from '../../parts/message.tsx';
import { Page } from '../../parts/page.tsx';
import { ContainerPick } from './container-pick.tsx';
import { asText, LineBuffer } from './line-buffer.ts';
import { LogView } from './log-view.tsx';
import { useContainers } from './use-containers.ts';
import { useLiveLines } from './use-live-lines.ts';

/** So many together: each has a connection of its own, of which a browser opens six to a server, all of its windows together. */
const MOST_CONTAINERS = 3;

export function LogsPage() {
  const { query, route } = useLocation();
  const known = useContainers();
  const wanted = (query.containers ?? '').split(',').filter((id) => id !== '');
  const chosen = known?.filter(({ id }) => wanted.includes(id)).slice(0, MOST_CONTAINERS) ?? [];
  const choose = (ids: readonly string[]): void =>
    route(ids.length === 0 ? '/logs' : `/logs?containers=${ids.slice(0, MOST_CONTAINERS).join(',')}`, true);
  return (
    <Page title="Logs" lead="Lines as they are written.">
      <section class="card" aria-label="Logs">
        {known && (
          <ContainerPick
            containers={known}
            chosen={chosen.map(({ id }) => id)}
            onChoose={choose}
            most={MOST_CONTAINERS}
          />
        )}
        {known && chosen.length === 0 && <Nothing hasContainers={known.length > 0} />}
        {chosen.length > 0 && <Live key={chosen.map(({ id }) => id).join()} containers={chosen} />}
      </section>
    </Page>
  );
}

function Nothing({ hasContainers }: { readonly hasContainers: boolean }) {
  return (
    <div class="empty">
      <p class="empty-title">{hasContainers ? 'Choose a container' : 'No container was found yet'}</p>
      <p>
        {hasContainers
          ? 'Its last lines appear here, and then each as it is written; several can be watched together.'
          : 'Containers are found by themselves as soon as their engine is in reach.'}
      </p>
    </div>
  );
}

function Live({ containers }: { readonly containers: readonly { readonly id: string; readonly name: string }[] }) {
  const buffer = useMemo(() => new LineBuffer(), []);
  const [search, setSearch] = useState('');
  const [isPaused, setPaused] = useState(false);
  const [wraps, setWraps] = useState(true);
  const [inUtc, setUtc] = useState(false);
  const words = useLiveLines(buffer, containers, search);
  const pause = (paused: boolean): void => {
    setPaused(paused);
    buffer.pause(paused);
  };
  return (
    <>
      <div class="filters">
        <FilterBox label="Only lines with" value={search} onInput={setSearch} />
        <Toggle name="Pause" isOn={isPaused} onChange={pause} />
        <Toggle name="Wrap" isOn={wraps} onChange={setWraps} />
        <Toggle name="UTC" isOn={inUtc} onChange={setUtc} />
        <Waiting buffer={buffer} />
        <button type="button" class="quiet" onClick={() => download(buffer)}>
          Download
        </button>
      </div>
      <div class="log-frame">
        <div class="log-words">
          {words.map((text) => (
            <Message key={text} kind="warn">
              {text}
            </Message>
          ))}
        </div>
        <LogView buffer={buffer} wraps={wraps} inUtc={inUtc} namesContainer={containers.length > 1} />
      </div>
    </>
  );
}

interface ToggleProps {
  readonly name: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Toggle({ name, isOn, onChange }: ToggleProps) {
  return (
    <button type="button" class="reveal" aria-pressed={isOn} onClick={() => onChange(!isOn)}>
      {name}
    </button>
  );
}

function Waiting({ buffer }: { readonly buffer: LineBuffer }) {
  const { waiting, dropped } = buffer.state.value;
  const said =
    waiting > 0
      ? `${waiting.toLocaleString('en')} waiting`
      : dropped > 0
        ? `${dropped.toLocaleString('en')} older ones left out`
        : '';
  return (
    <span class="soft" role="status">
      {said}
    </span>
  );
}

/** What is held of the lines, as a file. */
function download(buffer: LineBuffer): void {
  const url = URL.createObjectURL(new Blob([asText(buffer.state.value.entries)], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `lines ${showTime(new Date().toISOString())?.exact ?? ''}.log`.replaceAll(':', '.');
  link.click();
  URL.revokeObjectURL(url);
}
