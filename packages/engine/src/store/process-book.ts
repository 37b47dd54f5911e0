/** Heartbeats of the processes, on a connection of their own, so that a busy pool makes nobody look dead. */
export interface ProcessBook {
  beat(beat: { readonly isWatching: boolean }): Promise<Beat>;
  remove(executorId: string): Promise<void>;
  close(): Promise<void>;
}

export interface Beat {
  /** The database's clock at the beat. */
  readonly seenAt: Date;
  /** Another process lives. */
  readonly hasOthers: boolean;
  /** Another process that lives looks at runs that are not its own. */
  readonly othersWatch: boolean;
  /** This was the first beat in the table: this process is new, or the table was emptied by a crash. */
  readonly isFirst: boolean;
}
