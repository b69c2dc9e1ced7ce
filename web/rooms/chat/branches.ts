// SPDX-License-Identifier: Apache-2.0
/**
 * A conversation as a tree that is kept as a list. A message that says an earlier one otherwise (`replaces`) begins
 * another branch there: what was said between the two belongs to the earlier version. One branch is shown at a time,
 * the newest unless another was chosen.
 */
export interface Said {
  id: string;
  role: string;
  replaces?: string | null;
}

export interface Shown<M extends Said> {
  message: M;
  /** Of a message with versions: their ids in order, and which of them this is. */
  versions?: { first: string; ids: readonly string[]; at: number };
}

/** The first version of each message that has later ones. */
function roots(messages: readonly Said[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { id, replaces } of messages) if (replaces) found.set(id, found.get(replaces) ?? replaces);
  return found;
}

/** Where each version of the message at `at` begins; only itself: it has no other. */
function starts(messages: readonly Said[], at: number, root: ReadonlyMap<string, string>): number[] {
  const { id } = messages[at]!;
  const later = messages.flatMap((message, i) => (i > at && root.get(message.id) === id ? [i] : []));
  return [at, ...later];
}

/**
 * The messages of the branch that is shown. `chosen` names a version by the first one's id; `pending` is a message
 * that is being said otherwise just now, whose new version is not among the messages yet.
 */
export function branchOf<M extends Said>(
  messages: readonly M[],
  chosen: ReadonlyMap<string, string>,
  pending: string | null = null,
): Shown<M>[] {
  const root = roots(messages);
  const here = new Set(messages.map(({ id }) => id));
  // Of a version whose first one is on an earlier page, all before it is another branch.
  const cut = messages.findLastIndex(({ id }) => root.has(id) && !here.has(root.get(id)!));
  const open = pending && (root.get(pending) ?? pending);
  const shown: Shown<M>[] = [];
  let at = Math.max(0, cut);
  let end = messages.length;
  while (at < end) {
    const message = messages[at]!;
    const begin = starts(messages, at, root).filter((i) => i < end);
    if (message.id === open) return shown;
    const ids = begin.map((i) => messages[i]!.id);
    const wanted = ids.indexOf(chosen.get(message.id) ?? '');
    const which = wanted < 0 ? ids.length - 1 : wanted;
    end = begin[which + 1] ?? end;
    at = begin[which]!;
    const versions = ids.length > 1 ? { first: message.id, ids, at: which } : undefined;
    shown.push({ message: messages[at]!, versions });
    at += 1;
  }
  return shown;
}

/** The versions to choose so that a message is shown. */
export function choicesFor(messages: readonly Said[], wanted: string): Map<string, string> {
  const root = roots(messages);
  const place = messages.findIndex(({ id }) => id === wanted);
  const chosen = new Map<string, string>();
  for (let at = 0; at <= place; at++) {
    const begin = starts(messages, at, root);
    const which = begin.findLastIndex((i) => i <= place);
    if (begin.length > 1) chosen.set(messages[at]!.id, messages[begin[which]!]!.id);
  }
  return chosen;
}
