// The fenced blocks of a page of the guide, each with the place where it stands.

export interface GuideBlock {
  /** What stands behind the fence, such as `sh` or `sql postgres`. */
  readonly kind: string;
  readonly text: string;
  readonly line: number;
}

export function guideBlocks(page: string): readonly GuideBlock[] {
  return [...page.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(({ 1: kind = '', 2: text = '', index }) => ({
    kind,
    text,
    line: page.slice(0, index).split('\n').length,
  }));
}
