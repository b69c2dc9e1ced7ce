// SPDX-License-Identifier: Apache-2.0
// A day of 200 turns, each with who should answer it, labelled by hand: the built-in engine, or a model that is
// cheap ("simple") or strong.  Written to be what people say, not what Pixie reads well.

const engine = `
good morning
what's on today?
show my tasks
buy milk tomorrow
call the plumber on Monday at 9
dentist on 3 February at 14:30
lunch with Priya on Friday 12:30
move the lunch to 13:00
remind me to water the plants every Sunday
pay the rent on the 1st of every month
add a task to renew my passport by end of March
mark buy milk as done
what's due this week?
undo
book the meeting room on Tuesday from 10 to 12
team meeting every Wednesday at 9:30
cancel the team meeting next Wednesday
what do I have on Friday?
set the plumber call to high priority
create a project called Kitchen
add buy paint to the Kitchen project
add choose tiles to the Kitchen project by Thursday
show the Kitchen project
rename choose tiles to choose floor tiles
my passport expires in May 2027
remember that the gas meter number is 88412
my sister's birthday is 12 June
I am allergic to penicillin
when does my passport expire?
what is the gas meter number?
when is my sister's birthday?
what am I allergic to?
gym on Thursday at 18:00
move gym to Saturday morning at 10
delete gym
restore it
show overdue tasks
what did I finish this week?
postpone choose floor tiles by two days
doctor's appointment tomorrow at 8
how long is the meeting on Tuesday?
clear completed tasks
thanks
call mum tonight
pick up the parcel after work
submit the tax return by 31 May
submit the expense report on Friday at noon
flight to Lisbon on 14 March at 7:15
check in for the flight on 13 March
pack for Lisbon on 12 March
dinner with Jonas next Saturday at 19:30
move the dinner to Sunday
invite Lena to the dinner
what's next?
when is my next appointment?
am I free on Thursday afternoon?
what's on next week?
list high priority tasks
tag submit the tax return with finance
show tasks tagged finance
note: the bike is in the basement
where is the bike?
forget the gas meter number
standup every weekday at 9
skip standup tomorrow
review the contract on Thursday at 15:00 for one hour
extend the contract review by 30 minutes
what was on yesterday?
complete call mum
reopen call mum
done with the parcel
remind me in 2 hours to take the bread out
wake me tomorrow at 6:30
parents' evening on 20 January at 18:00
haircut in three weeks on Tuesday at 11
book club on the last Thursday of every month at 20:00
when is book club?
my locker code hint is the old house number
my wifi at the cabin is called Fjord
the plumber's name is Dave Malmgren
who is the plumber?
what's the wifi at the cabin called?
delete the book club
undo
hello
good night
how many tasks do I have?
what is planned for the weekend?
add eggs, flour and butter to shopping
show shopping
I bought the eggs
remove flour from shopping
vacation from 2 to 9 August
what's on in August?
swap the bulbs tomorrow evening
change swap the bulbs to Wednesday
daily brief
yearly check of the smoke alarm on 1 November
when is the smoke alarm check?
pay Lena back 40 euros on Friday
cancel pay Lena back
parking permit runs out on 30 June
remind me a week before the parking permit runs out
order printer ink
order printer ink is urgent
show everything for tomorrow
move everything from tomorrow to Thursday
undo that
water the plants is done
call the insurance on Wednesday between 10 and 11
interview with Sam on 5 February 9:00 to 10:30 at the main office
where is the interview?
change the interview location to room 4
who is coming to the interview?
add Priya to the interview
send invoice 117 by Tuesday
invoice 117 is sent
theatre on 8 February at 20:00
buy theatre tickets by Monday
when is the theatre?
yoga every Tuesday and Thursday at 7
cancel yoga this Thursday
yoga moves to 7:30
my shoe size is 43
what is my shoe size?
Anna likes lilies
what does Anna like?
plan the garden on Sunday for two hours
show tasks without a date
set choose floor tiles to low priority
archive the Kitchen project
show my projects
bring the car in on 17 February
car is ready on the 19th
pick up the car on the 19th at 17:00
what's on the 19th?
no, 18:00
yes
ok thanks
bye
`.trim().split('\n');

