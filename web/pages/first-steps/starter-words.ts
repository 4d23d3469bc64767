import { showCountOrNo } from '../../format/count.ts';

/** `These 9 rules would have raised 14 events in the last 24 hours.` */
export function wouldHaveRaised(rules: number, events: number, hours: number): string {
  const them = rules === 1 ? 'This rule' : `These ${rules} rules`;
  return `${them} would have raised ${showCountOrNo(events, 'event')} in the last ${hours} hours.`;
}
