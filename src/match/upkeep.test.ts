import { describe, expect, test } from 'vitest';
import { Upkeep } from './upkeep.ts';

const MB = 1 << 20;

function upkeepOf(rules: number): Upkeep {
  const upkeep = new Upkeep(rules);
  upkeep.planMade(0.0001, false);
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

  test('is a new plan when many candidates are no hits, after some text, each time after more', () => {
    const upkeep = upkeepOf(1);
    const until = (): number => {
      for (let read = 1; ; read++) {
        upkeep.candidates[0] = MB / 500;
        if (upkeep.advise(MB, 0).kind === 'plan-anew') return read;
      }
    };
    expect(until()).toBe(4);
    upkeep.planMade(0.0001, false);
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
    const upkeep = new Upkeep(1);
    upkeep.planMade(1 / 300, false);
    for (let read = 0; read < 20; read++) {
      upkeep.candidates[0] = MB / 250;
      expect(upkeep.advise(MB, 0).kind).toBe('go-on');
    }
  });

  test('is to try windows again some time after every line was read for busy rules', () => {
    const upkeep = upkeepOf(1);
    upkeep.planMade(0.0001, true);
    const kinds = Array.from({ length: 4 }, () => upkeep.advise(MB, 0).kind);
    expect(kinds).toEqual(['go-on', 'go-on', 'go-on', 'plan-anew']);
  });
});
