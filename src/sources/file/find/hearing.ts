// Which of the watched files something is about that was told of a folder.
import { lstatSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import type { Turnover } from '../generation/turnover.ts';
import { ageOf, basesOf, isPacked, isRotatedFrom } from '../names/rotated-name.ts';
import type { FolderNews } from './folder-watch.ts';
import type { Maker } from './last-renamed.ts';
import type { Links } from './links.ts';

/** Names under which files are made before they get the name of a log: a few, as a rule always the same. */
const MOST_MAKERS = 1_000;

export interface Hearing {
  readonly makers: Set<string>;
  /** Logs beside which the name of a rotated file came last, and nothing was written under that. */
  readonly named: Set<string>;
  readonly links: Links;
  readonly watchedAt: (at: string) => Heard | undefined;
  /** Whether what a link leads to is read under its own name: then nothing of it is missing where the link was. */
  readonly isReadByName?: (link: string, leadsTo: string) => boolean;
}

export interface Heard {
  readonly reader: { changed(): void };
  readonly turnover: Turnover;
}

export function hear(news: FolderNews, hearing: Hearing): void {
  const { links, watchedAt } = hearing;
  const { folder, name, isRenamed, before } = news;
  if (name === undefined) return;
  const ownersOf = (at: string): readonly Heard[] =>
    [watchedAt(at), ...links.to(at).map(watchedAt)].filter((one) => one !== undefined);
  const at = path.join(folder, name);
  if (isRenamed) links.cameOrWent(at);
  tell(news, at, hearing);
  hearName(news, hearing);
  // What is renamed to the name of a rotated file is told right behind its going.
  if (isRenamed && before !== undefined && isRotatedFrom(name, before))
    for (const { turnover } of toldOf(path.join(folder, before), hearing)) turnover.moved();
  // The file itself, or the one that it was rotated from.
  for (const one of [name, ...basesOf(name)])
    for (const { reader } of ownersOf(path.join(folder, one))) reader.changed();
}

/** A log may be given a second name, as savelog does it: whoever writes to the first one then writes to both, and nothing is lost when that goes. */
function hearName({ folder, name = '', isRenamed, before }: FolderNews, hearing: Hearing): void {
  for (const base of basesOf(name)) {
    const log = path.join(folder, base);
    const isNew = isRenamed && !isPacked(name) && before !== base && !isShifted(name, before, base);
    if (isNew && toldOf(log, hearing).length > 0) hearing.named.add(log);
    else hearing.named.delete(log);
  }
}

/** It was renamed from the count before its own. */
function isShifted(name: string, before: string | undefined, base: string): boolean {
  if (before === undefined || !isRotatedFrom(before, base) || !isRotatedFrom(name, base)) return false;
  const [from, to] = [ageOf(before, base), ageOf(name, base)];
  const areCounts = from.kind === 'counted' && to.kind === 'counted';
  return areCounts && (to.parts[0] ?? 0n) === (from.parts[0] ?? 0n) + 1n;
}

/** What is watched by its own name, or else the links that lead to it: that one leads elsewhere is told in its turn, and until then this happened to what it led to. */
function toldOf(at: string, { links, watchedAt }: Hearing): readonly Heard[] {
  const direct = watchedAt(at);
  return direct === undefined ? links.to(at).flatMap((link) => watchedAt(link) ?? []) : [direct];
}

function tell(news: FolderNews, at: string, hearing: Hearing): void {
  const { links, named, watchedAt, isReadByName } = hearing;
  const heard = toldOf(at, hearing);
  if (heard.length === 0) return;
  const isTarget = watchedAt(at) === undefined;
  if (!news.isRenamed) {
    if (isTarget || links.realOf(at) === undefined) for (const { turnover } of heard) turnover.written();
    return;
  }
  const there = lookAt(at);
  const isLink = !isTarget && (there?.isSymbolicLink() ?? false);
  if (!isTarget && there !== undefined && (isLink || links.realOf(at) !== undefined)) links.turned(at);
  const isOther = isLink && (isReadByName?.(at, links.realOf(at) ?? at) ?? false);
  const isNoFile = there !== undefined && (isOther || !isFile(there, at));
  // What is gone when its coming is told may have been a link: what was written to where that led was told to nobody.
  const isWritten = isLink || (!isTarget && there === undefined);
  const isLinked = named.delete(at);
  const leadsNowhere = isLink && links.leadsNowhere(at);
  const leadsTo = isLink ? links.realOf(at) : undefined;
  const turned = {
    isTarget,
    isReplaced: isReplaced(news, at, hearing),
    isWritten,
    isNoFile,
    isLinked,
    leadsNowhere,
    leadsTo,
  };
  for (const { turnover } of heard) turnover.turned(turned);
}

/** Whether something with another name was renamed to this one: that is told first, and is not there any more, or was made and renamed in one turn, perhaps to be made again. */
function isReplaced(
  { folder, name = '', makers }: FolderNews,
  at: string,
  { makers: known, watchedAt }: Hearing,
): boolean {
  const isWatched = (one: string): boolean => watchedAt(one) !== undefined;
  const isMaker = (maker: Maker): boolean => {
    const isHere = path.dirname(maker.at) === folder;
    // A link that is led elsewhere is told right before what happens to the file that it leads to.
    if (!isHere && isWatched(maker.at)) return false;
    if (maker.times === 0 || maker.at === at || (isHere && isRotatedFrom(path.basename(maker.at), name))) return false;
    if (known.has(maker.at)) return true;
    // What goes in another folder goes for reasons of its own, as a rule.
    return lookAt(at) !== undefined && (maker.times > 1 || (isHere && lookAt(maker.at) === undefined));
  };
  const maker = makers.find(isMaker);
  if (maker !== undefined && known.size < MOST_MAKERS) known.add(maker.at);
  return maker !== undefined;
}

/** Of what is no file nothing can be lost: of a pipe, a device or a folder. */
const isFile = (there: Stats, at: string): boolean =>
  there.isFile() || (there.isSymbolicLink() && (statSync(at, { throwIfNoEntry: false })?.isFile() ?? true));

/** Events come one behind the other: nobody may wait here. */
const lookAt = (at: string) => lstatSync(at, { throwIfNoEntry: false });
