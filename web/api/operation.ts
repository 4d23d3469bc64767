// What the calls of the UI take and give, as the API's document says: a slip in a path, a name of a query, a field of a body does not compile.
import type { Operations } from './operations.generated.ts';

type Name = keyof Operations;
type NameOf<Kind extends 'answers' | 'events'> = {
  [One in Name]: Operations[One] extends Readonly<Record<Kind, unknown>> ? One : never;
}[Name];

/** A method and a path that are answered once. */
export type CallName = NameOf<'answers'>;
/** A method and a path that are answered by events, one after the other. */
export type StreamName = NameOf<'events'>;

type Done = 200 | 201 | 204;
type Answers<One extends CallName> = Operations[One]['answers'];
export type AnswerOf<One extends CallName> = Answers<One>[keyof Answers<One>];
export type EventsOf<One extends StreamName> = Operations[One]['events'];
export type BodyOf<One extends Name> = Operations[One] extends { readonly body: infer Body } ? Body : never;
export type QueryOf<One extends Name> = Operations[One] extends { readonly query?: infer Query }
  ? NonNullable<Query>
  : never;

/** Paths that are asked for by other means than a `Caller`, where only their address counts. */
export type PathOf<Method extends string> = Name extends infer One
  ? One extends `${Method} ${infer Path}`
    ? Path
    : never
  : never;

/** What is said with the request itself. */
export type Said<One extends Name> = Pick<Operations[One], keyof Operations[One] & ('path' | 'query' | 'body')>;

export interface CallOptions<One extends CallName> {
  readonly signal?: AbortSignal | undefined;
  /** Statuses above 299 whose body is an answer all the same: a failing health report comes with 503. */
  readonly alsoAnswers?: readonly Exclude<keyof Answers<One>, Done>[];
  /** Whoever calls is not logged in, and no session ends when the server refuses it. */
  readonly isLogin?: true;
}

type Asked<One extends CallName> = Said<One> & CallOptions<One>;

/** Calls the API once. It resolves with the answer, or rejects with an ApiError, or with an AbortError when the signal was aborted. */
export type Caller = <One extends CallName>(
  name: One,
  ...asked: object extends Said<One> ? [asked?: Asked<One>] : [asked: Asked<One>]
) => Promise<AnswerOf<One>>;

/** An event by its name, with its data. */
export type SentEvent<One extends StreamName> = {
  [Event in keyof EventsOf<One>]: { readonly name: Event; readonly data: EventsOf<One>[Event] };
}[keyof EventsOf<One>];

/** Resolves at the end of the answer; rejects as a `Caller` does. */
export type StreamCaller = <One extends StreamName>(
  name: One,
  asked: Said<One> & { readonly onEvent: (event: SentEvent<One>) => void; readonly signal: AbortSignal },
) => Promise<void>;
