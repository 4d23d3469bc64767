import type { SystemReport, WatchingReport } from '../../api/shapes.ts';
import { showCount } from '../../format/count.ts';
import { showDuration } from '../../format/duration.ts';
import { watchedNoun } from '../../format/watched-noun.ts';
import { Card, type Fact, Facts } from '../../parts/card.tsx';
import { StatusMark } from '../../parts/marks/status-mark.tsx';
import { type Engine, enginesTogether, engineWords, isOnlyWished } from '../system/watched-engines.ts';
import { filesTogether } from '../system/watched-files.ts';

/** Engines and files; of more the engines are told together, so that all of it stays one glance. */
const MOST_SOURCES = 2;

interface Props {
  readonly watching: WatchingReport;
  readonly system: SystemReport;
  /** What stands above already: it is not said twice. */
  readonly said: string | undefined;
}

/** Is everything that should be watched being watched? A server that watches nothing says so, and what to do. */
export function Watching({ watching, system, said }: Props) {
  const reasons = watching.reasons.filter((reason) => reason !== said);
  const engines = system.engines.filter((engine) => !isOnlyWished(engine));
  return (
    <Card title="Watching" aside={<StatusMark status={watching.status} />}>
      {engines.length === 0 && system.files === null ? (
        <Nothing />
      ) : (
        <Facts facts={[...sourceFacts(engines, system.files), ...coverageFacts(system)]} />
      )}
      <div class="watching-more">
        {reasons.length > 0 && (
          <ul class="reasons">
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        )}
        <p class="soft">
          <a href="/workloads">All workloads</a>, and <a href="/logs">their lines as they are written</a>
          {reasons.length > 0 && (
            <span class="reasons-more">
              {' '}
              · <a href="/system">{showCount(reasons.length, 'more fault')}</a>
            </span>
          )}
        </p>
      </div>
    </Card>
  );
}

function sourceFacts(engines: readonly Engine[], files: SystemReport['files']): readonly Fact[] {
  const ofFiles = files === null ? [] : [{ name: 'Files', value: <a href="/system">{filesTogether(files)}</a> }];
  if (engines.length + ofFiles.length <= MOST_SOURCES)
    return [...engines.map((engine) => ({ name: engine.name, value: engineWords(engine) })), ...ofFiles];
  return [{ name: 'Engines', value: <a href="/system">{enginesTogether(engines)}</a> }, ...ofFiles];
}

function coverageFacts({ coverage, files }: SystemReport): readonly Fact[] {
  const { containers_read: read, containers_not_wanted: unwanted, containers_unreadable: unreadable } = coverage;
  // It counts files like containers.
  const one = watchedNoun(files !== null);
  const parts = [
    `${read} read`,
    unwanted > 0 && `${unwanted} that no rule looks at`,
    unreadable > 0 && `${unreadable} unreadable`,
  ].filter((part) => part !== false);
  const gaps = coverage.containers_with_gaps;
  return [
    { name: one === 'log' ? 'Logs' : 'Containers', value: parts.join(', ') },
    { name: 'Gaps', value: gaps === 0 ? 'None known' : `In ${showCount(gaps, one)}` },
    { name: 'Behind by', value: coverage.lag_seconds < 1 ? 'Nothing' : showDuration(coverage.lag_seconds) },
  ];
}

function Nothing() {
  return (
    <div class="empty watching-empty">
      <QuietBell />
      <p class="empty-title">Nothing is watched yet</p>
      <p>
        Containers are found by themselves as soon as their engine is in reach. Where it is,{' '}
        <code>TOCSIN_DOCKER_HOST</code> says. Log files are named in <code>TOCSIN_FILES</code>.
      </p>
    </div>
  );
}

/** The bell at rest. */
function QuietBell() {
  return (
    <svg class="quiet-bell" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <path d="M21.6 10.4a2.4 2.4 0 1 1 4.8 0v.8c5 1.2 8 5.4 8.3 11.2.3 6.1 1.5 9 4.2 11.4 1.2 1 .6 3.2-1.2 3.2h-27.4c-1.8 0-2.4-2.2-1.2-3.2 2.7-2.4 3.9-5.3 4.2-11.4.3-5.8 3.3-10 8.3-11.2z" />
      <path d="M20 40.6a4.2 4.2 0 0 0 8 0" />
      <path d="M12 4h24" />
    </svg>
  );
}
