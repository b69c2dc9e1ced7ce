// SPDX-License-Identifier: Apache-2.0
export const memory = {
  title: 'Memory',
  first: 'What you tell Pixie is found here, by words and by meaning. Try:',
  examples: ['Remember that the spare key is with Gudrun', 'My dentist is Dr Malmgren', 'Sam likes oat milk'],
  search: 'Search what Pixie knows',
  kinds: {
    all: 'All',
    fact: 'Facts',
    note: 'Notes',
    message: 'Talks',
    document: 'Documents',
    task: 'Tasks',
    event: 'Events',
  },
  kind: 'Kind',
  nothing: (text: string) => `Nothing is kept about “${text}”.`,
  answer: 'Answer',
  recent: 'Kept lately',
  since: (day: string) => `since ${day}`,
  until: (day: string) => `until ${day}`,
  was: (text: string) => `was: ${text}`,
  sources: {
    chat: 'you said',
    api: 'by a program',
    import: 'imported',
    document: 'from a document',
    mail: 'from a mail',
  },
  edit: 'Edit',
  forget: 'Forget',
  forgotten: (text: string) => `Forgotten: “${text}”.`,
  changed: (text: string) => `Changed: “${text}”.`,
  pinned: 'Pinned',
  pin: 'Pin',
  unpin: 'Unpin',
  profile: 'What Pixie knows about you',
  profileFirst:
    'Nothing yet. What you say about yourself and others in passing is kept and stands here, each with its source.',
  aboutYou: 'About you',
  notes: 'Notes',
  exportAll: 'Download all',
  source: 'Where it was said',
  indexing: (n: number) => `${n} more are being made findable by meaning.`,
  me: 'you',
};

export const documents = {
  title: 'Documents',
  first:
    'Drop files here: text, Markdown, HTML, mail, PDF, DOCX, ODT. Pixie reads them and answers from them.',
  choose: 'Choose files',
  drop: 'Drop the files here',
  states: { reading: 'being read', ready: 'ready', failed: 'could not be read' },
  open: 'Open the file',
  passages: 'Passages',
  delete: 'Delete',
  deleted: (title: string) => `Deleted “${title}”.`,
  rename: 'Rename',
  uploading: (name: string, percent: number) => `${name}: ${percent} %`,
  uploaded: (name: string) => `“${name}” is there and is being read.`,
  already: (name: string) => `“${name}” was there already.`,
  tooLarge: (name: string) => `“${name}” is too large.`,
  find: 'Find a document',
  nothing: (text: string) => `No document is called “${text}”.`,
  size: 'Size',
  state: 'State',
  noPassages: 'There is no text in it.',
};

export const inbox = { title: 'Inbox' };

export const search = { title: 'Search' };
