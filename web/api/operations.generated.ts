// Made by scripts/generate-client.ts from the API’s OpenAPI document; a test holds it against the one that a server gives. Do not edit: npm run generate:client

export interface AuditEntry {
  readonly id: string;
  readonly at: Time;
  readonly actor: {
    readonly kind: 'user' | 'token' | 'cli' | 'setup';
    readonly id: string;
    readonly name: string;
  };
  readonly action:
    | 'user_created'
    | 'user_role_changed'
    | 'user_password_changed'
    | 'user_deleted'
    | 'token_created'
    | 'token_deleted'
    | 'session_created'
    | 'session_revoked'
    | 'login_failed'
    | 'rule_created'
    | 'rule_changed'
    | 'rule_deleted'
    | 'mute_created'
    | 'mute_ended'
    | 'trigger_created'
    | 'trigger_changed'
    | 'trigger_deleted'
    | 'trigger_resumed'
    | 'deliveries_retried';
  readonly subject: string;
  readonly address: string;
  readonly correlation_id: string;
}

export interface Backtest {
  readonly hits: number;
  /** Hits that flood control would have let through. */
  readonly events: number;
  readonly suppressed: {
    readonly threshold: number;
    readonly cooldown: number;
    readonly rate_limit: number;
  };
  readonly excluded: number;
  readonly from: Time;
  readonly to: Time;
  /** False: not all of it was read, and `containers` says why. */
  readonly complete: boolean;
  readonly lines_read: number;
  readonly bytes_read: number;
  /** In the order in which they were asked for. */
  readonly rules: readonly BacktestCounts[];
  readonly step_minutes: number;
  readonly steps: readonly {
    readonly from: Time;
    readonly hits: number;
    readonly events: number;
  }[];
  /** The newest that would have become events, and the newest that would have been held back, by time. */
  readonly lines: readonly BacktestLine[];
  readonly lines_left_out: number;
  /** Those of which something is missing first. */
  readonly containers: readonly {
    readonly id: string;
    readonly name: string;
    readonly workload_id: string;
    readonly state: 'read' | 'failed' | 'cut_short' | 'not_read';
    readonly why: string | null;
    readonly lines: number;
    /** Where what was read of its log begins. */
    readonly first_line_at: Time | null;
    readonly last_line_at: Time | null;
  }[];
  /** Of very many containers some are not listed. */
  readonly containers_left_out: number;
}

export interface BacktestCounts {
  readonly hits: number;
  /** Hits that flood control would have let through. */
  readonly events: number;
  readonly suppressed: {
    readonly threshold: number;
    readonly cooldown: number;
    readonly rate_limit: number;
  };
  readonly excluded: number;
}

export interface BacktestLine {
  /** Which of the rules that were asked for, from 0 on. */
  readonly rule: number;
  readonly container_id: string;
  readonly container_name: string;
  readonly stream: 'stdout' | 'stderr';
  /** RFC 3339, UTC, nanoseconds */
  readonly at: string;
  /** As the pattern sees it, without escape sequences. */
  readonly text: string;
  readonly truncated: boolean;
  readonly decision: 'admitted' | 'threshold' | 'muted' | 'cooldown' | 'rate_limit';
  /** In UTF-16 code units; null where it cannot be told quickly. */
  readonly match_start: number | null;
  readonly match_end: number | null;
}

export interface BacktestProgress {
  /** From 0 to 1, as far as can be told. */
  readonly share: number;
  readonly lines: number;
  readonly bytes: number;
  readonly hits: number;
  readonly events: number;
}

export interface BacktestQuestion {
  /** Rules that share the limit of events of a container, at most 50. */
  readonly rules: readonly TriedRule[];
  /** Whose logs are read; every container unless said. */
  readonly workload_ids?: readonly string[] | null | undefined;
  /** 1 to 168; 24 unless said. */
  readonly hours?: number | undefined;
}

export interface CompileError {
  /** `name`: another rule has it. `field`: rules look at too many different ones. Null where no field is at fault. */
  readonly field: 'pattern' | 'exclude_pattern' | 'name' | 'field' | null;
  readonly message: string;
  /** In UTF-16 code units of that pattern. */
  readonly position: number | null;
}

