// SPDX-License-Identifier: Apache-2.0
import type { Words } from '../index';
import { calendar } from './calendar';
import { change, common, days, shell } from './common';
import { inbox } from './inbox';
import { chat, documents, memory } from './memory';
import { notifications } from './notifications';
import { plan } from './plan';
import { line, tasks, today } from './tasks';

export const de: Words = {
  common,
  days,
  change,
  shell,
  line,
  tasks,
  today,
  plan,
  calendar,
  chat,
  memory,
  documents,
  inbox,
  notifications,
};
