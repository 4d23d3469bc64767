export const NOBODY = 65_534;
export const IS_ROOT = process.geteuid?.() === 0;

/** The kernel forbids root nothing: as root this takes the rights away for the moment. */
export async function asNobody<Result>(action: () => Promise<Result>): Promise<Result> {
  if (!IS_ROOT) return action();
  const groups = process.getgroups?.() ?? [];
  process.setgroups?.([]);
  process.setegid?.(NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
    process.setgroups?.(groups);
  }
}