export interface Container {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  /** The engine’s name. */
  readonly host: string;
  readonly workload: WorkloadName;
  readonly state:
    | 'starting'
    | 'catching_up'
    | 'following'
    | 'draining'
    | 'idle'
    | 'not_wanted'
    | 'unreadable'
    | 'degraded'
    | 'gone'
    | 'failed'
    | 'over_limit'
    | 'out_of_reach'
    | 'watched_elsewhere';
  /** What a person should know of the state, such as the engine’s own sentence. */
  readonly note: string | null;
  /** Of a file that this instance watches; else null. */
  readonly file: FileDetails | null;
  /** Lines that belong together, as those of a stack trace, are one to rules and in events. */
  readonly joins_lines: boolean;
  /** The pattern of the line with which they begin; null where traces are known by their look. */
  readonly join_start: string | null;
  readonly found_at: Time;
  readonly gone_at: Time | null;
  /** By stream; null while no rule wants it: that is no gap. */
  readonly watched_since: {
    readonly stdout: Time | null;
    readonly stderr: Time | null;
  };
  /** Time of the newest line that was judged. */
  readonly cursor_at: Stamp | null;
  /** Time of the newest line that is known to exist. */
  readonly newest_known_at: Stamp | null;
  /** Null where nobody here can know. */
  readonly lag_seconds: number | null;
  readonly lines: number;
  readonly bytes: number;
  /** Lines that were older than 15 minutes when they came. */
  readonly late_lines: number;
  readonly reconnects: Partial<Readonly<Record<'ended' | 'cut' | 'refused' | 'protocol_error' | 'engine_error' | 'stalled' | 'streams_changed' | 'engine_lost', number>>>;
  readonly gaps_total: number;
  /** The latest of them. */
  readonly gaps: readonly Gap[];
  /** Newer lines are known, and the cursor has not moved for 120 seconds. */
  readonly stuck: boolean;
  /** It waits until more of what its lines led to is saved. */
  readonly paused: boolean;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface Delivery {
  readonly id: string;
  readonly event_id: string;
  /** A number; `yaml-…` for triggers of the configuration file. */
  readonly trigger_id: string;
  /** Null where there is no such trigger any more. */
  readonly trigger_name: string | null;
  readonly state: DeliveryState;
  /** Why it is dead: `exhausted` after all attempts, `expired`, its trigger, or its last attempt. */
  readonly reason:
    | 'exhausted'
    | 'expired'
    | 'trigger_deleted'
    | 'trigger_disabled'
    | 'trigger_suspended'
    | 'accepted'
    | 'invalid_target'
    | 'denied'
    | 'name_unknown'
    | 'name_unanswered'
    | 'unreachable'
    | 'not_listening'
    | 'tls'
    | 'timeout'
    | 'cut'
    | 'protocol'
    | 'stopped'
    | 'busy'
    | 'rate_limited'
    | 'server_error'
    | 'redirected'
    | 'unauthorized'
    | 'not_found'
    | 'gone'
    | 'too_large'
    | 'refused'
    | 'target_moved'
    | 'misconfigured'
    | null;
  /** When it is tried next, at the earliest; null when it is over. */
  readonly due_at: Time | null;
  /** Since it is pending, or was replayed. */
  readonly attempt_count: number;
  /** The last twenty, in order. */
  readonly attempts: readonly DeliveryAttempt[];
  readonly pending_since: Time;
  readonly ended_at: Time | null;
}

export interface DeliveryAttempt {
  readonly at: Time;
  readonly outcome: 'delivered' | 'retry' | 'rejected';
  /** Of the answer; null where there was none. */
  readonly status: number | null;
  readonly reason: DeliveryReason;
  readonly message: string;
  readonly duration_ms: number;
}

export type DeliveryReason =
  | 'accepted'
  | 'invalid_target'
  | 'denied'
  | 'name_unknown'
  | 'name_unanswered'
  | 'unreachable'
  | 'not_listening'
  | 'tls'
  | 'timeout'
  | 'cut'
  | 'protocol'
  | 'stopped'
  | 'busy'
  | 'rate_limited'
  | 'server_error'
  | 'redirected'
  | 'unauthorized'
  | 'not_found'
  | 'gone'
  | 'too_large'
  | 'refused'
  | 'target_moved'
  | 'misconfigured';

export type DeliveryState = 'pending' | 'delivered' | 'dead';

export interface DemoState {
  /** Its pages are below /demo/, and its API below /demo/api/, for whoever may read here. */
  readonly is_shown: boolean;
}

export interface EffectiveRules {
  readonly workload_id: string;
  readonly rules: readonly {
    /** A number; `yaml-…` and `label-…` for rules that are written elsewhere. */
    readonly id: string;
    readonly name: string;
    readonly kind: 'match' | 'absence';
    readonly pattern: string;
    readonly exclude_pattern: string | null;
    readonly field: string | null;
    readonly severity: Severity;
    readonly streams: 'both' | 'stdout' | 'stderr';
    readonly cooldown_seconds: number;
    readonly threshold_count: number | null;
    readonly threshold_window_seconds: number | null;
    readonly absence_seconds: number | null;
    readonly workload_id: string | null;
    readonly overrides_rule_id: string | null;
    readonly enabled: boolean;
    /** Only rules of the API can be changed here. */
    readonly origin: 'api' | 'yaml' | 'label';
    /** Why the rule is not in force as it is written. */
    readonly compile_error: CompileError | null;
    /** Within a day; hours count as whole ones. */
    readonly hits_24h: number;
    readonly last_hit_at: Time | null;
    /** Null for rules that are written elsewhere. */
    readonly created_at: Time | null;
    readonly updated_at: Time | null;
    readonly from: 'global' | 'override' | 'workload';
    /** The global rule in whose place the override stands. */
    readonly replaces: {
      readonly id: string;
      readonly name: string;
    } | null;
  }[];
  /** Rules that would be in force here if there were no reason against it. */
  readonly left_out: readonly {
    /** A number; `yaml-…` and `label-…` for rules that are written elsewhere. */
    readonly id: string;
    readonly name: string;
    readonly kind: 'match' | 'absence';
    readonly pattern: string;
    readonly exclude_pattern: string | null;
    readonly field: string | null;
    readonly severity: Severity;
    readonly streams: 'both' | 'stdout' | 'stderr';
    readonly cooldown_seconds: number;
    readonly threshold_count: number | null;
    readonly threshold_window_seconds: number | null;
    readonly absence_seconds: number | null;
    readonly workload_id: string | null;
    readonly overrides_rule_id: string | null;
    readonly enabled: boolean;
    /** Only rules of the API can be changed here. */
    readonly origin: 'api' | 'yaml' | 'label';
    /** Why the rule is not in force as it is written. */
    readonly compile_error: CompileError | null;
    /** Within a day; hours count as whole ones. */
    readonly hits_24h: number;
    readonly last_hit_at: Time | null;
    /** Null for rules that are written elsewhere. */
    readonly created_at: Time | null;
    readonly updated_at: Time | null;
    /** `replaced` or `switched_off` by an override of this workload; `disabled` itself; `broken`: it does not compile, or another rule has its name; `nothing_to_override`: its global rule is not there. */
    readonly reason: 'replaced' | 'switched_off' | 'disabled' | 'broken' | 'nothing_to_override';
    /** The override. */
    readonly by: {
      readonly id: string;
      readonly name: string;
    } | null;
  }[];
}

export interface Engine {
  readonly name: string;
  /** Somebody asked for it; else it is the default, watched when it is there. */
  readonly configured: boolean;
  readonly watched_by: 'this_instance' | 'another_instance' | 'nobody';
  /** “live”: its events tell of every change. “polling”: it gives none, and its containers are listed. “not_watched”: not by this instance. */
  readonly state: 'down' | 'negotiating' | 'live' | 'polling' | 'not_watched';
  readonly since: Time;
  readonly out_of_reach_seconds: number | null;
  /** What was wrong with it last, also when it is right again. */
  readonly last_fault: {
    readonly at: Time;
    readonly kind: string;
    readonly words: string;
  } | null;
  readonly kind: 'docker' | 'podman' | null;
  readonly version: string | null;
  readonly api_version: string | null;
  readonly ever_connected: boolean;
  readonly containers_watched: number;
  readonly containers_excluded: number;
  readonly listed_at: Time | null;
  readonly events_missed: number;
  readonly events_unreadable: number;
  /** What is refused and can be done without, and what that costs. */
  readonly notes: readonly string[];
}

export interface Event {
  readonly id: string;
  readonly source: string;
  readonly severity: Severity;
  readonly message: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly workload_id: string | null;
  readonly rule_id: string | null;
  /** Hits of its rule in its container that became no event since then. */
  readonly held_back: number;
  /** When the last of those was written. */
  readonly last_seen: Time | null;
  readonly created_at: Time;
}

export interface EventCounts {
  readonly step_minutes: number;
  readonly items: readonly {
    readonly info: number;
    readonly warn: number;
    readonly error: number;
    readonly critical: number;
    readonly at: Time;
  }[];
  /** Time was up before all were counted: it gives those that are older, to be added. */
  readonly next_cursor: string | null;
  /** How far back they were counted where time was up. */
  readonly counted_to?: Time | undefined;
}

export interface EventDetail {
  readonly id: string;
  readonly source: string;
  readonly severity: Severity;
  readonly message: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly workload_id: string | null;
  readonly rule_id: string | null;
  /** Hits of its rule in its container that became no event since then. */
  readonly held_back: number;
  /** When the last of those was written. */
  readonly last_seen: Time | null;
  readonly created_at: Time;
  readonly deliveries: readonly Delivery[];
}

export interface EventPage {
  readonly items: readonly Event[];
  readonly next_cursor: string | null;
  /** Time was up before the page was full. The next one goes on, also where this one is empty. */
  readonly partial?: boolean | undefined;
  /** How far back a partial page came. */
  readonly searched_to?: Time | undefined;
}

export interface Explanation {
  readonly workload_id: string;
  /** The container in which flood control was asked; null where the workload has none: then as if no line had come before. */
  readonly container_id: string | null;
  readonly at: string;
  /** How many lines the log of this workload would make of those that were given, as its lines are joined: with more than one each would be judged by itself. Null where the workload has no container and no file. */
  readonly lines: number | null;
  /** Of a file whose lines are objects of JSON: whether the line was given as one. If not, rules with a field saw its text alone, and may say something else of the line in the file. Null for all other lines. */
  readonly has_object: boolean | null;
  readonly steps: readonly {
    readonly rule_id: string;
    readonly rule_name: string;
    readonly severity: Severity;
    readonly from: 'global' | 'override' | 'workload';
    readonly matched: boolean;
    readonly excluded: boolean;
    /** `other_stream`: it does not look at this stream. `admitted`: the line would be an event. Else the first reason against it. */
    readonly outcome:
      | 'other_stream'
      | 'no_match'
      | 'excluded'
      | 'threshold'
      | 'muted'
      | 'cooldown'
      | 'rate_limit'
      | 'admitted';
    /** Of an event: how many hits were held back before it. */
    readonly suppressed: number | null;
    /** Where the event would go; null where there is none. */
    readonly triggers: readonly {
      readonly id: string;
      readonly name: string;
      /** Null: the event would go through it. Else the first reason against it. */
      readonly hindrance:
        | 'disabled'
        | 'suspended'
        | 'broken'
        | 'too_many_hops'
        | 'severity'
        | 'source'
        | 'workload'
        | 'message'
        | null;
    }[] | null;
  }[];
}

export interface FaultReport {
  /** The pattern of the path that was shown. */
  readonly page:
    | '/'
    | '/events'
    | '/events/{id}'
    | '/logs'
    | '/workloads'
    | '/workloads/{id}'
    | '/rules'
    | '/rules/{id}'
    | '/explain'
    | '/triggers'
    | '/triggers/{id}'
    | '/deliveries'
    | '/first-steps'
    | '/users'
    | '/tokens'
    | '/audit'
    | '/system'
    | '/account'
    | '/login'
    | '/setup'
    | 'other';
  readonly kind: 'page' | 'handler' | 'promise';
  readonly message: string;
  readonly stack?: string | undefined;
  readonly times?: number | undefined;
  /** The `X-Request-Id` of the call that led to it. */
  readonly failed_request_id?: string | undefined;
}

export interface FileDetails {
  readonly format: 'plain' | 'docker-json' | 'cri' | 'ndjson';
  /** How its lines write their time; null where none was found, and lines have that of their arrival. */
  readonly dialect: string | null;
  /** Of the file that is written to now. */
  readonly size_bytes: number | null;
  /** How far that was read. */
  readonly read_bytes: number | null;
}

export interface Gap {
  readonly reason:
    | 'rotated'
    | 'removed_while_away'
    | 'missed_short_lived'
    | 'removed_before_read'
    | 'end_unproven'
    | 'engine_error'
    | 'truncated';
  readonly from: Stamp | null;
  readonly to: Stamp | null;
}

export interface HealthReport {
  readonly status: 'ok' | 'degraded' | 'failing';
  readonly version: string;
  readonly checks: Readonly<Record<string, {
    readonly status: 'ok' | 'degraded' | 'failing';
    readonly message: string;
  }>>;
}

export interface LineContext {
  readonly state: 'found' | 'gone' | 'not_there' | 'unread';
  /** Why there are no lines, or fewer than there may be, in a sentence. */
  readonly why: string | null;
  /** In the order of the log. */
  readonly lines: readonly {
    /** RFC 3339, UTC, nanoseconds: the engine’s own time, or that of the line of a file */
    readonly at: string;
    readonly stream: 'stdout' | 'stderr';
    /** As it was written, with its colours. */
    readonly text: string;
    readonly truncated: boolean;
    readonly is_event: boolean;
  }[];
}

export interface LockStatus {
  readonly locked: boolean;
  readonly pid: number | null;
  readonly hostname: string | null;
  readonly age_seconds: number | null;
  readonly is_stale: boolean;
  readonly ttl_remaining: number | null;
  readonly fencing: number | null;
}

export interface MadeToken {
  readonly id: string;
  readonly name: string;
  readonly scope: TokenScope;
  /** The first characters of the token, to recognise it by. */
  readonly hint: string;
  readonly created_by: string;
  readonly created_at: Time;
  readonly expires_at: Time | null;
  readonly last_used_at: Time | null;
  readonly token: string;
}

export interface MarkedLine {
  /** RFC 3339, UTC, nanoseconds: the engine’s own time, or that of the line of a file */
  readonly at: string;
  readonly stream: 'stdout' | 'stderr';
  /** As it was written, with its colours. */
  readonly text: string;
  readonly truncated: boolean;
  /** Those that it is a hit of, as far as a line by itself can tell. */
  readonly rules: readonly {
    readonly id: string;
    readonly name: string;
  }[];
}

export interface MergedLine {
  /** RFC 3339, UTC, nanoseconds: the engine’s own time, or that of the line of a file */
  readonly at: string;
  readonly stream: 'stdout' | 'stderr';
  /** As it was written, with its colours. */
  readonly text: string;
  readonly truncated: boolean;
  /** Those that it is a hit of, as far as a line by itself can tell. */
  readonly rules: readonly {
    readonly id: string;
    readonly name: string;
  }[];
  readonly container_id: string;
  /** Its name. */
  readonly container: string;
  /** Of the line, within its container. */
  readonly id: string;
}

export interface Mute {
  readonly id: string;
  readonly rule_id: string | null;
  readonly workload_id: string | null;
  readonly from: Time;
  readonly until: Time;
  readonly reason: string | null;
  /** When somebody ended it before its time. */
  readonly ended_at: Time | null;
  readonly created_by: string;
  readonly created_at: Time;
}

export interface NewMute {
  readonly rule_id?: string | null | undefined;
  readonly workload_id?: string | null | undefined;
  /** Now unless said. By the lines’ own time. */
  readonly from?: string | null | undefined;
  readonly until: string;
  readonly reason?: string | null | undefined;
}

export interface NewRule {
  readonly name: string;
  readonly pattern: string;
  /** `absence` is refused: such rules come later. */
  readonly kind?: 'match' | 'absence' | null | undefined;
  /** A line that this matches as well is no hit. */
  readonly exclude_pattern?: string | null | undefined;
  /** The patterns are matched against the value of this field of a line of JSON or logfmt; `err.message` is one in an object. Null: against whole lines. */
  readonly field?: string | null | undefined;
  /** warn unless said. */
  readonly severity?: Severity | null | undefined;
  /** both unless said. */
  readonly streams?: 'both' | 'stdout' | 'stderr' | null | undefined;
  /** 300 unless said. */
  readonly cooldown_seconds?: number | null | undefined;
  /** So many hits within `threshold_window_seconds` make one that counts. */
  readonly threshold_count?: number | null | undefined;
  readonly threshold_window_seconds?: number | null | undefined;
  readonly absence_seconds?: number | null | undefined;
  /** The workload to which the rule belongs; null: it is global. */
  readonly workload_id?: string | null | undefined;
  /** The global rule in whose place it stands in its workload; a disabled override switches that rule off there. */
  readonly overrides_rule_id?: string | null | undefined;
  /** true unless said. */
  readonly enabled?: boolean | null | undefined;
}

export interface NewToken {
  readonly name: string;
  readonly scope: TokenScope;
  readonly expires_at?: string | null | undefined;
}

export interface NewTrigger {
  readonly name: string;
  readonly channel: string;
  /** true unless said. */
  readonly enabled?: boolean | null | undefined;
  /** All parts must hold; one that is empty passes all. */
  readonly filter?: NewTriggerFilter | null | undefined;
  /** What the channel needs. A secret reads as "[redacted]", which keeps it when it is written. */
  readonly config?: Readonly<Record<string, unknown>> | null | undefined;
  /** The main secret of the channel, write-only; "[redacted]" keeps it, null removes it. */
  readonly action_secret?: string | null | undefined;
}

export interface NewTriggerFilter {
  readonly severities?: readonly Severity[] | string | null | undefined;
  readonly sources?: readonly string[] | string | null | undefined;
  readonly workload_ids?: readonly string[] | string | null | undefined;
  /** RE2 syntax, as in rules; found anywhere in the message. */
  readonly message_regex?: string | null | undefined;
}

export interface NewUser {
  readonly username: string;
  readonly password: string;
  readonly role: Role;
}

export interface PreviewQuestion {
  /** All parts must hold; one that is empty passes all. */
  readonly filter?: NewTriggerFilter | null | undefined;
  /** 1 to 168; 24 unless said. */
  readonly hours?: number | undefined;
}

export interface Question {
  /** A line feed within it parts lines that were joined to one, and is seen as the rules of logs see it. Of a file whose lines are objects of JSON (`ndjson`) it may be given as it stands there. */
  readonly line: string;
  readonly workload_id?: string | undefined;
  /** The id of a container, or its beginning: flood control is asked as it stands there now. */
  readonly container_id?: string | undefined;
  readonly stream?: 'stdout' | 'stderr' | undefined;
  /** The line’s own time. Unless said now, or that of the newest line where its engine’s clock is ahead. */
  readonly at?: string | undefined;
}

export interface QueuesReport {
  /** That wait for their time, or for an answer; counted four times a minute. */
  readonly deliveries: number;
  /** What came of lines and waits for its commit; at the most of it readings wait. */
  readonly commits: {
    readonly effects: number;
    readonly most_effects: number;
    readonly bytes: number;
    readonly most_bytes: number;
  };
  /** Events that no index of words has yet: each search reads them; null while the store cannot say. */
  readonly text_index: number | null;
  readonly shipping: readonly {
    readonly destination: string;
    readonly lines: number;
    readonly most_lines: number;
  }[];
}

export interface RecentLines {
  /** The newest, oldest first. */
  readonly items: readonly {
    /** RFC 3339, UTC, nanoseconds: the engine’s own time, or that of the line of a file */
    readonly at: string;
    readonly stream: 'stdout' | 'stderr';
    /** As it was written, with its colours. */
    readonly text: string;
    readonly truncated: boolean;
    readonly container_id: string;
    readonly container_name: string;
    /** The line as it stands in its file, where that is an object of JSON of which `text` is the message; what was joined to it follows behind line feeds. Null where it is longer than 16 KiB. */
    readonly object: string | null;
  }[];
  /** Containers whose log was not read, or not to its end. */
  readonly unread: readonly {
    readonly container_name: string;
    readonly why: string;
  }[];
}

export interface Refusal {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details: readonly {
      readonly path: string;
      readonly message: string;
      /** Where in the text of the field: UTF-16 code units. */
      readonly position?: number | undefined;
    }[];
  };
}

