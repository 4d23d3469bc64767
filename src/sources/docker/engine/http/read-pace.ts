// Lets a socket rest for some milliseconds between reads that would bring little each, because waking up costs more than the bytes.
import type { Socket } from 'node:net';
import { type CrowdRest, crowdRest, LONGEST_REST_MS as LONGEST_CROWD_REST_MS } from './crowd-rest.ts';
import { type CrowdRounds, MOST_BYTES } from './crowd-rounds.ts';
import { type LoudReader, type ReadTurns, readTurns } from './read-turns.ts';

/** Behind what anybody notices of a commit, and only streams that bring hundreds of lines a second ever rest. */
const LONGEST_REST_MS = 8;
/** A read that comes later than this after it could have come first, and than the rest before it took, is a lone one. */
const SOON_MS = 2;
/** Unless it brings so many pieces: they were waiting then, and it was we who came late. */
const SEVERAL = 4;
/** After more than this at once there is enough to do. */
const PLENTY_BYTES = 48 * 1024;
/** Whatever it brought, a read that took so long to deal with is as good as plenty. */
const PLENTY_MS = 1;
/** Two thirds of what a Unix socket holds of what its writer has written; each piece takes so much of it beside its bytes. */
const ENOUGH_BYTES = 144 * 1024;
const PIECE_BYTES = 1024;
/** What is read later than this after its round began has come since. */
const ROUND_TAKES_MS = 50;

export interface PaceOptions {
  /** In which it may be read, as one of a crowd; undefined when somebody waits for what it brings. */
  readonly rounds?: Pick<CrowdRounds, 'isWorthIt' | 'wait' | 'leave'> | undefined;
  readonly crowd?: Pick<CrowdRest, 'read'>;
  readonly turns?: Pick<ReadTurns, 'hadMuch' | 'wait' | 'leave'>;
}

/**
 * An engine writes each line by itself, and a fast reader would wake up for each. Resting costs a busy stream a few
 * milliseconds at most and saves most of its wakings; a lone line it delays as one of a crowd only. A rest is at most twice as long as the one
 * before, and ends before the engine has to wait because what it has written is not read. The timers are the system's own,
 * not the clock that tests advance: what is read stays the same, whenever it is read. Of sockets that bring plenty none is read
 * twice in one turn of the loop.
 */
export class ReadPace implements LoudReader {
  readonly #socket: Pick<Socket, 'pause' | 'resume'>;
  readonly #rounds: PaceOptions['rounds'];
  readonly #crowd: NonNullable<PaceOptions['crowd']>;
  readonly #turns: NonNullable<PaceOptions['turns']>;
  #timer: NodeJS.Timeout | undefined;
  #isResting = false;
  /** It waits for rounds of the crowd, or did when it was read last. */
  #isInRounds = false;
  readonly #round = { go: () => this.#wake() };
  /** Its last read brought plenty. */
  #isLoud = false;
  /** It is read when its turn comes. */
  #isHeld = false;
  #isPaused = false;
  #isStopped = false;
  /** Since when the next read could have come, and when the last one was dealt with. */
  #since = 0;
  #lastRead = 0;
  #restMs = 0;

  constructor(
    socket: Pick<Socket, 'pause' | 'resume'>,
    { rounds, crowd = crowdRest, turns = readTurns }: PaceOptions = {},
  ) {
    [this.#socket, this.#rounds, this.#crowd, this.#turns] = [socket, rounds, crowd, turns];
  }

  /** For how long what is read now may have been there, because its round had not come. What is too much for a round was not there for long: somebody begins to write. */
  waitedMs(count: number, now: number): number {
    const isOfRound = this.#isInRounds && !this.#isResting && now - this.#since < ROUND_TAKES_MS && count <= MOST_BYTES;
    return isOfRound ? now - this.#lastRead : 0;
  }

  /** To be told of each read, after what it brought was dealt with, of how many pieces it was and when it came; says whether the socket may go on reading. */
  mayGoOn(count: number, pieces: number, cameAt: number): boolean {
    if (this.#isStopped || this.#isResting || this.#isHeld) return true;
    const now = performance.now();
    const tookMs = now - cameAt;
    this.#isLoud = count > PLENTY_BYTES || tookMs > PLENTY_MS;
    if (this.#isPaused) return true;
    const isLone = pieces < SEVERAL && now - this.#since > Math.max(SOON_MS, this.#restMs);
    const inMs = now - this.#lastRead;
    this.#since = now;
    this.#lastRead = now;
    const bytes = count + pieces * PIECE_BYTES;
    // What fills a socket within that time bears no rest but its own.
    const isBusy = bytes * LONGEST_CROWD_REST_MS > inMs * ENOUGH_BYTES;
    const isQuiet = isLone || this.#isInRounds;
    this.#isInRounds = isQuiet && this.#rounds?.isWorthIt({ now, lines: pieces, bytes, inMs }) === true;
    this.#crowd.read(now, isLone && !this.#isInRounds ? 'lone' : isBusy ? 'busy' : 'steady');
    if (this.#isLoud) {
      [this.#restMs, this.#isHeld] = [0, true];
      this.#turns.hadMuch(this, tookMs);
      return false;
    }
    this.#turns.leave(this);
    if (isLone || this.#isInRounds) {
      this.#restMs = 0;
      if (this.#isInRounds) this.#restUntilRound();
      return !this.#isInRounds;
    }
    this.#restMs = this.#nextRest(inMs, bytes);
    if (this.#restMs === 0) return true;
    this.#isResting = true;
    this.#timer = setTimeout(() => this.#wake(), this.#restMs);
    return false;
  }

  /** Reads nothing until `resume`, however long that takes. */
  pause(): void {
    if (this.#isPaused || this.#isStopped) return;
    // What comes behind a pause was waiting for its end, and not for a round.
    [this.#isPaused, this.#isHeld, this.#isInRounds] = [true, false, false];
    this.#turns.leave(this);
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#isPaused || this.#isStopped) return;
    this.#isPaused = false;
    if (this.#isResting) return;
    if (!this.#isLoud) this.go();
    else {
      this.#isHeld = true;
      this.#turns.wait(this);
    }
  }

  go(): void {
    this.#isHeld = false;
    this.#since = performance.now();
    this.#socket.resume();
  }

  hold(): void {
    this.#isHeld = true;
    this.#socket.pause();
  }

  stop(): void {
    this.#isStopped = true;
    this.#turns.leave(this);
    this.#rounds?.leave(this.#round);
    clearTimeout(this.#timer);
  }

  #restUntilRound(): void {
    this.#isResting = true;
    this.#rounds?.wait(this.#round);
  }

  /** As long as it will take until there is enough to be read, if it comes as it came: so much in so long. Not at all where we wake up so late that there is too much already. */
  #nextRest(inMs: number, bytes: number): number {
    const late = Math.max(0, inMs - this.#restMs - SOON_MS);
    const left = (inMs * ENOUGH_BYTES) / bytes - late;
    return late > 0 && left < 1 ? 0 : Math.max(1, Math.min(Math.floor(left), 2 * this.#restMs, LONGEST_REST_MS));
  }

  #wake(): void {
    this.#isResting = false;
    if (!this.#isPaused) this.go();
  }
}
