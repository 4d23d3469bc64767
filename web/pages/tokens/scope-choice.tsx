import type { TokenScope } from '../../../src/core/account.ts';
import { Choice } from '../../parts/form/choice.tsx';

export const SCOPE_NAMES: Readonly<Record<TokenScope, string>> = { read: 'Read', ingest: 'Ingest', admin: 'Admin' };

const OPTIONS = [
  {
    value: 'read',
    label: SCOPE_NAMES.read,
    hint: 'Sees everything, changes nothing. Enough for metrics and dashboards.',
  },
  { value: 'ingest', label: SCOPE_NAMES.ingest, hint: 'Sends events in, and may do nothing else.' },
  { value: 'admin', label: SCOPE_NAMES.admin, hint: 'Sees and changes everything, as an administrator does.' },
];

export function ScopeChoice() {
  return <Choice name="scope" legend="What it may do" options={OPTIONS} chosen="read" />;
}

/** The scope in a form's value; what nobody chose is the least harmful one. */
export function scopeFrom(value: string | undefined): TokenScope {
  return value === 'admin' || value === 'ingest' ? value : 'read';
}
