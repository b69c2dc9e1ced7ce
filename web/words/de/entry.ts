// SPDX-License-Identifier: Apache-2.0
import type { EntryWords } from '../entry';

export const entry: EntryWords = {
  signIn: 'Anmelden',
  signInTo: 'Bei Pixie anmelden',
  again: 'Deine Sitzung ist zu Ende. Melde dich an, um weiterzumachen; was du geschrieben hast, wartet.',
  email: 'E-Mail',
  password: 'Passwort',
  code: 'Code deines Authenticators',
  codeHint: 'Sechs Ziffern oder ein Wiederherstellungscode.',
  with: (name) => `Weiter mit ${name}`,
  forgot: 'Passwort vergessen?',
  noAccount: 'Konto anlegen',
  haveAccount: 'Ich habe ein Konto',
  signUp: 'Konto anlegen',
  name: 'Wie soll Pixie dich nennen?',
  invite: 'Einladung',
  inviteHint: 'Nur, wenn du eine bekommen hast.',
  passwordHint: 'Mindestens 10 Zeichen.',
  reset: 'Neues Passwort setzen',
  resetAsk: 'Link schicken',
  resetSent: 'Wenn es dieses Konto gibt, ist eine Mail mit einem Link unterwegs.',
  newPassword: 'Neues Passwort',
  resetDone: 'Das Passwort ist gesetzt. Melde dich damit an.',
  verify: 'E-Mail-Adresse bestätigen',
  verifying: 'Wird bestätigt…',
  verified: 'Die Adresse ist bestätigt.',
  badLink: 'Dieser Link gilt nicht mehr.',
  welcome: 'Willkommen bei Pixie',
  welcomeText:
    'Das ist dein eigener Assistent auf deinem eigenen Rechner. Ein Name und ein Passwort, und du bist drin.',
  welcomeEmailHint: 'Damit meldest du dich an. Es wird nichts verschickt.',
  zone: 'Zeitzone',
  start: 'Los',
  welcomeOver:
    'Dieser Link ist verbraucht oder zu alt. Starte Pixie neu, um einen neuen zu bekommen, oder melde dich an.',
  offers: 'Drei Dinge für später',
};
