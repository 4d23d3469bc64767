import { describe, expect, test } from 'vitest';
import type { Container } from '../../api/shapes.ts';
import { choiceOfQuery, MOST_CHOSEN, nounOf, pathOfChoice, tailFor, workloadsOf } from './chosen-lines.ts';

const container = (id: string, kind: 'compose' | 'container' | 'file' = 'compose', workload = 'web'): Container =>
  // Only these parts of a container are looked at.
  ({ id, name: id, host: 'nas', workload: { id: workload, kind, name: workload } }) as Container;

describe('whose lines are looked at', () => {
  test('stands in the address, and is found there again', () => {
    const choice = { containers: ['a', 'b'], workloads: ['w'] };
    expect(pathOfChoice(choice)).toBe('/logs?containers=a,b&workloads=w');
    expect(choiceOfQuery({ containers: 'a,b', workloads: 'w' })).toEqual(choice);
    expect(pathOfChoice({ containers: [], workloads: [] })).toBe('/logs');
  });

  test('is no more than the server follows, and each once', () => {
    expect(choiceOfQuery({ containers: ',a,,a,' })).toEqual({ containers: ['a'], workloads: [] });
    const many = Array.from({ length: MOST_CHOSEN + 5 }, (_, n) => `${n}`).join(',');
    expect(choiceOfQuery({ containers: many }).containers).toHaveLength(MOST_CHOSEN);
  });

  test('may be a workload, each once and by name, that is more than a single container or file', () => {
    const known = [container('1', 'compose', 'web'), container('2', 'compose', 'db'), container('3', 'compose', 'web')];
    const files = [container('/a.log', 'file', '/a.log'), container('/b.log', 'file', 'shop')];
    const shown = workloadsOf([...known, container('4', 'container', 'alone'), ...files]);
    expect(shown.map(({ id }) => id)).toEqual(['db', 'shop', 'web']);
  });

  test('is called by what containers and files have in common, where there are files', () => {
    const known = [container('1')];
    expect(nounOf(known)).toBe('container');
    expect(nounOf([...known, container('/a.log', 'file')])).toBe('log');
  });

  test('has a past that fills the page, however many are together', () => {
    const known = Array.from({ length: 40 }, (_, n) => container(`${n}`));
    const tails = [['1'], known.slice(0, 20).map(({ id }) => id)].map((containers) =>
      tailFor({ containers, workloads: [] }, known),
    );
    expect([...tails, tailFor({ containers: [], workloads: ['web'] }, known)]).toEqual([200, 100, 50]);
    expect(tailFor({ containers: ['gone'], workloads: [] }, [])).toBe(200);
  });
});
