import { Card } from '../../parts/card.tsx';
import { Empty } from '../../parts/list/empty.tsx';
import { StatusMark } from '../../parts/marks/status-mark.tsx';
import { type Engine, engineStatus, engineWords, isOnlyWished } from './watched-engines.ts';

/** Every engine with how it is watched, what is wrong with it and what can be done about that, and what it does not allow. */
export function EngineList({ engines, hasFiles }: { readonly engines: readonly Engine[]; readonly hasFiles: boolean }) {
  return (
    <Card title="Engines">
      {engines.length === 0 && <NoEngine hasFiles={hasFiles} />}
      <ul class="checks engine-list">
        {engines.map((engine) => (
          <li key={engine.name}>
            <strong>{engine.name}</strong>
            <div>
              <Standing engine={engine} />
              {engine.last_fault && engine.state === 'down' && <p>{engine.last_fault.words}</p>}
              {engine.notes.map((note) => (
                <p key={note} class="soft">
                  {note}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function NoEngine({ hasFiles }: { readonly hasFiles: boolean }) {
  return (
    <Empty title="No engine is configured">
      <p>
        {hasFiles ? 'No container is watched without one.' : 'Nothing is watched without one.'}{' '}
        <a href="/first-steps?step=engine">How Tocsin gets to see one</a>
      </p>
    </Empty>
  );
}

function Standing({ engine }: { readonly engine: Engine }) {
  if (isOnlyWished(engine)) return <p>Not there</p>;
  return <StatusMark status={engineStatus(engine)} words={engineWords(engine)} />;
}