export interface Retried {
  readonly retried: number;
  /** There are more dead ones than one call takes: call again. */
  readonly more: boolean;
}

export type Role = 'admin' | 'viewer';

export interface Rule {
  /** A number; `yaml-…` and `label-…` for rules that are written elsewhere. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'match' | 'absence';
  readonly pattern: string;
  readonly exclude_pattern: string | null;
  readonly field: string | null;
  readonly severity: Severity;
  readonly streams: 'both' | 'stdout' | 'stderr';
  readonly cooldown_seconds: number;
  readonly threshold_count: number | null;
  readonly threshold_window_seconds: number | null;
  readonly absence_seconds: number | null;
  readonly workload_id: string | null;
  readonly overrides_rule_id: string | null;
  readonly enabled: boolean;
  /** Only rules of the API can be changed here. */
  readonly origin: 'api' | 'yaml' | 'label';
  /** Why the rule is not in force as it is written. */
  readonly compile_error: CompileError | null;
  /** Within a day; hours count as whole ones. */
  readonly hits_24h: number;
  readonly last_hit_at: Time | null;
  /** Null for rules that are written elsewhere. */
  readonly created_at: Time | null;
  readonly updated_at: Time | null;
}

export interface RulePatch {
  readonly name?: string | undefined;
  readonly pattern?: string | undefined;
  /** `absence` is refused: such rules come later. */
  readonly kind?: 'match' | 'absence' | null | undefined;
  /** A line that this matches as well is no hit. */
  readonly exclude_pattern?: string | null | undefined;
  /** The patterns are matched against the value of this field of a line of JSON or logfmt; `err.message` is one in an object. Null: against whole lines. */
  readonly field?: string | null | undefined;
  /** warn unless said. */
  readonly severity?: Severity | null | undefined;
  /** both unless said. */
  readonly streams?: 'both' | 'stdout' | 'stderr' | null | undefined;
  /** 300 unless said. */
  readonly cooldown_seconds?: number | null | undefined;
  /** So many hits within `threshold_window_seconds` make one that counts. */
  readonly threshold_count?: number | null | undefined;
  readonly threshold_window_seconds?: number | null | undefined;
  readonly absence_seconds?: number | null | undefined;
  /** The workload to which the rule belongs; null: it is global. */
  readonly workload_id?: string | null | undefined;
  /** The global rule in whose place it stands in its workload; a disabled override switches that rule off there. */
  readonly overrides_rule_id?: string | null | undefined;
  /** true unless said. */
  readonly enabled?: boolean | null | undefined;
}

