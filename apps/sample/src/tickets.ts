/** A ticket as the service shows it. */
export interface Ticket {
  id: string;
  title: string;
  severity: string;
  description: string;
  status: "open";
}

/** The tickets of one running service; gone when it stops. */
export class Tickets {
  #byId = new Map<string, Ticket>();
  #byIdempotencyKey = new Map<string, Ticket>();

  /**
   * Makes a ticket. With an idempotency key that was seen before, the first ticket is given back
   * and `created` is false.
   */
  create(
    input: Pick<Ticket, "title" | "severity" | "description">,
    idempotencyKey: string | null,
  ): { ticket: Ticket; created: boolean } {
    const earlier =
      idempotencyKey === null ? undefined : this.#byIdempotencyKey.get(idempotencyKey);
    if (earlier !== undefined) return { ticket: earlier, created: false };
    const ticket: Ticket = { id: `SOC-${this.#byId.size + 1001}`, status: "open", ...input };
    this.#byId.set(ticket.id, ticket);
    if (idempotencyKey !== null) this.#byIdempotencyKey.set(idempotencyKey, ticket);
    return { ticket, created: true };
  }

  /** null when there is no such ticket. */
  get(id: string): Ticket | null {
    return this.#byId.get(id) ?? null;
  }

  list(): Ticket[] {
    return [...this.#byId.values()];
  }
}
