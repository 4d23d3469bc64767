import type { Role } from '../../../src/core/account.ts';
import { Choice } from '../../parts/form/choice.tsx';

export const ROLE_NAMES: Readonly<Record<Role, string>> = { admin: 'Administrator', viewer: 'Viewer' };

const OPTIONS = [
  { value: 'viewer', label: ROLE_NAMES.viewer, hint: 'Sees everything, changes nothing.' },
  { value: 'admin', label: ROLE_NAMES.admin, hint: 'Sees and changes everything, users and tokens included.' },
];

export function RoleChoice({ chosen }: { readonly chosen: Role }) {
  return <Choice name="role" legend="Role" options={OPTIONS} chosen={chosen} />;
}

/** The role in a form's value. */
export function roleFrom(value: string | undefined): Role {
  return value === 'admin' ? 'admin' : 'viewer';
}
