import type { SystemReport } from '../../api/shapes.ts';
import { showCount } from '../../format/count.ts';
import { Card } from '../../parts/card.tsx';
import { StatusMark } from '../../parts/marks/status-mark.tsx';

type Files = NonNullable<SystemReport['files']>;
type Pattern = Files['patterns'][number];

/** Every pattern of files that is looked for, what it leads to, and why to nothing or not to all. */
export function FileList({ files }: { readonly files: Files }) {
  return (
    <Card title={`Files of ${files.machine}`}>
      <ul class="checks engine-list">
        {files.patterns.map((pattern) => (
          <li key={pattern.pattern}>
            <strong class="break">{pattern.pattern}</strong>
            <div>
              <Standing pattern={pattern} watchedBy={files.watched_by} />
              {pattern.why && <p class="break">{pattern.why}</p>}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Standing({ pattern, watchedBy }: { readonly pattern: Pattern; readonly watchedBy: Files['watched_by'] }) {
  const { found, workload, format } = pattern;
  if (watchedBy === 'another_instance') return <StatusMark status="ok" words="Watched by another server" />;
  if (watchedBy === 'nobody') return <StatusMark status="failing" words="Not watched" />;
  if (found === null) return <StatusMark status="degraded" words="Being looked for" />;
  const words = [showCount(found, 'file'), format === 'plain' ? '' : format, workload ?? ''].filter(
    (one) => one !== '',
  );
  return <StatusMark status={pattern.why === null ? 'ok' : 'degraded'} words={words.join(', ')} />;
}
