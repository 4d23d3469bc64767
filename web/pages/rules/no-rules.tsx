import { Empty } from '../../parts/list/empty.tsx';

/** Where there is no rule at all. */
export function NoRules({ mayAdd }: { readonly mayAdd: boolean }) {
  return (
    <Empty title="There is no rule yet">
      <p>Without one no line is read: nothing would come of it.</p>
      {mayAdd && (
        <p>
          <a href="/first-steps?step=rules">Begin with ten that are ready</a>
        </p>
      )}
    </Empty>
  );
}
