// SPDX-License-Identifier: Apache-2.0
export const inbox = {
  title: 'Inbox',
  accepted: (text: string) => `Done: ${text}`,
  declined: (text: string) => `Declined: ${text}`,
  waiting: (n: number) => `${n} waiting`,
};
