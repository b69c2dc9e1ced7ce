// SPDX-License-Identifier: Apache-2.0
'use client';
/** Colours, language of the app, working hours, single-letter keys. */
import { prefer, usePreferences } from '@/data/preferences';
import { Section } from '@/parts/pages-room';
import { clockText } from '@/ui/days';
import { SelectField, Switch } from '@/ui/field';
import { useWords } from '@/words/settings';

const HOURS = Array.from({ length: 25 }, (_, hour) => hour);

export function Look() {
  const w = useWords();
  const { theme, language, dayStart, dayEnd, keys } = usePreferences();
  return (
    <Section title={w.settings.pages.look}>
      <SelectField
        label={w.settings.theme}
        value={theme}
        onChange={(event) => prefer({ theme: event.target.value as typeof theme })}
      >
        {(['system', 'light', 'dark'] as const).map((one) => (
          <option key={one} value={one}>
            {w.settings.themes[one]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={w.settings.language}
        value={language}
        onChange={(event) => prefer({ language: event.target.value as typeof language })}
      >
        {(['system', 'en', 'de'] as const).map((one) => (
          <option key={one} value={one}>
            {w.settings.languages[one]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={`${w.settings.hours}: ${w.settings.from}`}
        value={dayStart}
        onChange={(event) => prefer({ dayStart: Number(event.target.value) })}
      >
        {HOURS.filter((hour) => hour < dayEnd).map((hour) => (
          <option key={hour} value={hour}>
            {clockText(hour * 60)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={`${w.settings.hours}: ${w.settings.to}`}
        value={dayEnd}
        onChange={(event) => prefer({ dayEnd: Number(event.target.value) })}
      >
        {HOURS.filter((hour) => hour > dayStart).map((hour) => (
          <option key={hour} value={hour}>
            {clockText(hour * 60)}
          </option>
        ))}
      </SelectField>
      <Switch
        label={w.settings.letterKeys}
        hint={w.settings.letterKeysHint}
        checked={keys}
        onChange={(on) => prefer({ keys: on })}
      />
    </Section>
  );
}
