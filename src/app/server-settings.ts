/** What the server needs to know of its configuration. */
export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  /** Where people reach this server, when that is not `host:port`. */
  readonly publicUrl: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly metricsPublic: boolean;
  readonly dataDir: string;
  /** Absent: SQLite in the data directory. */
  readonly databaseUrl: SecretText | undefined;
  readonly adminPassword: SecretText | undefined;
  readonly session: { readonly idleSeconds: number; readonly absoluteSeconds: number };
  readonly lock: { readonly ttlSeconds: number; readonly heartbeatSeconds: number };
}

/** A secret of the configuration, whose text comes out only where it is used. */
export interface SecretText {
  reveal(): string;
}