export interface RuleStats {
  readonly engine: {
    readonly hits: number;
    readonly admitted: number;
    readonly suppressed: {
      readonly threshold: number;
      readonly cooldown: number;
      readonly rate_limit: number;
      readonly muted: number;
      /** Lines that an exclude pattern took out: no hits, and not among them. */
      readonly excluded: number;
    };
    /** Judged since the beginning. */
    readonly lines: number;
    readonly bytes: number;
  };
  readonly active_tails: number;
  readonly last_compile_errors: readonly {
    readonly rule_id: string;
    readonly rule_name: string;
    readonly origin: string;
    readonly field: string | null;
    readonly message: string;
    readonly position: number | null;
  }[];
  readonly per_rule: readonly {
    readonly hits: number;
    readonly admitted: number;
    readonly suppressed: {
      readonly threshold: number;
      readonly cooldown: number;
      readonly rate_limit: number;
      readonly muted: number;
      /** Lines that an exclude pattern took out: no hits, and not among them. */
      readonly excluded: number;
    };
    readonly rule_id: string;
    readonly rule_name: string;
  }[];
}

export interface RuleTrial {
  readonly matched: boolean;
  /** By the name of each group, or $1, $2, …; a group that took no part is empty. Null where finding them would take too long. */
  readonly captures: Readonly<Record<string, string>> | null;
  /** The exclude pattern matches as well: it is no hit. */
  readonly excluded: boolean;
  /** Where the match begins, in UTF-16 code units, as JavaScript counts, of the line without its escape sequences, which no pattern sees; of `field_value` where a field is looked at. */
  readonly match_start: number | null;
  /** Behind the last code unit of the match. */
  readonly match_end: number | null;
  /** What the patterns saw, where a field is looked at. Null where the line has no such field, and for whole lines. */
  readonly field_value: string | null;
}

export interface SentEvent {
  readonly severity: Severity;
  /** Cut to 500 bytes; what cannot be shown is left out of it. */
  readonly message: string;
  /** What it comes from; "api" unless said. */
  readonly source?: string | undefined;
  /** At most 16384 bytes as JSON. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** An event that is sent again with the same key and source is stored once. */
  readonly idempotency_key?: string | undefined;
}

export interface Session {
  readonly id: string;
  readonly created_at: Time;
  readonly last_seen_at: Time;
  readonly expires_at: Time;
  readonly address: string;
  readonly user_agent: string;
  /** Is this the session that asks? */
  readonly current: boolean;
}

export type Severity = 'info' | 'warn' | 'error' | 'critical';

export interface SeverityCounts {
  readonly info: number;
  readonly warn: number;
  readonly error: number;
  readonly critical: number;
}

/** RFC 3339, UTC, nanoseconds: the engine’s own time */
export type Stamp = string;

export interface StarterRule {
  readonly name: string;
  /** What it looks for, in a sentence. */
  readonly about: string;
  readonly pattern: string;
  readonly exclude_pattern: string | null;
  readonly severity: Severity;
  readonly threshold_count: number | null;
  readonly threshold_window_seconds: number | null;
}

export interface SystemReport {
  readonly version: string;
  /** Everything that is shown is invented, and nothing is kept. */
  readonly is_demo: boolean;
  readonly node: string;
  readonly platform: string;
  readonly hostname: string;
  readonly pid: number;
  readonly started_at: Time;
  readonly uptime_seconds: number;
  readonly store: {
    readonly kind: 'sqlite' | 'postgres';
    readonly version: string;
    readonly size_bytes: number | null;
    readonly location: string;
  };
  readonly engines: readonly Engine[];
  /** Of this machine; null where none is configured. */
  readonly files: WatchedFiles | null;
  readonly coverage: {
    readonly containers_read: number;
    readonly containers_unreadable: number;
    /** No rule wants to see their lines. */
    readonly containers_not_wanted: number;
    readonly containers_stuck: number;
    /** Of these lines are known to be lost. */
    readonly containers_with_gaps: number;
    /** Of the container or file that is farthest behind. */
    readonly lag_seconds: number;
  };
  /** What was made up for after the last start; null where nothing is known from before. */
  readonly caught_up: {
    /** The newest line that was judged before the last start. */
    readonly from: Time;
    /** The last start. */
    readonly to: Time;
    /** Written before the last start, and judged since. */
    readonly lines: number;
    /** What became events of these lines. */
    readonly late_events: number;
    /** They were stored between the last start and then; null while there is none. */
    readonly late_events_until: Time | null;
    /** Of lines that were lost before that. */
    readonly gaps: number;
    /** 0 when all of it is done. */
    readonly containers_behind: number;
  } | null;
  readonly queues: QueuesReport;
  /** Who runs the background tasks; null while the store cannot say. */
  readonly lock: LockStatus | null;
  readonly process: {
    readonly rss_bytes: number;
    readonly heap_used_bytes: number;
    readonly event_loop_p99_ms: number;
    readonly event_loop_utilization: number;
  };
}

/** RFC 3339, UTC, milliseconds */
export type Time = string;

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly scope: TokenScope;
  /** The first characters of the token, to recognise it by. */
  readonly hint: string;
  readonly created_by: string;
  readonly created_at: Time;
  readonly expires_at: Time | null;
  readonly last_used_at: Time | null;
}

export type TokenScope = 'admin' | 'read' | 'ingest';

export interface TriedRule {
  /** A rule that is saved, also while it is disabled. */
  readonly rule_id?: string | undefined;
  readonly name?: string | undefined;
  readonly pattern?: string | undefined;
  /** `absence` is refused: such rules come later. */
  readonly kind?: 'match' | 'absence' | null | undefined;
  /** A line that this matches as well is no hit. */
  readonly exclude_pattern?: string | null | undefined;
  /** The patterns are matched against the value of this field of a line of JSON or logfmt; `err.message` is one in an object. Null: against whole lines. */
  readonly field?: string | null | undefined;
  /** warn unless said. */
  readonly severity?: Severity | null | undefined;
  /** both unless said. */
  readonly streams?: 'both' | 'stdout' | 'stderr' | null | undefined;
  /** 300 unless said. */
  readonly cooldown_seconds?: number | null | undefined;
  /** So many hits within `threshold_window_seconds` make one that counts. */
  readonly threshold_count?: number | null | undefined;
  readonly threshold_window_seconds?: number | null | undefined;
  readonly absence_seconds?: number | null | undefined;
}

export interface Trigger {
  /** A number; `yaml-…` for triggers of the configuration file. */
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly filter: {
    readonly severities: readonly Severity[];
    readonly sources: readonly string[];
    readonly workload_ids: readonly string[];
    readonly message_regex: string | null;
  };
  readonly channel: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** "[redacted]" where there is one. */
  readonly action_secret: string | null;
  /** Only triggers of the API can be changed here. */
  readonly origin: 'api' | 'yaml';
  /** Why nothing goes through it as it is written. */
  readonly fault: string | null;
  /** The first of the failures that no success has followed. */
  readonly failing_since: Time | null;
  /** Whether it fails for ten minutes or longer. A younger failure is mended by one of the next attempts. */
  readonly failing_lasts: boolean;
  /** Since then nothing goes through it; change or resume it. */
  readonly suspended_at: Time | null;
  /** `gone`: the receiver said so. `failing`: nothing came through in five days in which it was tried. */
  readonly suspension: 'gone' | 'failing' | null;
  /** Null for triggers of the configuration file. */
  readonly created_at: Time | null;
  readonly updated_at: Time | null;
}

