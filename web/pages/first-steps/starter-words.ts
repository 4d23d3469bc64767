/** `These 9 rules would have raised 14 events in the last 24 hours.` */
export function wouldHaveRaised(rules: number, events: number, hours: number): string {
  const them = rules === 1 ? 'This rule' : `These ${rules} rules`;
  const raised = events === 0 ? 'no event' : events === 1 ? '1 event' : `${events.toLocaleString('en')} events`;
  return `${them} would have raised ${raised} in the last ${hours} hours.`;
}
