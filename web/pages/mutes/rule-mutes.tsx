import type { Mute, Rule } from '../../api/shapes.ts';
import type { Once } from '../../live/use-once.ts';
import { Message } from '../../parts/message.tsx';
import { useServices } from '../../services.ts';
import { useMe } from '../me.ts';
import { useDeeds } from '../use-deeds.ts';
import type { Names } from '../use-names.ts';
import { MuteLines } from './mute-lines.tsx';
import { silencing } from './open-mutes.ts';

export interface RuleMutesProps {
  readonly rule: Rule;
  readonly read: Once<readonly Mute[]>;
  readonly workloads: Names;
}

/** Above all else on the page of a rule: that it raises nothing now, and until when. */
export function RuleMutes({ rule, read, workloads }: RuleMutesProps) {
  const { api } = useServices();
  const { isAdmin } = useMe();
  const { perform, fault } = useDeeds(read.reload);
  const failed = fault ?? read.fault?.message;
  const mutes = silencing(read.value ?? [], rule);
  const end = ({ id }: Mute): Promise<void> => perform(() => api.endMute(id), 'The mute has ended.');
  if (failed === undefined && mutes.length === 0) return null;
  return (
    <div class="mutes">
      {failed && <Message kind="bad">{failed}</Message>}
      <MuteLines mutes={mutes} rule={rule.name} workloads={workloads} onEnd={isAdmin ? end : undefined} />
    </div>
  );
}