export interface TriggerHealth {
  /** A number; `yaml-…` for triggers of the configuration file. */
  readonly trigger_id: string;
  /** Null where nothing that is kept arrived. */
  readonly last_delivered_at: Time | null;
  /** Of the newest 50 deliveries, but for those that ended with their trigger. */
  readonly recent: {
    readonly delivered: number;
    /** Given up, or tried in vain and to be tried again. */
    readonly failed: number;
    /** Not tried yet. */
    readonly waiting: number;
  };
  /** Until then the process that answers sends nothing to its destination: it failed five times in a row, or asked for it. Each process keeps to that for itself. */
  readonly left_alone_until: Time | null;
}

export interface TriggerPatch {
  readonly name?: string | undefined;
  readonly channel?: string | undefined;
  /** true unless said. */
  readonly enabled?: boolean | null | undefined;
  /** All parts must hold; one that is empty passes all. */
  readonly filter?: NewTriggerFilter | null | undefined;
  /** What the channel needs. A secret reads as "[redacted]", which keeps it when it is written. */
  readonly config?: Readonly<Record<string, unknown>> | null | undefined;
  /** The main secret of the channel, write-only; "[redacted]" keeps it, null removes it. */
  readonly action_secret?: string | null | undefined;
}

export interface TriggerPreview {
  readonly from: Time;
  readonly to: Time;
  /** How many were looked at. */
  readonly events: number;
  /** How many of them would have gone through it. */
  readonly taken: number;
  readonly by_severity: SeverityCounts;
  /** The newest of those that it would have taken. */
  readonly latest: readonly Event[];
  /** False: there are more than are looked at, and these are the newest. */
  readonly complete: boolean;
}

export interface TriggerTrial {
  /** What would become of a real delivery. */
  readonly outcome: 'delivered' | 'retry' | 'rejected';
  /** Of the answer; null where there was none. */
  readonly status: number | null;
  readonly reason: DeliveryReason;
  readonly message: string;
  readonly duration_ms: number;
  readonly response_excerpt: string | null;
  /** Whether messages lead to their event: they do where `TOCSIN_PUBLIC_URL` is set. */
  readonly has_link: boolean;
}

export interface UnsavedTrigger {
  /** Whose stored secrets the placeholders stand for. */
  readonly trigger_id?: string | undefined;
  readonly name?: string | undefined;
  readonly channel: string;
  /** true unless said. */
  readonly enabled?: boolean | null | undefined;
  /** All parts must hold; one that is empty passes all. */
  readonly filter?: NewTriggerFilter | null | undefined;
  /** What the channel needs. A secret reads as "[redacted]", which keeps it when it is written. */
  readonly config?: Readonly<Record<string, unknown>> | null | undefined;
  /** The main secret of the channel, write-only; "[redacted]" keeps it, null removes it. */
  readonly action_secret?: string | null | undefined;
}

export interface User {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly created_at: Time;
  readonly updated_at: Time;
  readonly last_login_at: Time | null;
}

export interface UserPatch {
  readonly role?: Role | undefined;
  readonly password?: string | undefined;
}

export interface VitalsReport {
  /** Milliseconds; CLS is a score. */
  readonly vitals?: readonly {
    /** The pattern of the path that was shown. */
    readonly page:
      | '/'
      | '/events'
      | '/events/{id}'
      | '/logs'
      | '/workloads'
      | '/workloads/{id}'
      | '/rules'
      | '/rules/{id}'
      | '/explain'
      | '/triggers'
      | '/triggers/{id}'
      | '/deliveries'
      | '/first-steps'
      | '/users'
      | '/tokens'
      | '/audit'
      | '/system'
      | '/account'
      | '/login'
      | '/setup'
      | 'other';
    readonly name: 'LCP' | 'INP' | 'CLS' | 'FCP' | 'TTFB';
    readonly value: number;
  }[] | undefined;
  readonly calls?: readonly {
    /** The pattern of the path that was shown. */
    readonly page:
      | '/'
      | '/events'
      | '/events/{id}'
      | '/logs'
      | '/workloads'
      | '/workloads/{id}'
      | '/rules'
      | '/rules/{id}'
      | '/explain'
      | '/triggers'
      | '/triggers/{id}'
      | '/deliveries'
      | '/first-steps'
      | '/users'
      | '/tokens'
      | '/audit'
      | '/system'
      | '/account'
      | '/login'
      | '/setup'
      | 'other';
    readonly duration_ms: number;
    readonly failed: boolean;
  }[] | undefined;
}

export interface WatchedFiles {
  readonly machine: string;
  readonly watched_by: 'this_instance' | 'another_instance' | 'nobody';
  /** How many are read. */
  readonly files: number;
  /** Some folders are looked at every second, because their file system tells of no change. */
  readonly polled: boolean;
  readonly patterns: readonly {
    readonly pattern: string;
    /** Null where each file is its own. */
    readonly workload: string | null;
    readonly format: 'plain' | 'docker-json' | 'cri' | 'ndjson';
    /** How many files it leads to; null before they were looked for. */
    readonly found: number | null;
    /** Why it leads to none, or to fewer than there are. */
    readonly why: string | null;
  }[];
}

export interface WatchingReport {
  readonly status: 'ok' | 'degraded' | 'failing';
  readonly reasons: readonly string[];
}

export interface Whoami {
  readonly user: User | null;
  readonly session: Session | null;
  readonly token: Token | null;
  /** Everybody is let in, everything that is shown is invented. */
  readonly is_demo: boolean;
}

export interface Workload {
  readonly id: string;
  readonly kind: 'compose' | 'swarm' | 'container' | 'file';
  readonly name: string;
  readonly host: string;
  /** Of the containers that are still known, the first. */
  readonly first_found_at: Time;
  /** Those that are there or went within the last hour, newest first, at most 100 of them. */
  readonly containers: readonly {
    readonly id: string;
    readonly name: string;
    readonly state:
      | 'starting'
      | 'catching_up'
      | 'following'
      | 'draining'
      | 'idle'
      | 'not_wanted'
      | 'unreadable'
      | 'degraded'
      | 'gone'
      | 'failed'
      | 'over_limit'
      | 'out_of_reach'
      | 'watched_elsewhere';
  }[];
  /** How many these would be in all. */
  readonly containers_total: number;
  /** Of all its containers that are known, those that are gone among them. */
  readonly lines: number;
  readonly gaps_total: number;
  /** How many events about it were stored within a day, by severity; hours count as whole ones. */
  readonly events_24h: SeverityCounts;
}

export interface WorkloadName {
  readonly id: string;
  readonly kind: 'compose' | 'swarm' | 'container' | 'file';
  readonly name: string;
}

