import { useEffect, useMemo } from 'preact/hooks';
import { type LoadPage, PagedList } from './paged-list.ts';

/** A list that is read when the component appears and given up when it goes. What is given first holds. */
export function usePagedList<Item>(load: LoadPage<Item>): PagedList<Item> {
  const list = useMemo(() => new PagedList(load), []);
  useEffect(() => {
    void list.reload();
    return () => list.close();
  }, [list]);
  return list;
}
