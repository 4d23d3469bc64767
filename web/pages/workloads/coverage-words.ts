// How a container is watched, in words that say whether anything has to be done.
import type { Container, Health } from '../../api/shapes.ts';

export interface CoverageWords {
  readonly status: Health;
  readonly words: string;
  /** What it means for somebody who sees it for the first time. */
  readonly meaning: string;
}

const STATES: Readonly<Record<Container['state'], CoverageWords>> = {
  starting: { status: 'ok', words: 'Starting', meaning: 'It was just found and is being looked at.' },
  catching_up: { status: 'ok', words: 'Catching up', meaning: 'What was written before is being read.' },
  following: { status: 'ok', words: 'Watched', meaning: 'Every line is read as it is written.' },
  draining: { status: 'ok', words: 'Ending', meaning: 'It has ended, and its last lines are being read.' },
  idle: { status: 'ok', words: 'Not running', meaning: 'It does not run, and all of its lines were read.' },
  not_wanted: { status: 'ok', words: 'No rule', meaning: 'No rule wants any of its lines, so none is read.' },
  unreadable: { status: 'degraded', words: 'Unreadable', meaning: 'Its logging driver lets nobody read its lines.' },
  degraded: {
    status: 'degraded',
    words: 'Unsteady',
    meaning: 'Its stream ends again and again; it is opened anew each time.',
  },
  gone: { status: 'ok', words: 'Gone', meaning: 'It was removed, and what it had written was read.' },
  failed: { status: 'failing', words: 'Failed', meaning: 'A fault of Tocsin ended the reading; it is tried again.' },
  over_limit: { status: 'degraded', words: 'Waiting', meaning: 'More were found than may be read at once.' },
  out_of_reach: {
    status: 'failing',
    words: 'Out of reach',
    meaning: 'Its engine does not answer, so nobody knows how it is.',
  },
  watched_elsewhere: { status: 'ok', words: 'Watched elsewhere', meaning: 'Another server reads it.' },
};

export function coverageWords({ state, stuck, note }: Pick<Container, 'state' | 'stuck' | 'note'>): CoverageWords {
  const { status, words, meaning } = STATES[state];
  if (stuck)
    return {
      status: 'failing',
      words: 'Stuck',
      meaning: 'Newer lines are known, and none has been read for two minutes.',
    };
  return { status, words, meaning: note ?? meaning };
}

/** The worst of several, and how many share it. */
export function worstOf(states: readonly Container['state'][]): CoverageWords | undefined {
  const order: readonly Health[] = ['failing', 'degraded', 'ok'];
  const worst = order.flatMap((status) => states.filter((state) => STATES[state].status === status))[0];
  return worst === undefined ? undefined : STATES[worst];
}

export const GAP_WORDS: Readonly<Record<Container['gaps'][number]['reason'], string>> = {
  rotated: 'The engine deleted lines before they could be read: its log files are too small for what is written.',
  removed_while_away: 'It was removed while Tocsin was not running.',
  missed_short_lived: 'It was gone before its first line could be asked for.',
  removed_before_read: 'It was removed while some of its lines were still unread.',
  end_unproven: 'It was removed when all seemed to be read; its engine does not say whether it had sent all.',
  engine_error: 'The engine broke off in the middle and said so.',
  truncated: 'The file was cut or written over where it stands; whether all of it had been read nobody knows.',
};

const RECONNECTS: Readonly<Record<string, string>> = {
  ended: 'the stream ended',
  cut: 'the connection was cut',
  refused: 'the engine refused',
  protocol_error: 'the answer made no sense',
  engine_error: 'the engine reported an error',
  stalled: 'nothing came although there was something',
  streams_changed: 'rules wanted other streams',
  engine_lost: 'the engine was out of reach',
};

/** `3 times, 2 of them because the connection was cut`. */
export function reconnectWords(reconnects: Container['reconnects']): string {
  const counts = Object.entries(reconnects).filter(([, count]) => (count ?? 0) > 0);
  const total = counts.reduce((sum, [, count]) => sum + (count ?? 0), 0);
  if (total === 0) return 'Never';
  const why = counts.map(([reason, count]) => `${count} × ${RECONNECTS[reason] ?? reason}`).join(', ');
  return `${total === 1 ? 'Once' : `${total} times`}: ${why}`;
}
