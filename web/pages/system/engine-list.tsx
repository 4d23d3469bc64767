import { Card } from '../../parts/card.tsx';
import { type Engine, engineWords, isOnlyWished } from './watched-engines.ts';

/** Every engine with how it is watched, what was wrong with it last, and what it does not allow. */
export function EngineList({ engines }: { readonly engines: readonly Engine[] }) {
  return (
    <Card title="Engines">
      {engines.length === 0 && <p class="empty">No engine is configured.</p>}
      <ul class="checks engine-list">
        {engines.map((engine) => (
          <li key={engine.name}>
            <strong>{engine.name}</strong>
            <div>
              <p>{isOnlyWished(engine) ? 'Not there' : engineWords(engine)}</p>
              {engine.last_fault && engine.state === 'down' && <p class="soft">{engine.last_fault.words}</p>}
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
