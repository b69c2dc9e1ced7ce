// SPDX-License-Identifier: Apache-2.0
/**
 * The rows that the app works with: the API's own types, plus what a row of a view adds.
 * Fields that only newer servers send are optional here; nothing else is written by hand.
 */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Task = Schemas['Task'] & {
  position?: number | null;
  estimate?: number | null;
  planned_start?: string | null;
  planned_end?: string | null;
};
export type Event = Schemas['Event'] & { occurrence?: string | null };
export type Project = Schemas['Project'];
export type Memory = Schemas['Memory'];
export type Conversation = Schemas['Conversation'];
/** A file as the message that it was sent with tells of it. */
export type Sent = Pick<Kept, 'id' | 'name' | 'media_type' | 'size'>;
export type Message = Schemas['Message'] & {
  effects?: Effect[] | null;
  /** What an answer rests on, without the words (loadGrounds reads them). */
  grounds?: Pick<Ground, 'kind' | 'id'>[] | null;
  files?: Sent[] | null;
};
export type Action = Schemas['Action'];
export type Doc = Schemas['Document'];
export type Kept = Schemas['File'];
export type Chunk = Schemas['Chunk'];
export type User = Schemas['User'];
export type Ground = Schemas['Ground'];
export type Effect = Schemas['Effect'] & Record<string, unknown>;
export type Turn = Schemas['Turn'] & { grounds?: Ground[]; action_id?: string };
export type Recalled = Schemas['Recalled'];
export type Session = Schemas['Session'];
export type Token = Schemas['Token'];
export type Invite = Schemas['Invite'];
export type Notification = Schemas['Notification'];
export type NotificationSettings = Schemas['NotificationSettings'];
export type Subscription = Schemas['PushSubscription'];
export type MailAccount = Schemas['MailAccount'];
export type MailSender = Schemas['MailSender'];
export type Mail = Schemas['Mail'];
export type Usage = Schemas['Usage'];
export type Proposal = Schemas['Proposal'];
export type Job = Schemas['Job'];
export type Problem = Schemas['Problem'];

export type Row = { id: string; version?: number };
export type Fields = Record<string, unknown>;

/** The entities that the cache keeps as tables. */
export type Entity = 'task' | 'event' | 'project' | 'memory' | 'conversation';
export interface EntityRow {
  task: Task;
  event: Event;
  project: Project;
  memory: Memory;
  conversation: Conversation;
}
export type Span = 'this' | 'following' | 'all';
