// SPDX-License-Identifier: Apache-2.0
'use client';
/** Chooses the time zones that stand beside the hours. */
import { useMemo } from 'react';
import { prefer, usePreferences } from '@/data/preferences';
import { Dialog } from '@/ui/dialog';
import { type Choice, Picker } from '@/ui/picker';
import { useWords } from '@/words';
import { placeName, toggled } from './zones';

export function ZonePicker({ own, onClose }: { own: string; onClose(): void }) {
  const w = useWords();
  const zones = usePreferences((preferences) => preferences.zones);
  const choices = useMemo<Choice[]>(() => {
    const others = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== own && !zones.includes(zone));
    return [...zones, ...others].map((zone) => ({
      id: zone,
      text: placeName(zone),
      also: zone.replaceAll(/[/_]/g, ' '),
      after: zones.includes(zone) ? (
        <span className="muted small">{w.calendar.zoneOff}</span>
      ) : (
        <span className="muted small">{zone.split('/')[0]}</span>
      ),
    }));
  }, [own, zones, w]);
  return (
    <Dialog open onClose={onClose} title={w.calendar.zoneAdd} kind="menu" bare>
      <Picker
        label={w.calendar.zoneAdd}
        choices={choices}
        empty={w.shell.menuEmpty}
        onPick={(choice) => {
          onClose();
          prefer({ zones: toggled(zones, choice.id) });
        }}
      />
    </Dialog>
  );
}