/** Every operation of the API: what it takes, and what it answers by status, or as a stream of events. */
export interface Operations {
  /** May this process serve and store? For container health checks. */
  readonly 'GET /api/health': {
    readonly answers: {
      readonly 200: HealthReport;
      readonly 503: HealthReport;
    };
  };
  /** Is everything that should be watched being watched? For uptime monitors. */
  readonly 'GET /api/health/watching': {
    readonly answers: {
      readonly 200: WatchingReport;
      readonly 503: WatchingReport;
    };
  };
  /** Does this server still wait for its first account? */
  readonly 'GET /api/auth/setup': {
    readonly answers: {
      readonly 200: {
        readonly setup_required: boolean;
      };
    };
  };
  /** Make the first account, with the token of the one-time setup link */
  readonly 'POST /api/auth/setup': {
    readonly body: {
      readonly username: string;
      readonly password: string;
      readonly token: string;
    };
    readonly answers: {
      readonly 201: {
        readonly user: User;
      };
    };
  };
  /** Log in; the answer sets the session cookie */
  readonly 'POST /api/auth/login': {
    readonly body: Credentials;
    readonly answers: {
      readonly 200: {
        readonly user: User;
      };
    };
  };
  /** End the session of the cookie, if there is one */
  readonly 'POST /api/auth/logout': {
    readonly answers: {
      readonly 204: undefined;
    };
  };
  /** Who am I? */
  readonly 'GET /api/auth/me': {
    readonly answers: {
      readonly 200: Whoami;
    };
  };
  /** Change the own password; every session of this account ends, and this one goes on under a new cookie */
  readonly 'POST /api/auth/password': {
    readonly body: {
      readonly current_password: string;
      readonly new_password: string;
    };
    readonly answers: {
      readonly 204: undefined;
    };
  };
  /** The own sessions, newest first */
  readonly 'GET /api/auth/sessions': {
    readonly answers: {
      readonly 200: {
        readonly items: readonly Session[];
        readonly next_cursor: null;
      };
    };
  };
  /** End one of the own sessions */
  readonly 'DELETE /api/auth/sessions/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly answers: {
      readonly 204: undefined;
    };
  };
  /** All users, newest first */
  readonly 'GET /api/users': {
    readonly query?: {
      /** How many, 1 to 500; 50 unless said. */
      readonly limit?: string | undefined;
      /** What the page before gave as next_cursor. */
      readonly cursor?: string | undefined;
    };
    readonly answers: {
      readonly 200: {
        readonly items: readonly User[];
        readonly next_cursor: string | null;
      };
    };
  };
  /** Add a user */
  readonly 'POST /api/users': {
    readonly body: NewUser;
    readonly answers: {
      readonly 201: User;
    };
  };
  /** One user */
  readonly 'GET /api/users/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly answers: {
      readonly 200: User;
    };
  };
  /** Change the role or the password of a user; the sessions of that user end */
  readonly 'PATCH /api/users/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly body: UserPatch;
    readonly answers: {
      readonly 200: User;
    };
  };
  /** Delete a user, with all sessions of that user */
  readonly 'DELETE /api/users/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly answers: {
      readonly 204: undefined;
    };
  };
  /** All API tokens, newest first, without their texts */
  readonly 'GET /api/tokens': {
    readonly query?: {
      /** How many, 1 to 500; 50 unless said. */
      readonly limit?: string | undefined;
      /** What the page before gave as next_cursor. */
      readonly cursor?: string | undefined;
    };
    readonly answers: {
      readonly 200: {
        readonly items: readonly Token[];
        readonly next_cursor: string | null;
      };
    };
  };
  /** Make a token; its text is in this answer and nowhere else */
  readonly 'POST /api/tokens': {
    readonly body: NewToken;
    readonly answers: {
      readonly 201: MadeToken;
    };
  };
  /** One API token, without its text */
  readonly 'GET /api/tokens/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly answers: {
      readonly 200: Token;
    };
  };
  /** Delete a token; whoever uses it is locked out at once */
  readonly 'DELETE /api/tokens/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly answers: {
      readonly 204: undefined;
    };
  };
  /** The audit trail, newest first */
  readonly 'GET /api/audit': {
    readonly query?: {
      /** How many, 1 to 500; 50 unless said. */
      readonly limit?: string | undefined;
      /** What the page before gave as next_cursor. */
      readonly cursor?: string | undefined;
    };
    readonly answers: {
      readonly 200: {
        readonly items: readonly AuditEntry[];
        readonly next_cursor: string | null;
      };
    };
  };
  /** The coverage: how each container is watched, and what of it was lost */
  readonly 'GET /api/containers': {
    readonly query?: {
      /** How many, 1 to 500; 50 unless said. */
      readonly limit?: string | undefined;
      /** What the page before gave as next_cursor. */
      readonly cursor?: string | undefined;
      readonly state?:
        | 'starting'
        | 'catching_up'
        | 'following'
        | 'draining'
        | 'idle'
        | 'not_wanted'
        | 'unreadable'
        | 'degraded'
        | 'gone'
        | 'failed'
        | 'over_limit'
        | 'out_of_reach'
        | 'watched_elsewhere' | undefined;
      readonly host?: string | undefined;
      readonly workload_id?: string | undefined;
      /** Only containers with a gap. */
      readonly gaps?: 'true' | undefined;
    };
    readonly answers: {
      readonly 200: {
        readonly items: readonly Container[];
        readonly next_cursor: string | null;
      };
    };
  };
  /** How one container is watched */
  readonly 'GET /api/containers/{id}': {
    readonly path: {
      /** The id of a container, or its beginning. */
      readonly id: string;
    };
    readonly answers: {
      readonly 200: Container;
    };
  };
  /** Live lines of a container or a file as server-sent events: the last ones, then each as it comes. "Last-Event-ID" goes on where a view broke off */
  readonly 'GET /api/containers/{id}/logs': {
    readonly path: {
      /** The id of a container, or its beginning. */
      readonly id: string;
    };
    readonly query?: {
      /** How many lines of the past, of each container; 0 to 2000, 100 unless said. */
      readonly tail?: string | undefined;
      /** Only lines that contain this, in upper or lower case. */
      readonly query?: string | undefined;
    };
    readonly events: {
      readonly line: MarkedLine;
      readonly gap: {
        /** `rotated`: they are there no more. `too_many`: there are more than a view fetches. */
        readonly reason: 'rotated' | 'too_many';
        readonly words: string;
      };
      readonly state: {
        /** `ended`: it does not run; the view waits until it does. `failed`: why no lines come just now. */
        readonly state: 'following' | 'ended' | 'failed';
        readonly words: string | null;
      };
      readonly closing: {
        readonly reason: string;
      };
    };
  };
  /** Live lines of up to 50 containers and files together, as server-sent events in the order of time: "lines", and "state", "gap" and "left_out" beside them, each with its container. "Last-Event-ID" goes on where it broke off, with every container */
  readonly 'GET /api/logs/stream': {
    readonly query?: {
      /** How many lines of the past, of each container; 0 to 2000, 100 unless said. */
      readonly tail?: string | undefined;
      /** Only lines that contain this, in upper or lower case. */
      readonly query?: string | undefined;
      /** Ids between commas, or their beginnings. */
      readonly containers?: string | undefined;
      /** Ids between commas: all containers that they have, also those that come later. */
      readonly workloads?: string | undefined;
      /** As "Last-Event-ID", which counts when both are there. */
      readonly after?: string | undefined;
    };
    readonly events: {
      readonly lines: {
        readonly lines: readonly MergedLine[];
      };
      readonly gap: {
        /** `rotated`: they are there no more. `too_many`: there are more than a view fetches. */
        readonly reason: 'rotated' | 'too_many';
        readonly words: string;
        readonly container_id: string;
        /** Its name. */
        readonly container: string;
      };
      readonly state: {
        readonly state: 'following' | 'ended' | 'failed' | 'gone';
        readonly words: string | null;
        readonly container_id: string;
        /** Its name. */
        readonly container: string;
      };
      readonly left_out: {
        /** More than one stream follows: so many are not shown. */
        readonly containers: number;
        readonly words: string | null;
      };
      readonly closing: {
        readonly reason: string;
      };
    };
  };
  /** What the containers are instances of */
  readonly 'GET /api/workloads': {
    readonly query?: {
      /** How many, 1 to 500; 50 unless said. */
      readonly limit?: string | undefined;
      /** What the page before gave as next_cursor. */
      readonly cursor?: string | undefined;
    };
    readonly answers: {
      readonly 200: {
        readonly items: readonly Workload[];
        readonly next_cursor: string | null;
      };
    };
  };
  /** One workload with its containers */
  readonly 'GET /api/workloads/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly answers: {
      readonly 200: Workload;
    };
  };
  /** What was counted since the beginning: lines, hits and what became of them, altogether and by rule */
  readonly 'GET /api/log-scan-rules/stats': {
    readonly answers: {
      readonly 200: RuleStats;
    };
  };
  /** All rules: those of the API, newest first, then those of the configuration file and of labels */
  readonly 'GET /api/log-scan-rules': {
    readonly query?: {
      /** How many, 1 to 500; 50 unless said. */
      readonly limit?: string | undefined;
      /** What the page before gave as next_cursor. */
      readonly cursor?: string | undefined;
      /** Only the overrides of this global rule. */
      readonly overrides_rule_id?: string | undefined;
    };
    readonly answers: {
      readonly 200: {
        readonly items: readonly Rule[];
        readonly next_cursor: string | null;
      };
    };
  };
  /** Add a rule: global, for one workload, or in the place of a global rule in one workload */
  readonly 'POST /api/log-scan-rules': {
    readonly body: NewRule;
    readonly answers: {
      readonly 201: Rule;
    };
  };
  /** One rule */
  readonly 'GET /api/log-scan-rules/{id}': {
    readonly path: {
      /** A number; `yaml-…` and `label-…` for rules that are written elsewhere. */
      readonly id: string;
    };
    readonly answers: {
      readonly 200: Rule;
    };
  };
  /** Change a rule: what is absent stays, null is the default again */
  readonly 'PATCH /api/log-scan-rules/{id}': {
    readonly path: {
      /** A number; `yaml-…` and `label-…` for rules that are written elsewhere. */
      readonly id: string;
    };
    readonly body: RulePatch;
    readonly answers: {
      readonly 200: Rule;
    };
  };
  /** Delete a rule, a global one together with its overrides */
  readonly 'DELETE /api/log-scan-rules/{id}': {
    readonly path: {
      /** A number; `yaml-…` and `label-…` for rules that are written elsewhere. */
      readonly id: string;
    };
    readonly answers: {
      readonly 204: undefined;
    };
  };
  /** What a rule that is not saved would make of one line or of several */
  readonly 'POST /api/log-scan-rules/test': {
    readonly body: {
      /** A line feed within a line parts lines that were joined to one, and is seen as the rules of logs see it. */
      readonly sample_line?: string | undefined;
      /** At most 1000 lines, of 262144 characters together. */
      readonly sample_lines?: readonly string[] | undefined;
      /** The lines are joined as those of logs are where somebody asks for it; which they are then, `lines` of the answer says. With false they stay apart, whatever workload is named. */
      readonly join_lines?: boolean | undefined;
      /** The lines are joined as those of its newest container or file are, or not at all where those are not; where it has none, `join_lines` counts. Of a file whose lines are objects of JSON (`ndjson`) they may be given as they stand there: what was tried, `lines` of the answer says. */
      readonly workload_id?: string | undefined;
      readonly pattern: string;
      /** A line that this matches as well is no hit. */
      readonly exclude_pattern?: string | null | undefined;
      /** The patterns are matched against the value of this field of a line of JSON or logfmt; `err.message` is one in an object. Null: against whole lines. */
      readonly field?: string | null | undefined;
    };
    readonly answers: {
      readonly 200: RuleTrial | {
        readonly results: readonly RuleTrial[];
        /** What was tried, where lines were joined or may be taken out of objects. */
        readonly lines?: readonly string[] | undefined;
        /** Of a workload whose lines are objects of JSON: how many of those that were tried were not given as one. Of these a field was looked for in the text alone. */
        readonly lines_without_object?: number | undefined;
        /** How the lines of the workload are joined that was named, where it has a container or a file. */
        readonly workload_joins?: {
          /** Lines that belong together, as those of a stack trace, are one to rules and in events. */
          readonly joins_lines: boolean;
          /** The pattern of the line with which they begin; null where traces are known by their look. */
          readonly join_start: string | null;
        } | undefined;
      };
    };
  };
  /** What a saved rule would make of one line or of several, also while it is disabled */
  readonly 'POST /api/log-scan-rules/{id}/test': {
    readonly path: {
      /** A number; `yaml-…` and `label-…` for rules that are written elsewhere. */
      readonly id: string;
    };
    readonly body: {
      /** A line feed within a line parts lines that were joined to one, and is seen as the rules of logs see it. */
      readonly sample_line?: string | undefined;
      /** At most 1000 lines, of 262144 characters together. */
      readonly sample_lines?: readonly string[] | undefined;
      /** The lines are joined as those of logs are where somebody asks for it; which they are then, `lines` of the answer says. With false they stay apart, whatever workload is named. */
      readonly join_lines?: boolean | undefined;
      /** The lines are joined as those of its newest container or file are, or not at all where those are not; where it has none, `join_lines` counts. Of a file whose lines are objects of JSON (`ndjson`) they may be given as they stand there: what was tried, `lines` of the answer says. */
      readonly workload_id?: string | undefined;
    };
    readonly answers: {
      readonly 200: RuleTrial | {
        readonly results: readonly RuleTrial[];
        /** What was tried, where lines were joined or may be taken out of objects. */
        readonly lines?: readonly string[] | undefined;
        /** Of a workload whose lines are objects of JSON: how many of those that were tried were not given as one. Of these a field was looked for in the text alone. */
        readonly lines_without_object?: number | undefined;
        /** How the lines of the workload are joined that was named, where it has a container or a file. */
        readonly workload_joins?: {
          /** Lines that belong together, as those of a stack trace, are one to rules and in events. */
          readonly joins_lines: boolean;
          /** The pattern of the line with which they begin; null where traces are known by their look. */
          readonly join_start: string | null;
        } | undefined;
      };
    };
  };
  /** Rules to begin with; none is in force by itself. Without "about" each is what POST /api/log-scan-rules takes */
  readonly 'GET /api/starter-rules': {
    readonly answers: {
      readonly 200: {
        readonly items: readonly StarterRule[];
      };
    };
  };
  /** The rules in force for a workload, and those that were replaced or switched off; whether it runs or not */
  readonly 'GET /api/workloads/{id}/effective-rules': {
    readonly path: {
      readonly id: string;
    };
    readonly answers: {
      readonly 200: EffectiveRules;
    };
  };
  /** What would become of a line now: each rule in force, with the reason. Nothing is remembered of it */
  readonly 'POST /api/explain': {
    readonly body: Question;
    readonly answers: {
      readonly 200: Explanation;
    };
  };
  /** What rules would have made of the last hours of containers’ own logs, as server-sent events: "progress" while they are read, then "result", or "failed" with a reason. Nothing is remembered of it; whoever goes away ends it */
  readonly 'POST /api/backtest': {
    readonly body: BacktestQuestion;
    readonly events: {
      readonly progress: BacktestProgress;
      readonly result: Backtest;
      readonly failed: {
        readonly message: string;
      };
      readonly closing: {
        readonly reason: string;
      };
    };
  };
  /** All mutes, newest first, those that are over among them */
  readonly 'GET /api/mutes': {
    readonly query?: {
      /** How many, 1 to 500; 50 unless said. */
      readonly limit?: string | undefined;
      /** What the page before gave as next_cursor. */
      readonly cursor?: string | undefined;
      /** Only those that are not over; there are a thousand at most. */
      readonly open?: 'true' | undefined;
    };
    readonly answers: {
      readonly 200: {
        readonly items: readonly Mute[];
        readonly next_cursor: string | null;
      };
    };
  };
  /** Mute a rule, a workload, or a rule in a workload, for lines whose time lies in [from, until) */
  readonly 'POST /api/mutes': {
    readonly body: NewMute;
    readonly answers: {
      readonly 201: Mute;
    };
  };
  /** One mute */
  readonly 'GET /api/mutes/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly answers: {
      readonly 200: Mute;
    };
  };
  /** End a mute now; it stays in the list */
  readonly 'DELETE /api/mutes/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly answers: {
      readonly 204: undefined;
    };
  };
  /** The newest lines of a workload, read from the engines of its containers or from its files */
  readonly 'GET /api/workloads/{id}/lines': {
    readonly path: {
      readonly id: string;
    };
    readonly query?: {
      /** 1 to 200; 50 unless said. */
      readonly limit?: string | undefined;
      /** None older than this; 60 unless said. */
      readonly minutes?: string | undefined;
    };
    readonly answers: {
      readonly 200: RecentLines;
    };
  };
  /** The line that an event came from, among those before and behind it, read from its engine or its file */
  readonly 'GET /api/events/{id}/context': {
    readonly path: {
      readonly id: string;
    };
    readonly query?: {
      /** So many before and so many behind it, 1 to 100; 20 unless said. */
      readonly lines?: string | undefined;
    };
    readonly answers: {
      readonly 200: LineContext;
    };
  };
  /** The event log, newest first; with "q" a page may end early, which "partial" says: go on with "next_cursor" */
  readonly 'GET /api/events': {
    readonly query?: {
      /** One or more, between commas. */
      readonly severity?: string | undefined;
      /** One or more, between commas. */
      readonly source?: string | undefined;
      readonly workload_id?: string | undefined;
      readonly rule_id?: string | undefined;
      /** Words that the message has, the last of which may be the beginning of one. */
      readonly q?: string | undefined;
      /** Stored at this time or later. */
      readonly from?: string | undefined;
      /** Stored before this time. */
      readonly to?: string | undefined;
      /** How many, 1 to 500; 50 unless said. */
      readonly limit?: string | undefined;
      /** What the page before gave as next_cursor. */
      readonly cursor?: string | undefined;
    };
    readonly answers: {
      readonly 200: EventPage;
    };
  };
  /** Send an event; 200 when it was sent before */
  readonly 'POST /api/events': {
    readonly body: SentEvent;
    readonly answers: {
      readonly 200: Event;
      readonly 201: Event;
    };
  };
  /** How many events were stored in each minute, or more minutes together, by severity; steps without any are left out. Another filter than "severity" may take long, which "next_cursor" says: add what it gives */
  readonly 'GET /api/events/counts': {
    readonly query: {
      /** One or more, between commas. */
      readonly severity?: string | undefined;
      /** One or more, between commas. */
      readonly source?: string | undefined;
      readonly workload_id?: string | undefined;
      readonly rule_id?: string | undefined;
      /** Words that the message has, the last of which may be the beginning of one. */
      readonly q?: string | undefined;
      /** The minute in which it lies is the first. */
      readonly from: string;
      /** The last minute is the one before this time. */
      readonly to: string;
      /** What the page before gave as next_cursor. */
      readonly cursor?: string | undefined;
      /** So many minutes are counted together, 1 to 10,080; 1 unless said. */
      readonly step_minutes?: string | undefined;
    };
    readonly answers: {
      readonly 200: EventCounts;
    };
  };
  /** One event, with its deliveries */
  readonly 'GET /api/events/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly answers: {
      readonly 200: EventDetail;
    };
  };
  /** The events that fit, as a file, newest first; when there are more than "max_rows", its last line says so */
  readonly 'GET /api/events/export': {
    readonly query?: {
      /** One or more, between commas. */
      readonly severity?: string | undefined;
      /** One or more, between commas. */
      readonly source?: string | undefined;
      readonly workload_id?: string | undefined;
      readonly rule_id?: string | undefined;
      /** Words that the message has, the last of which may be the beginning of one. */
      readonly q?: string | undefined;
      /** Stored at this time or later. */
      readonly from?: string | undefined;
      /** Stored before this time. */
      readonly to?: string | undefined;
      /** "ndjson" unless said. */
      readonly format?: 'ndjson' | 'csv' | undefined;
      /** How many events at most, 1 to 1000000; 50000 unless said. */
      readonly max_rows?: string | undefined;
      /** Goes on behind this event, as the last line of a file that was cut says. */
      readonly after_id?: string | undefined;
    };
    readonly answers: {
      readonly 200: string;
    };
  };
  /** Each event as it is stored, as a server-sent "event". "Last-Event-ID" gives first what was missed; a client that is too far behind is told by "missed" which ids will not come */
  readonly 'GET /api/events/stream': {
    readonly events: {
      readonly event: Event;
      readonly missed: {
        readonly after_id: string;
        readonly up_to_id: string;
      };
      readonly closing: {
        readonly reason: string;
      };
    };
  };
  /** All triggers: those of the API, newest first, then on the last page those of the configuration file */
  readonly 'GET /api/event-triggers': {
    readonly query?: {
      /** How many, 1 to 500; 50 unless said. */
      readonly limit?: string | undefined;
      /** What the page before gave as next_cursor. */
      readonly cursor?: string | undefined;
    };
    readonly answers: {
      readonly 200: {
        readonly items: readonly Trigger[];
        readonly next_cursor: string | null;
      };
    };
  };
  /** Add a trigger */
  readonly 'POST /api/event-triggers': {
    readonly body: NewTrigger;
    readonly answers: {
      readonly 201: Trigger;
    };
  };
  /** One trigger */
  readonly 'GET /api/event-triggers/{id}': {
    readonly path: {
      /** A number; `yaml-…` for triggers of the configuration file. */
      readonly id: string;
    };
    readonly answers: {
      readonly 200: Trigger;
    };
  };
  /** Change a trigger: what is absent stays, null clears, within the filter and the configuration as well */
  readonly 'PATCH /api/event-triggers/{id}': {
    readonly path: {
      /** A number; `yaml-…` for triggers of the configuration file. */
      readonly id: string;
    };
    readonly body: TriggerPatch;
    readonly answers: {
      readonly 200: Trigger;
    };
  };
  /** Delete a trigger; what waits for it is dead */
  readonly 'DELETE /api/event-triggers/{id}': {
    readonly path: {
      /** A number; `yaml-…` for triggers of the configuration file. */
      readonly id: string;
    };
    readonly answers: {
      readonly 204: undefined;
    };
  };
  /** Use a trigger again that was suspended */
  readonly 'POST /api/event-triggers/{id}/resume': {
    readonly path: {
      /** A number; `yaml-…` for triggers of the configuration file. */
      readonly id: string;
    };
    readonly answers: {
      readonly 200: Trigger;
    };
  };
  /** How many of the last hours’ events a filter would have taken. Nothing is sent, and nothing remembered */
  readonly 'POST /api/event-triggers/preview': {
    readonly body?: PreviewQuestion;
    readonly answers: {
      readonly 200: TriggerPreview;
    };
  };
  /** How every trigger is doing: its last delivery, how many of the newest failed, and whether it is left alone */
  readonly 'GET /api/event-triggers/health': {
    readonly answers: {
      readonly 200: {
        readonly items: readonly TriggerHealth[];
      };
    };
  };
  /** Send the very message of an event through a trigger, marked as a test */
  readonly 'POST /api/event-triggers/{id}/test': {
    readonly path: {
      /** A number; `yaml-…` for triggers of the configuration file. */
      readonly id: string;
    };
    readonly answers: {
      readonly 200: TriggerTrial;
    };
  };
  /** The same for a trigger that is not saved; stored secrets of another one may stand in it */
  readonly 'POST /api/event-triggers/test': {
    readonly body: UnsavedTrigger;
    readonly answers: {
      readonly 200: TriggerTrial;
    };
  };
  /** Deliveries, newest first */
  readonly 'GET /api/deliveries': {
    readonly query?: {
      /** How many, 1 to 500; 50 unless said. */
      readonly limit?: string | undefined;
      /** What the page before gave as next_cursor. */
      readonly cursor?: string | undefined;
      readonly state?: DeliveryState | undefined;
      /** A number; `yaml-…` for triggers of the configuration file. */
      readonly trigger_id?: string | undefined;
      readonly event_id?: string | undefined;
    };
    readonly answers: {
      readonly 200: {
        readonly items: readonly Delivery[];
        readonly next_cursor: string | null;
      };
    };
  };
  /** One delivery */
  readonly 'GET /api/deliveries/{id}': {
    readonly path: {
      readonly id: string;
    };
    readonly answers: {
      readonly 200: Delivery;
    };
  };
  /** Try a delivery now: a dead one begins anew, one that waits does so no longer */
  readonly 'POST /api/deliveries/{id}/retry': {
    readonly path: {
      readonly id: string;
    };
    readonly answers: {
      readonly 200: Delivery;
    };
  };
  /** Begin all dead deliveries anew whose triggers are in use, ten thousand at most, the newest first */
  readonly 'POST /api/deliveries/retry-dead': {
    readonly body?: {
      /** Only those of this trigger. */
      readonly trigger_id?: string | undefined;
    };
    readonly answers: {
      readonly 200: Retried;
    };
  };
  /** Versions, store, engines, background lock and process figures */
  readonly 'GET /api/system': {
    readonly answers: {
      readonly 200: SystemReport;
    };
  };
  /** Health and system figures as server-sent events: one "state" now, and one every few seconds */
  readonly 'GET /api/system/stream': {
    readonly events: {
      readonly state: {
        readonly health: HealthReport;
        readonly system: SystemReport;
      };
      readonly closing: {
        readonly reason: string;
      };
    };
  };
  /** Is a demo shown beside this server? */
  readonly 'GET /api/demo': {
    readonly answers: {
      readonly 200: DemoState;
    };
  };
  /** Show a demo beside this server: invented, in memory, and apart from everything here. It ends by itself when nobody looks at it. */
  readonly 'POST /api/demo': {
    readonly body?: Readonly<Record<string, never>>;
    readonly answers: {
      readonly 200: DemoState;
    };
  };
  /** End the demo */
  readonly 'DELETE /api/demo': {
    readonly answers: {
      readonly 204: undefined;
    };
  };
  /** What a browser measured: Web Vitals and its calls of the API, for the metrics */
  readonly 'POST /api/telemetry/vitals': {
    readonly body?: VitalsReport;
    readonly answers: {
      readonly 204: undefined;
    };
  };
  /** What failed in a page, for the log; the X-Request-Id of this call is what the person was shown */
  readonly 'POST /api/telemetry/faults': {
    readonly body: FaultReport;
    readonly answers: {
      readonly 204: undefined;
    };
  };
  /** Prometheus metrics; open on loopback, else for a token that may read */
  readonly 'GET /metrics': {
    readonly answers: {
      readonly 200: string;
    };
  };
  /** This API as an OpenAPI 3.1 document */
  readonly 'GET /api/openapi.json': {
    readonly answers: {
      readonly 200: Readonly<Record<string, unknown>>;
    };
  };
  /** This API as a page to read */
  readonly 'GET /api/docs': {
    readonly answers: {
      readonly 200: string;
    };
  };
  /** The style of that page */
  readonly 'GET /api/docs.css': {
    readonly answers: {
      readonly 200: string;
    };
  };
}
