import { DeskPage } from "#app/components/desk.tsx";
import { HistoryList } from "#app/components/history-list.tsx";
import { ListSteps, OperatorPage } from "#app/components/operator.tsx";
import type { HistoryEntryView, HistoryPageView } from "#app/domain/member-views.ts";
import type { PersonView } from "#app/domain/views.ts";

/** What happened to a provider's data: nothing here can be changed, by nobody. */
export function HistoryPage({ desk, entries, older, is_first }: HistoryPageView) {
  return (
    <DeskPage desk={desk} current="members" width="reading">
      <div className="grid gap-6 pt-2">
        <div className="grid gap-1">
          <h1 className="text-2xl">History</h1>
          <p className="text-soft">Who did what, when and from where. It can be read and never changed.</p>
        </div>
        {entries.length === 0 && <p className="text-soft">Nothing has happened yet.</p>}
        <HistoryList entries={entries} zone={desk.time_zone} />
        <ListSteps more={older} is_first={is_first} />
      </div>
    </DeskPage>
  );
}

type OperatorHistory = {
  person: PersonView;
  entries: HistoryEntryView[];
  older: string | null;
  is_first: boolean;
};

/** What operators did, in UTC: an installation has no zone of its own. */
export function OperatorHistoryPage({ person, entries, older, is_first }: OperatorHistory) {
  return (
    <OperatorPage person={person} current="history" width="reading">
      <div className="grid gap-6 pt-2">
        <div className="grid gap-1">
          <h1 className="text-2xl">History</h1>
          <p className="text-soft">What operators did, in UTC. It can be read and never changed.</p>
        </div>
        {entries.length === 0 && <p className="text-soft">Nothing has happened yet.</p>}
        <HistoryList entries={entries} zone="UTC" />
        <ListSteps more={older} is_first={is_first} />
      </div>
    </OperatorPage>
  );
}
