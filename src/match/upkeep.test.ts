import { describe, expect, test } from 'vitest';
import { Upkeep } from './upkeep.ts';
import { WASM_COSTS } from './wasm/costs.ts';

const MB = 1 << 20;

const COSTS = WASM_COSTS.everyLine;
const PLAN = { rate: 0.0001, readsEveryLine: false, readsForBusyRules: false };

function upkeepOf(rules: number): Upkeep {
  const upkeep = new Upkeep(rules, COSTS);
  upkeep.planMade(PLAN);
  return upkeep;
}

describe('the advice of the upkeep', () => {
  test('is to go on while candidates are as rare as expected, and until enough was read', () => {
    const upkeep = upkeepOf(3);
    upkeep.candidates.fill(10_000);
    expect(upkeep.advise(1000, 0).kind).toBe('go-on');
    upkeep.candidates.fill(20);
    for (let read = 0; read < 100; read++) expect(upkeep.advise(MB, 5).kind).toBe('go-on');
  });

  test('is to read every line for the rules that are candidates too often, and only for those', () => {
    const upkeep = upkeepOf(3);
    upkeep.candidates.set([MB / 50, 2, MB / 60]);
    expect(upkeep.advise(MB, 0)).toEqual({ kind: 'read-every-line', rules: [0, 2] });
  });

  test('is to read every line for a rule as soon as it costs more than it would there, where every line is read anyway', () => {
    const advice = (readsEveryLine: boolean) => {
      const upkeep = new Upkeep(2, COSTS);
      upkeep.planMade({ ...PLAN, readsEveryLine });
      upkeep.candidates.set([MB / 1000, 2]);
      return upkeep.advise(MB, 0);
    };
    expect(advice(false)).toEqual({ kind: 'go-on' });
    expect(advice(true)).toEqual({ kind: 'read-every-line', rules: [0] });
  });

  test('is to leave rules whose candidates are hits where they are, as these cost the same in any way', () => {
    const upkeep = upkeepOf(1);
    upkeep.candidates[0] = MB / 50;
    expect(upkeep.advise(MB, MB / 50)).toEqual({ kind: 'go-on' });
  });

  test('is to leave many rules that are candidates now and then where they are', () => {
    const upkeep = upkeepOf(1000);
    upkeep.candidates.fill(30);
    expect(upkeep.advise(MB, 0)).toEqual({ kind: 'go-on' });
  });

  test('is a new plan when many candidates are no hits, after some text, each time after more', () => {
    const upkeep = upkeepOf(1);
    const until = (): number => {
      for (let read = 1; ; read++) {
        upkeep.candidates[0] = MB / 500;
        if (upkeep.advise(MB, 0).kind === 'plan-anew') return read;
      }
    };
    expect(until()).toBe(4);
    upkeep.planMade(PLAN);
    expect(until()).toBe(8);
  });

  test('is no new plan when the candidates are hits: they must be read anyway', () => {
    const upkeep = upkeepOf(1);
    for (let read = 0; read < 20; read++) {
      upkeep.candidates[0] = MB / 500;
      expect(upkeep.advise(MB, MB / 500).kind).toBe('go-on');
    }
  });

  test('is no new plan when there are as many candidates as the plan expected', () => {
    const upkeep = new Upkeep(1, COSTS);
    upkeep.planMade({ ...PLAN, rate: 1 / 300 });
    for (let read = 0; read < 20; read++) {
      upkeep.candidates[0] = MB / 250;
      expect(upkeep.advise(MB, 0).kind).toBe('go-on');
    }
  });

  test('is to try windows again some time after every line was read for busy rules', () => {
    const upkeep = upkeepOf(1);
    upkeep.planMade({ ...PLAN, readsEveryLine: true, readsForBusyRules: true });
    const kinds = Array.from({ length: 4 }, () => upkeep.advise(MB, 0).kind);
    expect(kinds).toEqual(['go-on', 'go-on', 'go-on', 'plan-anew']);
  });
});
