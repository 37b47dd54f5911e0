/** Places of connections that processes take from each other; a dead one's go with its heartbeat. */
import type { ConnectionPlaces } from "../run-store.ts";
import { changedBy, type Queryable, rowOf } from "./query.ts";

export function connectionPlaces(pool: Queryable, executorId: string): ConnectionPlaces {
  return {
    takePlace: async (connectionId, limit, turn) => {
      const row = await rowOf<{ place: number }>(pool, {
        name: "take place",
        text: takeText,
        values: [connectionId, limit, executorId, turn],
      });
      return row !== null;
    },
    giveBackPlace: async (connectionId, turn) => {
      await changedBy(pool, {
        name: "give back place",
        text: "delete from connection_place where connection_id = $1 and turn = $2",
        values: [connectionId, turn],
      });
    },
  };
}

const takeText = `with mine as (select place from connection_place where connection_id = $1::int and turn = $4),
    taken as (insert into connection_place (connection_id, place, executor_id, turn)
      select $1, p, $3, $4 from generate_series(0, $2::int - 1) as p
      where not exists (select 1 from mine)
        and not exists (select 1 from connection_place c where c.connection_id = $1 and c.place = p)
      order by p limit 1
      on conflict do nothing returning place)
  select place from mine union all select place from taken`;
