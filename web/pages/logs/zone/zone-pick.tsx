import { useState } from 'preact/hooks';
import { Pick } from '../../../parts/pick.tsx';
import { UTC, type Zone, type ZoneChoice, zoneLabel } from './zone-choice.ts';
import { ZoneDialog } from './zone-dialog.tsx';

export interface ZonePickProps {
  readonly choice: ZoneChoice;
  readonly onChoose: (zone: Zone) => void;
}

const OTHER = 'other';

/** The reader's own zone, UTC, those that were chosen lately, or any other. */
export function ZonePick({ choice: { chosen, recent }, onChoose }: ZonePickProps) {
  const [isAsking, setAsking] = useState(false);
  const options = [UTC, ...recent].map((zone) => [zone, zoneLabel(zone)] as const);
  const choose = (value: string | undefined): void => (value === OTHER ? setAsking(true) : onChoose(value));
  return (
    <>
      <Pick
        label="Time zone"
        all="Local time"
        options={[...options, [OTHER, 'Other…']]}
        chosen={chosen}
        onChange={choose}
      />
      {isAsking && (
        <ZoneDialog
          chosen={chosen}
          onClose={() => setAsking(false)}
          onChoose={(zone) => {
            setAsking(false);
            onChoose(zone);
          }}
        />
      )}
    </>
  );
}
