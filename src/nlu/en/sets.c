/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sets of words that patterns name with $ (alternatives apart by '|', longer
 * ones first), and clock times without an hour.
 */
#include "nlu/en/english.h"

static const struct px_pattern_set sets[] = {
	{ "add", "add|put|include|stick|throw|pop|note|write|jot|place|insert|enter|adding" },
	{ "make", "set up|setting up|create|make|start|open|set|new|schedule|plan|creating" },
	{ "book", "set up|pencil in|setting up|schedule|book|plan|arrange|organize|organise|"
	  "create|make|reserve|scheduling|booking|set" },
	{ "show", "let me see|can i see|show me|give me|get me|tell me|read me|read out|pull up|"
	  "bring up|what are|what is|which are|what were|what was|show|list|display|read|"
	  "see|view|check|open|find|get|fetch|print|what's" },
	{ "done", "checked off|ticked off|over with|dealt with|done|complete|completed|finished|"
	  "finish|closed|resolved|sorted" },
	{ "complete", "check off|tick off|cross off|cross out|strike off|close out|wrap up|complete|"
	  "finish|close|tick|check|resolve|completing|finishing|cross" },
	{ "delete", "get rid of|call off|forget about|delete|remove|cancel|drop|scrap|erase|bin|"
	  "trash|discard|clear|kill|nuke|scratch|deleting|removing|cancelling|canceling|"
	  "ditch|dump|strike|wipe|eliminate|axe" },
	{ "move", "hold off on|push back|push out|push off|put off|bring forward|pull forward|"
	  "move back|move forward|move up|move out|carry over|move|reschedule|shift|"
	  "change|bump|rearrange|push|switch|moving|rescheduling|postpone|delay|defer|"
	  "slide|bring|pull|re-schedule|update|set|make|adjust|postponing|snooze|prepone|"
	  "advance|swap|drag|hold" },
	{ "task", "to do item|thing to do|to do|todo item|action item|list item|to dos|task|todo|"
	  "reminder|item|note|chore|entry|tasks|todos|reminders|items|thing" },
	{ "tasks", "things i have to do|to do list|things to do|to do items|to do lists|to dos|"
	  "todo list|task list|to do|action items|todo items|todo lists|tasks|todos|"
	  "reminders|items|list|todo|things|stuff|chores|work|entries|lists|task|"
	  "reminder|assignments" },
	{ "event", "calendar event|calendar entry|calendar item|event|meeting|appointment|entry|"
	  "session|invite|booking|slot" },
	{ "events", "calendar events|calendar entries|events|meetings|appointments|calendar|"
	  "schedule|agenda|bookings|plans|event|meeting|appointment|engagements|"
	  "commitments|calls|diary|day|planner|call" },
	{ "cal", "calendar|schedule|agenda|diary|planner|calendars|cal" },
	{ "the", "all my|all the|the|my|a|an|our|this|that|these|those|his|her|their|some|all" },
	{ "my", "my|the|our" },
	{ "it", "the last one|the last task|the last event|the last thing|that one|this one|"
	  "that task|that event|this task|this event|the task|the event|that meeting|"
	  "the meeting|the same|that reminder|the reminder|the appointment|"
	  "that appointment|that item|the item|this item|this meeting|this reminder|it|"
	  "that|this|them|those|these" },
	{ "called", "with the title|with the name|with title|with name|that says|called|named|"
	  "titled|entitled|labeled|labelled|saying" },
	{ "need", "have got to|i've got to|would like to|'d like to|need to|have to|ought to|"
	  "needs to|want to|had better|must|should|got-to|want-to|need|gotta" },
	{ "iwant", "i have got to|i would like to|i really need to|i really have to|"
	  "i also need to|i also have to|i still need to|i still have to|i will need to|"
	  "i need you to|i am going to|i was supposed to|i need to|i have to|i've got to|"
	  "i ought to|i want to|i'd like to|we need to|we have to|we've got to|"
	  "i should really|i really should|i'm going to|i had better|i'll need to|"
	  "i'll have to|i plan to|i'm supposed to|i'm planning to|i also should|"
	  "i should also|i must|i should|i got-to|i want-to|i need|we must|we should|"
	  "we got-to|i'm going-to|i'd better|i gotta|need to|have to|we need|i better|"
	  "i ought|got-to|must|i should probably|should probably|i probably should|probably should|i could do with|"
	  "i've still got to|still need to|still have to|i might need to|i may need to" },
	{ "at", "at|in|@" },
	{ "please", "thank you|please|kindly|thanks|cheers" },
	{ "num", "1|2|3|4|5|6|7|8|9|10|11|12|one|two|three|four|five|six|seven|eight|nine|ten" },
};

const struct px_pattern_sets px_english_sets = { sets, sizeof(sets) / sizeof(sets[0]) };

static const struct px_past_hour past_hours[] = {
	{ "half past|half|half past then", 30 },
	{ "quarter past|a quarter past", 15 },
	{ "five past|5 past", 5 },
	{ "ten past|10 past", 10 },
	{ "twenty past|20 past", 20 },
	{ "twenty five past|25 past", 25 },
	{ "on the hour|the full hour", 0 },
};

const struct px_past_hours px_english_past_hours = { past_hours, sizeof(past_hours) / sizeof(past_hours[0]) };
