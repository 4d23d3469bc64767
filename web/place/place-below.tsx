import { type ComponentChildren, options } from 'preact';
import { useMemo } from 'preact/hooks';
import { LocationProvider, useLocation } from 'preact-iso/router';
import { baseOf, withoutBase } from './base.ts';

/** Lets the pages know paths without the base: what they ask where they are, and where they go. */
export function PlaceBelow({ base, children }: { readonly base: string; readonly children: ComponentChildren }) {
  const outer = useLocation();
  const inner = useMemo(() => {
    const route = (url: string, replace?: boolean): void => outer.route(base + url, replace);
    return { ...outer, url: withoutBase(outer.url, base), path: withoutBase(outer.path, base), route };
  }, [outer, base]);
  return <LocationProvider.ctx.Provider value={inner}>{children}</LocationProvider.ctx.Provider>;
}

/** Links lead below the base, also where somebody opens them in another window: so their address itself is made so. To be called once, before anything is drawn. */
export function leadLinksBelow(base: string): void {
  const before = options.vnode;
  options.vnode = (node) => {
    const props = node.props as { href?: unknown; children?: ComponentChildren };
    // What is cloned comes by a second time.
    if (node.type === 'a' && typeof props.href === 'string' && props.href.startsWith('/') && baseOf(props.href) === '')
      props.href = base + props.href;
    before?.(node);
  };
}
