// SPDX-License-Identifier: Apache-2.0
import { plural } from '../plural';

const p = (n: number, one: string, other: string) => plural('en', n, { one, other });

export const common = {
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  delete: 'Delete',
  edit: 'Edit',
  open: 'Open',
  more: 'More',
  back: 'Back',
  retry: 'Retry',
  loading: 'Loading',
  failed: 'This could not be read.',
  examples: 'Examples',
  none: 'None',
  copy: 'Copy',
  copied: 'Copied.',
  needsServer: 'This needs the server, which is out of reach now.',
};

export const days = { today: 'Today', tomorrow: 'Tomorrow', yesterday: 'Yesterday', someday: 'No date' };

export const change = {
  undo: 'Undo',
  redo: 'Redo',
  undone: (what: string) => (what ? `Taken back: ${what}` : 'Taken back.'),
  redone: (what: string) => (what ? `Done again: ${what}` : 'Done again.'),
  nothingToUndo: 'There is nothing to take back in this tab.',
  nothingToRedo: 'There is nothing to do again.',
  actionLost: 'the connection broke when it was made, so it cannot be taken back here. Change it by hand.',
  elsewhere: (title: string) => `“${title}” was changed elsewhere. Theirs is kept.`,
  compare: 'Compare',
  compareTitle: 'Changed in two places',
  useMine: 'Use mine',
  keepTheirs: 'Keep theirs',
  mine: 'Mine',
  theirs: 'Theirs',
  field: 'Field',
  refused: (title: string, why: string) =>
    title ? `“${title}” was not saved: ${why}` : `The change was not saved: ${why}`,
};

export const shell = {
  skip: 'Skip to the content',
  navigation: 'Main',
  rooms: {
    today: 'Today',
    tasks: 'Tasks',
    upcoming: 'Upcoming',
    board: 'Board',
    calendar: 'Calendar',
    chat: 'Chat',
    inbox: 'Inbox',
    memory: 'Memory',
    documents: 'Documents',
    profile: 'About you',
    settings: 'Settings',
    admin: 'Administration',
    more: 'More',
  },
  projects: 'Projects',
  views: 'Saved views',
  collapse: 'Hide the sidebar',
  expand: 'Show the sidebar',
  menu: 'Menu',
  menuHint: 'Search, or type a command',
  menuEmpty: 'Nothing is called that.',
  help: 'Keyboard',
  signOut: 'Sign out',
  signOutLoses: (n: number) =>
    `${p(n, 'change has', 'changes have')} not reached Pixie yet. Sign out and lose what was not sent?`,
  undoAny: 'Undo',
  redoAny: 'Redo',
  focusLine: 'Write a task, an event or a question',
  find: 'Find in this page',
  closeLayer: 'Close the top layer',
  ask: (text: string) => `Ask Pixie: ${text}`,
  goTo: (day: string) => `Go to ${day}`,
  groups: {
    actions: 'Actions',
    places: 'Places',
    tasks: 'Tasks',
    events: 'Events',
    talks: 'Conversations',
    keys: 'Keys',
  },
  offline: (n: number) =>
    n === 0
      ? 'Offline. What you change is kept here.'
      : `Offline. ${p(n, 'change waits', 'changes wait')} here.`,
  reconnecting: 'Connecting again…',
  waiting: (n: number) => `${p(n, 'change is', 'changes are')} on the way.`,
  unreachable: 'Pixie does not answer.',
  unreachableHint: 'Is it running? This page tries again by itself.',
  notFound: 'There is no such page.',
  toToday: 'Go to Today',
  crash: 'This room stopped working. What you typed is safe.',
  reload: 'Reload',
  newVersion: 'There is a new version.',
  notifications: 'Messages',
};
