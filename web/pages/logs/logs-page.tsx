// Lines as they are written, of one container or of several together.
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import type { Container } from '../../api/shapes.ts';
import { showTime } from '../../format/time.ts';
import { browserClock } from '../../live/browser-clock.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Empty } from '../../parts/list/empty.tsx';
import { FilterBox } from '../../parts/list/filter-box.tsx';
import { Message } from '../../parts/message.tsx';
import { Page, Waiting } from '../../parts/page.tsx';
import { saveAsFile } from '../../parts/take-away/save-as-file.ts';
import { useServices } from '../../services.ts';
import { choiceOfQuery, isNothing, nounOf, pathOfChoice, tailFor } from './chosen-lines.ts';
import type { LineChoice } from './follow-lines.ts';
import { asText, LineBuffer } from './line-buffer.ts';
import { LinePick } from './line-pick.tsx';
import { useContainers } from './use-containers.ts';
import { useLiveLines } from './use-live-lines.ts';
import { LogView } from './view/log-view.tsx';
import { keptText, withZone, type Zone, zoneChoiceOf } from './zone/zone-choice.ts';
import { ZonePick } from './zone/zone-pick.tsx';

export function LogsPage() {
  const { query, route } = useLocation();
  const { known, fault } = useContainers();
  const choice = choiceOfQuery(query);
  return (
    <Page title="Logs" lead="Lines as they are written.">
      <section class="card" aria-label="Logs">
        {known === undefined && (fault ? <Message kind="bad">{fault.message}</Message> : <Waiting />)}
        {known && <LinePick known={known} choice={choice} onChoose={(chosen) => route(pathOfChoice(chosen), true)} />}
        {known && isNothing(choice) && <Nothing known={known} />}
        {known && !isNothing(choice) && <Live key={pathOfChoice(choice)} choice={choice} known={known} />}
      </section>
    </Page>
  );
}

function Nothing({ known }: { readonly known: readonly Container[] }) {
  if (known.length > 0)
    return (
      <Empty title={`Choose a workload or a ${nounOf(known)}`}>
        <p>The last lines appear here, and then each as it is written; many can be watched together.</p>
      </Empty>
    );
  return (
    <Empty title="Nothing was found yet">
      <p>
        Containers are found by themselves as soon as their engine is in reach, and log files as soon as a pattern leads
        to one. <a href="/first-steps?step=engine">How Tocsin gets to see one</a>
      </p>
    </Empty>
  );
}

interface LiveProps {
  readonly choice: LineChoice;
  readonly known: readonly Container[];
}

function Live({ choice, known }: LiveProps) {
  const { preferences } = useServices();
  const zones = zoneChoiceOf(preferences.logZones.value);
  const zone = zones.chosen;
  const buffer = useMemo(() => new LineBuffer(), []);
  const [search, setSearch] = useState('');
  const [isPaused, setPaused] = useState(false);
  const [wraps, setWraps] = useState(true);
  const [isHeld, setHeld] = useState(false);
  const words = useLiveLines(buffer, { choice, search, tail: tailFor(choice, known) });
  useLayoutEffect(() => buffer.pause(isPaused || isHeld), [isPaused, isHeld]);
  return (
    <>
      <div class="filters">
        <FilterBox label="Only lines with" value={search} onInput={setSearch} />
        <div class="log-tools">
          <Toggle name="Pause" isOn={isPaused} onChange={setPaused} />
          <Toggle name="Wrap" isOn={wraps} onChange={setWraps} />
          <ZonePick choice={zones} onChoose={(to) => preferences.keepLogZones(keptText(withZone(zones, to)))} />
        </div>
        <LeftOut buffer={buffer} />
        <div class="log-tools">
          <CopyButton noun="lines" text={() => asText(buffer.state.value.entries, zone)} />
          <button type="button" class="quiet" onClick={() => download(buffer, zone)}>
            Download
          </button>
        </div>
      </div>
      <div class="log-frame">
        <div class="log-words">
          {words.map((text) => (
            <Message key={text} kind="warn">
              {text}
            </Message>
          ))}
        </div>
        <LogView
          buffer={buffer}
          wraps={wraps}
          zone={zone}
          search={search}
          onClearSearch={() => setSearch('')}
          namesContainer={choice.containers.length > 1 || choice.workloads.length > 0}
          onHeld={setHeld}
          onGoOn={() => setPaused(false)}
        />
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

/** How many wait stands over the lines. */
function LeftOut({ buffer }: { readonly buffer: LineBuffer }) {
  const { dropped } = buffer.state.value;
  return (
    <span class="soft" role="status">
      {dropped > 0 && `${dropped.toLocaleString('en')} older ones left out`}
    </span>
  );
}

/** What is held of the lines, as a file. */
function download(buffer: LineBuffer, zone: Zone): void {
  const name = `lines ${showTime(new Date(browserClock.now()).toISOString())?.exact ?? ''}.log`.replaceAll(':', '.');
  saveAsFile(name, asText(buffer.state.value.entries, zone));
}
