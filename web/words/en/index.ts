// SPDX-License-Identifier: Apache-2.0
import { calendar } from './calendar';
import { chat } from './chat';
import { change, common, days, entry, shell } from './common';
import { documents, inbox, memory, search } from './memory';
import { plan } from './plan';
import { admin, settings } from './settings';
import { line, tasks, today } from './tasks';

export const en = {
  common,
  days,
  change,
  shell,
  entry,
  line,
  tasks,
  today,
  plan,
  calendar,
  chat,
  memory,
  documents,
  inbox,
  search,
  settings,
  admin,
};
