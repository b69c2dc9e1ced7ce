// SPDX-License-Identifier: Apache-2.0
import { calendar } from './calendar';
import { chat } from './chat';
import { change, common, days, shell } from './common';
import { inbox } from './inbox';
import { documents, memory } from './memory';
import { notifications } from './notifications';
import { plan } from './plan';
import { line, tasks, today } from './tasks';

export const en = {
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
