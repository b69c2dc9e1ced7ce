// SPDX-License-Identifier: Apache-2.0
'use client';
import { BookmarkMinus, BookmarkPlus } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { prefer, usePreferences } from '@/data/preferences';
import { IconButton } from '@/ui/button';
import { useWords } from '@/words';

/** Keeps what is shown as a link in the sidebar; the same again takes it away. */
export function SaveView({ name }: { name: string }) {
  const w = useWords();
  const params = new URLSearchParams(useSearchParams());
  params.delete('task');
  const query = params.toString();
  const views = usePreferences((preferences) => preferences.views);
  const saved = views.some((view) => view.query === query);
  const rest = views.filter((view) => view.query !== query && view.name !== name);
  return (
    <IconButton
      icon={saved ? BookmarkMinus : BookmarkPlus}
      label={saved ? w.tasks.removeView : w.tasks.saveView}
      onClick={() => prefer({ views: saved ? rest : [...rest, { name, query }] })}
    />
  );
}