const simple = `
what's the capital of Mongolia?
how many ounces are in a pound?
who wrote Middlemarch?
what does the word petrichor mean?
how do you say good morning in Portuguese?
how long do I boil a soft egg?
what's the plural of octopus?
which planet has the most moons?
what's a good name for a grey cat?
is Portugal in the Schengen area?
what time zone is Lisbon in?
what does CC stand for in mail?
how tall is the Eiffel tower?
what's the difference between jam and jelly?
tell me a fun fact about otters
what rhymes with orange?
what's the boiling point of ethanol?
who painted The Night Watch?
how many days are in a leap year?
what's a synonym for tired?
can dogs eat grapes?
what does HTTP 418 mean?
how do I get wine out of a tablecloth?
what's 15 percent of 240?
which river runs through Vienna?
`.trim().split('\n');

const strong = `
compare a heat pump with a gas boiler for a house and explain which one pays off
write a polite letter to my landlord about the broken heating, asking for a date
plan a five day trip to Lisbon with two children, with one museum and one beach a day
explain why my electricity bill could have doubled although I use the same devices
draft an email to the team that summarises what we decided and who does what next
help me decide between the job in Munich and the one in Hamburg: list what speaks for each and what you would ask
analyse the pros and cons of leasing a car instead of buying one over four years
write a speech of two minutes for my sister's wedding that is warm and a little funny
explain step by step how compound interest works and show it for 1000 euros over ten years
prioritise these for me and explain your reasoning: tax return, job interview, moving house, sister's wedding
summarise the arguments for and against a four day week and say which evidence is strongest
design a weekly training plan for a half marathon in twelve weeks, starting from three runs a week
what questions should I ask the surveyor before I buy a house from 1930, and why does each matter?
explain the difference between a fixed and a variable mortgage and when each one is the better choice
rewrite this so that it sounds less angry: you never answer and I am tired of waiting for the invoice
work out a savings plan to get 6000 euros together by next summer if I earn 2400 a month and pay 900 rent
compare three ways to learn Portuguese in six months and recommend one, with the reasons
write a cover letter for a position as a data engineer that mentions my years in logistics
explain how vaccines train the immune system, in a way that my ten year old understands, with an example
evaluate whether it makes sense to insulate the roof first or to replace the windows first
outline a talk of twenty minutes about bees for a primary school, with something to touch and a quiz
think through what could go wrong with a surprise party for forty people and how to prevent each
why do prices rise faster than wages in some years, and what can a central bank do about that?
draft an agenda for the parents' evening and write the invitation that goes with it
describe how you would organise moving house in six weeks, week by week, with what depends on what
compare renting tools with buying them for a kitchen renovation and calculate when buying pays off
explain the trade-offs between a dog and a cat for a family that travels every second weekend
write a complaint to the airline about the cancelled flight and quote what they owe under EU rules
suggest a fair way to split the bills among four flatmates with different incomes, and justify it
analyse why I keep postponing the tax return and propose three changes that could help
break down the project of writing a novel in a year into steps with milestones
write a short bedtime story about a hedgehog who is afraid of autumn, in simple sentences
explain what a power of attorney is, when it is needed and what can go wrong with one
plan a dinner for eight with two vegans and one nut allergy: menu, shopping list and a timetable for the kitchen
argue for and against a phone ban at school, then say what you would tell a headteacher
`.trim().split('\n');

/** Models' turns are spread over the day; the order is the same each time. */
export function day() {
  const all = engine.slice(0, 140).map((text) => ({ text, label: 'engine' }));
  const models = [...simple.map((text) => ({ text, label: 'simple' })), ...strong.map((text) => ({ text, label: 'strong' }))];
  models.forEach((turn, i) => all.splice((i * 7 + 3) % all.length, 0, turn));
  return all;
}
