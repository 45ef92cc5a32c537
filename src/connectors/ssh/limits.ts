/** How long to wait, how often to try again and how much to do at once. */
export interface SshLimits {
  /** One hop from its first attempt to the authenticated connection, all attempts together. */
  readonly connectTimeoutMs: number;
  /** One attempt until the key exchange is done; a frozen host accepts TCP and then says nothing. */
  readonly handshakeTimeoutMs: number;
  /** Further attempts when transport fails before authentication has begun. */
  readonly retries: number;
  /** Further attempts when sshd drops the connection at once, as MaxStartups does. */
  readonly dropRetries: number;
  /** First pause before a further attempt; doubled each time, plus up to as much again at random. */
  readonly retryDelayMs: number;
  /** Further attempts to open a channel, for MaxSessions counts channels that are just closing. */
  readonly channelRetries: number;
  readonly channelRetryDelayMs: number;
  readonly keepaliveIntervalMs: number;
  readonly keepaliveMisses: number;
  /** Connections being opened at the same time, from the runner and through one jump host. */
  readonly openings: number;
  readonly openingsPerJump: number;
  /** How long a closed connection may take to say goodbye before its socket is destroyed. */
  readonly closeGraceMs: number;
  /**
   * A command has ended but something that it started holds its output open: how long the output
   * must have been quiet before it is taken as complete.
   */
  readonly lingerMs: number;
}

export const defaultSshLimits: SshLimits = {
  connectTimeoutMs: 25_000,
  handshakeTimeoutMs: 10_000,
  retries: 2,
  dropRetries: 8,
  retryDelayMs: 250,
  channelRetries: 4,
  channelRetryDelayMs: 100,
  keepaliveIntervalMs: 10_000,
  keepaliveMisses: 3,
  openings: 64,
  openingsPerJump: 8,
  closeGraceMs: 1_000,
  lingerMs: 5_000,
};
