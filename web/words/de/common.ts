// SPDX-License-Identifier: Apache-2.0
import type { Words } from '../index';
import { plural } from '../plural';

const p = (n: number, one: string, other: string) => plural('de', n, { one, other });

export const common: Words['common'] = {
  close: 'Schließen',
  cancel: 'Abbrechen',
  save: 'Speichern',
  delete: 'Löschen',
  edit: 'Ändern',
  open: 'Öffnen',
  more: 'Mehr',
  back: 'Zurück',
  retry: 'Noch einmal',
  loading: 'Wird geladen',
  failed: 'Das konnte nicht gelesen werden.',
  examples: 'Beispiele',
  none: 'Keine Angabe',
  copy: 'Kopieren',
  copied: 'Kopiert.',
  needsServer: 'Das braucht den Server, der gerade nicht erreichbar ist.',
};

export const days: Words['days'] = {
  today: 'Heute',
  tomorrow: 'Morgen',
  yesterday: 'Gestern',
  someday: 'Ohne Datum',
};

export const change: Words['change'] = {
  undo: 'Rückgängig',
  redo: 'Wiederholen',
  undone: (what) => (what ? `Zurückgenommen: ${what}` : 'Zurückgenommen.'),
  redone: (what) => (what ? `Wieder getan: ${what}` : 'Wieder getan.'),
  nothingToUndo: 'In diesem Fenster gibt es nichts zurückzunehmen.',
  nothingToRedo: 'Es gibt nichts zu wiederholen.',
  actionLost: 'Beim Senden riss die Verbindung ab, darum geht es hier nicht zurück. Bitte von Hand ändern.',
  elsewhere: (title) => `„${title}“ wurde anderswo geändert. Das Andere bleibt.`,
  compare: 'Vergleichen',
  compareTitle: 'An zwei Stellen geändert',
  useMine: 'Meines nehmen',
  keepTheirs: 'Das Andere behalten',
  mine: 'Meines',
  theirs: 'Das Andere',
  field: 'Feld',
  refused: (title, why) =>
    title ? `„${title}“ wurde nicht gespeichert: ${why}` : `Die Änderung wurde nicht gespeichert: ${why}`,
};

export const shell: Words['shell'] = {
  skip: 'Zum Inhalt',
  navigation: 'Hauptmenü',
  rooms: {
    today: 'Heute',
    tasks: 'Aufgaben',
    upcoming: 'Demnächst',
    board: 'Tafel',
    calendar: 'Kalender',
    chat: 'Gespräch',
    inbox: 'Eingang',
    memory: 'Gedächtnis',
    documents: 'Dokumente',
    profile: 'Über dich',
    settings: 'Einstellungen',
    admin: 'Verwaltung',
    more: 'Mehr',
  },
  projects: 'Projekte',
  views: 'Gespeicherte Ansichten',
  collapse: 'Seitenleiste ausblenden',
  expand: 'Seitenleiste einblenden',
  menu: 'Befehle',
  menuHint: 'Suchen oder Befehl eingeben',
  menuEmpty: 'So heißt nichts.',
  help: 'Tastatur',
  signOut: 'Abmelden',
  signOutLoses: (n) =>
    `${p(n, 'Änderung ist', 'Änderungen sind')} noch nicht bei Pixie angekommen. Abmelden und sie verlieren?`,
  undoAny: 'Rückgängig',
  redoAny: 'Wiederholen',
  focusLine: 'Aufgabe, Termin oder Frage schreiben',
  find: 'Auf dieser Seite suchen',
  closeLayer: 'Oberste Ebene schließen',
  ask: (text) => `Pixie fragen: ${text}`,
  goTo: (day) => `Gehe zu ${day}`,
  groups: {
    actions: 'Befehle',
    places: 'Orte',
    tasks: 'Aufgaben',
    events: 'Termine',
    talks: 'Gespräche',
    keys: 'Tasten',
  },
  offline: (n) =>
    n === 0
      ? 'Ohne Netz. Was du änderst, bleibt hier.'
      : `Ohne Netz. ${p(n, 'Änderung wartet', 'Änderungen warten')} hier.`,
  reconnecting: 'Verbindung wird wiederhergestellt…',
  waiting: (n) => `${p(n, 'Änderung ist', 'Änderungen sind')} unterwegs.`,
  unreachable: 'Pixie antwortet nicht.',
  unreachableHint: 'Läuft der Server? Diese Seite versucht es von selbst wieder.',
  notFound: 'Diese Seite gibt es nicht.',
  toToday: 'Zu Heute',
  crash: 'Dieser Raum ist ausgefallen. Was du geschrieben hast, ist sicher.',
  reload: 'Neu laden',
  newVersion: 'Es gibt eine neue Version.',
  notifications: 'Meldungen',
};
