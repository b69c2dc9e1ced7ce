// SPDX-License-Identifier: Apache-2.0
import type { Words } from '../index';

export const inbox: Words['inbox'] = {
  title: 'Eingang',
  nothing: 'Nichts wartet auf deine Zustimmung. Was Pixie nicht von selbst tun darf, steht dann hier.',
  accept: 'Zustimmen',
  decline: 'Ablehnen',
  saveAccept: 'Ändern und zustimmen',
  accepted: (text) => `Getan: ${text}`,
  declined: (text) => `Abgelehnt: ${text}`,
  decided: 'Entschieden',
  until: (when) => `Zustimmen geht bis ${when}.`,
  reasons: {
    foreign: 'Wörter, die nicht von dir sind, könnten darum gebeten haben.',
    many: 'Es löscht viel auf einmal.',
    for_good: 'Es lässt sich nicht rückgängig machen.',
  },
  sources: {
    file: 'Aus einer Datei',
    document: 'Aus einem Dokument',
    mail: 'Aus einer Mail',
    memory: 'Aus Gemerktem',
    message: 'Aus einer Nachricht',
    event: 'Aus einem Termin',
    task: 'Aus einer Aufgabe',
  },
  states: {
    open: 'Offen',
    accepted: 'Zugestimmt',
    declined: 'Abgelehnt',
    expired: 'Die Zeit ist um',
  },
  fields: {
    title: 'Titel',
    text: 'Text',
    target: 'Welches',
    due: 'Fällig',
    start: 'Beginn',
    end: 'Ende',
    notes: 'Notizen',
    location: 'Ort',
    project: 'Projekt',
    priority: 'Dringlichkeit',
    recurrence: 'Wiederholung',
    name: 'Name',
  },
  waiting: (n) => `${n} warten`,
};
