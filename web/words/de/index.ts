// SPDX-License-Identifier: Apache-2.0
import type { Words } from '../index';
import { calendar } from './calendar';
import { change, common, days, entry, shell } from './common';
import { chat, documents, inbox, memory, search } from './memory';
import { plan } from './plan';
import { admin, settings } from './settings';
import { line, tasks, today } from './tasks';

export const de: Words = {
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
