import type { Container } from '../../../api/shapes.ts';
import { showBytes } from '../../../format/bytes.ts';
import { showCountOrNo } from '../../../format/count.ts';
import { showDuration } from '../../../format/duration.ts';
import { browserClock } from '../../../live/browser-clock.ts';
import { Card, type Fact, Facts } from '../../../parts/card.tsx';
import { StatusMark } from '../../../parts/marks/status-mark.tsx';
import { Moment } from '../../../parts/moment.tsx';
import { coverageWords, GAP_WORDS, reconnectWords } from '../coverage-words.ts';
import { timeLineOf } from './time-line.ts';

/** How one container is watched, and what of it was lost. */
export function ContainerCard({ container }: { readonly container: Container }) {
  const { status, words, meaning } = coverageWords(container);
  return (
    <Card title={container.name} aside={<StatusMark status={status} words={words} />}>
      <div class="coverage">
        <p>{meaning}</p>
        <TimeLine container={container} />
      </div>
      <Facts facts={factsOf(container)} />
      {container.gone_at === null && (
        <p class="card-link">
          <a href={`/logs?containers=${container.id}`}>Its lines, live</a>
        </p>
      )}
      <Gaps container={container} />
    </Card>
  );
}

function TimeLine({ container }: { readonly container: Container }) {
  const { from, to, gaps } = timeLineOf(container, browserClock.now());
  const said = showCountOrNo(container.gaps_total, 'gap');
  return (
    <div class="time-line">
      <svg
        viewBox="0 0 1000 8"
        preserveAspectRatio="none"
        role="img"
        aria-label={`Watched for ${showDuration((to - from) / 1_000)}, ${said}`}
      >
        <rect class="time-whole" width="1000" height="8" />
        {gaps.map((gap) => (
          <rect
            key={`${gap.from} ${gap.to}`}
            class="time-gap"
            x={gap.from * 1_000}
            width={(gap.to - gap.from) * 1_000}
            height="8"
          />
        ))}
      </svg>
      <p class="soft">
        {showDuration((to - from) / 1_000)}, {said}
      </p>
    </div>
  );
}

function factsOf(container: Container): readonly Fact[] {
  const {
    image,
    watched_since: since,
    cursor_at: cursor,
    lag_seconds: lag,
    lines,
    bytes,
    late_lines: late,
  } = container;
  return [
    ...(container.workload.kind === 'file'
      ? fileFacts(container.file)
      : [{ name: 'Image', value: <span class="break">{image}</span> }]),
    { name: 'Watched since', value: <Since since={since} /> },
    { name: 'Read up to', value: <Moment at={cursor} never="Nothing yet" /> },
    { name: 'Behind by', value: lag === null ? 'Nobody can know' : lag < 1 ? 'Nothing' : showDuration(lag) },
    { name: 'Lines', value: `${lines.toLocaleString('en')}, ${showBytes(bytes)}` },
    ...(container.joins_lines ? [{ name: 'Joined', value: <Joined start={container.join_start} /> }] : []),
    ...(late === 0
      ? []
      : [{ name: 'Late lines', value: `${late.toLocaleString('en')}, older than 15 min when they came` }]),
    { name: 'Opened anew', value: reconnectWords(container.reconnects) },
    { name: 'Id', value: <code>{container.id.slice(0, 12)}</code> },
  ];
}

function fileFacts(file: Container['file']): readonly Fact[] {
  if (file === null) return [];
  const { format, dialect, size_bytes: size, read_bytes: read } = file;
  return [
    { name: 'Format', value: format },
    { name: 'Time of its lines', value: dialect ?? 'Theirs is not known: when they came' },
    {
      name: 'Read',
      value: size === null || read === null ? 'Nothing yet' : `${showBytes(read)} of ${showBytes(size)}`,
    },
  ];
}

function Joined({ start }: { readonly start: string | null }) {
  if (start === null) return 'Those that belong together, such as a stack trace';
  return (
    <>
      All up to the next that fits <code class="break">{start}</code>
    </>
  );
}

/** Streams that no rule wants are not read: that is no gap. */
function Since({ since }: { readonly since: Container['watched_since'] }) {
  const { stdout, stderr } = since;
  if (stdout === null && stderr === null) return <span class="soft">No rule wants its lines</span>;
  if (stdout !== null && stderr !== null) return <Moment at={stdout < stderr ? stdout : stderr} />;
  return (
    <>
      <Moment at={stdout ?? stderr} /> <span class="soft">{stdout === null ? 'stderr only' : 'stdout only'}</span>
    </>
  );
}

function Gaps({ container }: { readonly container: Container }) {
  const { gaps, gaps_total: total } = container;
  if (total === 0) return null;
  return (
    <div class="gaps">
      <h3>{total === 1 ? 'A gap' : `${total} gaps${total > gaps.length ? `, the latest ${gaps.length}` : ''}`}</h3>
      <ul>
        {gaps.map((gap) => (
          <li key={`${gap.from} ${gap.to} ${gap.reason}`}>
            <p>
              <Moment at={gap.from} never="From its beginning" /> –{' '}
              <Moment at={gap.to} never="nobody knows until when" />
            </p>
            <p class="soft">{GAP_WORDS[gap.reason]}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
