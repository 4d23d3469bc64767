import { describe, expect, test } from 'vitest';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import { sampleMute } from '../../../test/support/rule-samples.ts';
import { HAPPENING_KINDS, type Happening, type HappeningKind } from '../../core/life/happening.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import { ActiveMutes } from '../snapshot/active-mutes.ts';
import { LifeJudge, type LifeJudgeOptions } from './life-judge.ts';

const BASE = 1_700_000_000;
const web = sampleOrigin('web');
const at = (seconds: number) => ({ seconds: BASE + seconds, nanos: 0 });

function judging(options: Partial<LifeJudgeOptions> = {}) {
  const counted: string[] = [];
  const judge = new LifeJudge({
    rules: { current: { mutes: new ActiveMutes([]) } },
    kinds: new Set(HAPPENING_KINDS),
    cooldownSeconds: 60,
    limit: { perMinute: 0, burst: 1 },
    clock: { now: () => (BASE + 10) * 1_000 },
    occurrences: { happened: ({ kind, decision }) => counted.push(`${kind} ${decision}`) },
    ...options,
  });
  return { judge, counted };
}

const happening = (kind: HappeningKind, seconds: number, details: Happening['details'] = {}): Happening => ({
  ...{ kind, at: at(seconds), inOrderAt: at(seconds), details },
});

describe('what happens to a container', () => {
  test('becomes an event that tells what, when and where, with a key that is made of that alone', () => {
    const { judge } = judging();
    const event = judge.open(undefined).judge(web, happening('died', 5, { exitCode: 3, stopAsked: false }));
    expect(event).toEqual({
      key: `${web.key} died ${BASE + 5}.000000000`,
      source: 'docker',
      severity: 'error',
      message: 'web died with exit code 3',
      metadata: {
        workload_id: workloadId(web),
        workload_name: web.workload.name,
        container_id: web.containerId,
        container_name: 'web',
        host: web.host,
        kind: 'died',
        happened_at: new Date((BASE + 5) * 1_000).toISOString(),
        exit_code: 3,
        stop_requested: false,
        suppressed: 0,
      },
      workloadId: workloadId(web),
      ruleId: null,
    });
    const later = judging({ clock: { now: () => (BASE + 11) * 1_000 } }).judge.open(undefined);
    expect(later.judge(web, happening('died', 5, { exitCode: 4, stopAsked: null }))?.key).toBe(event?.key);
  });

  test.each([
    [
      'died',
      { exitCode: 137, stopAsked: null },
      'error',
      'died with exit code 137 (whether somebody asked it to stop is not known)',
    ],
    ['died', { exitCode: 3, stopAsked: null }, 'error', 'died with exit code 3'],
    ['oom', {}, 'critical', 'ran out of memory'],
    ['oom', { exitCode: 137 }, 'critical', 'ran out of memory and died with exit code 137'],
    ['unhealthy', {}, 'error', 'is unhealthy'],
    ['healthy', {}, 'info', 'is healthy again'],
    ['restart_loop', { restarts: 5, withinSeconds: 300 }, 'critical', 'is in a restart loop: 5 restarts within 300 s'],
  ] as const)('%s with %j is %s: %s', (...[kind, details, severity, words]) => {
    expect(
      judging()
        .judge.open(undefined)
        .judge(web, happening(kind, 0, details)),
    ).toMatchObject({
      severity,
      message: `web ${words}`,
    });
  });

  test('rests for each kind by itself, and tells with the next event what was held back', () => {
    const { judge, counted } = judging();
    const one = judge.open(undefined);
    const suppressed = [0, 10, 59, 60].map((second) => one.judge(web, happening('died', second))?.metadata.suppressed);
    expect(suppressed).toEqual([0, undefined, undefined, 2]);
    expect(one.judge(web, happening('unhealthy', 60))).toBeDefined();
    expect(counted).toEqual(['died admitted', 'died cooldown', 'died cooldown', 'died admitted', 'unhealthy admitted']);
  });

  test('becomes no more events than the limit of the container allows, whatever it is', () => {
    const { judge, counted } = judging({ cooldownSeconds: 0, limit: { perMinute: 6, burst: 2 } });
    const one = judge.open(undefined);
    for (const second of [0, 0, 0, 1, 2, 10, 10]) one.judge(web, happening('died', second));
    expect(counted.filter((what) => what.endsWith('admitted'))).toHaveLength(3);
    expect(counted.at(-1)).toBe('died rate_limit');
  });

  test('is held back by a mute of its workload, by its own time', () => {
    const mute = sampleMute('7', { workloadId: workloadId(web), from: BASE * 1_000, until: (BASE + 5) * 1_000 });
    const { judge, counted } = judging({ rules: { current: { mutes: new ActiveMutes([mute]) } } });
    const one = judge.open(undefined);
    for (const second of [-1, 0, 4, 65]) one.judge(web, happening('died', second));
    expect(counted).toEqual(['died admitted', 'died muted', 'died muted', 'died admitted']);
  });

  test('is no event where nobody wants that kind, and starts nothing', () => {
    const { judge, counted } = judging({ kinds: new Set(['oom']) });
    const one = judge.open(undefined);
    expect(one.judge(web, happening('died', 0))).toBeUndefined();
    expect([counted, one.saved.rules.size]).toEqual([['died off'], 0]);
  });

  test('is decided as before behind what was saved', () => {
    const { judge } = judging();
    const before = judge.open(undefined);
    before.judge(web, happening('died', 0));
    expect(judge.open(before.saved).judge(web, happening('died', 30))).toBeUndefined();
    expect(judge.open(undefined).judge(web, happening('died', 30))).toBeDefined();
  });

  test('is late when it is older than fifteen minutes when it is heard', () => {
    const late = (second: number) =>
      judging().judge.open(undefined).judge(web, happening('died', second))?.metadata.late;
    expect([late(10 - 900), late(10 - 901)]).toEqual([undefined, true]);
  });
});
