// SPDX-License-Identifier: Apache-2.0
// A second day of 200 turns, in voices unlike those of day.mjs: a nurse who dictates between two rooms, a student who types
// with a thumb, a retired teacher who writes whole sentences, a fitter who speaks in stubs.  Written and labelled by hand
// before the router had seen any of it.  When a turn could be either, it has the label of who can answer it at all.

const engine = `
right so tomorrow early shift starts at 6 put that in
and the handover with Magda is at quarter to two
oh and I need to order new shoes for the ward by the weekend
what have I got left to do today
the shoes are ordered
can you shift the handover to half past one
dentist thing on thursday at ten past four no wait make it friday
who am I seeing on friday
swap my late shift on the 21st with an early one, so early shift on the 21st at 6
remind me when I get up tomorrow to take the badge
remember I lent Odile the blue umbrella
who has the blue umbrella
so the locker at work is number 214 please keep that
whats the locker number again
blood test at the surgery next tuesday 8 in the morning on an empty stomach
don't let me forget the vaccination card for that
night shifts from the 2nd to the 5th of february
what shifts do I have in february
cross off the vaccination card
mum's hip operation is on 11 march
when was mum's hip operation
I'll need to pick her up from the clinic on the 18th at about eleven
and water her plants every other day until then
okay scrap the plants
no bring that back
essay for prof lindqvist due 30 jan 2359
essay intro by sunday pls
lib books back by fri
gym 7pm mon wed
move gym mon to 8
ok done w lib books
wats due this wk
seminar presentation 3 feb 10am rm 2.14
where is the seminar presentation
add slides to do before the presentation, 1 feb
prio of slides high
lol thx
pay rent 1st every month
split the wifi bill w sam 12 eur
sam owes me 12 eur for wifi
how much does sam owe me
my student no is 7781204
student no?
exam stats 17 feb 9-11 hall b
exam linear algebra 19 feb same time
when r my exams
study stats every day 4pm til 16 feb
skip studying tmrw
any free evenings this wk
jess bday 9 feb get her smth
jess likes pottery
wat does jess like
cancel gym wed
train home 6 feb 17:42
train is at 17:52 now
wat time is my train
new project thesis
add read chapter 2 to thesis
add mail supervisor to thesis by thurs
show thesis
mailed supervisor
how many things r left in thesis
bike repair sat morning
del bike repair
undo
gn
Good morning, Pixie.
Would you kindly tell me what is arranged for today?
Please enter the choir rehearsal for this evening at half past seven in the parish hall.
The choir rehearsal takes place every Thursday, in fact.
There will be no rehearsal on the 22nd, as the hall is let.
I should like to be reminded on Wednesday evening to press the concert shirt.
Kindly add the renewal of my library card to my list, to be done before the month is out.
The library card has been renewed.
My granddaughter Iris was born on the 4th of September 2019.
How old is Iris?
On which day does Iris celebrate her birthday?
Iris is fond of hedgehogs and of gingerbread.
What is Iris fond of?
Lunch with Mr Abernathy at the Crown on Monday at one o'clock.
Mr Abernathy would prefer Tuesday; please change our lunch accordingly.
At what time am I expected at the Crown?
The boiler man, Mr Petrosyan, may be reached on 020 7946 0018.
How do I reach the boiler man?
Please note that the spare key is with the Hallorans at number nine.
With whom did I leave the spare key?
An appointment with the optician, please: the 27th of January at 11.15.
Put the optician forward by a quarter of an hour.
What remains to be done this week?
Return the catalogue to the bookseller by Saturday.
I have changed my mind about the catalogue; please strike it from the list.
On second thoughts, restore the catalogue.
Send the Christmas list to Marjorie on the first of December.
The piano is to be tuned twice a year, in April and in October.
When will the piano be tuned next?
My doctor advises that I take the small tablets at breakfast and at supper.
Which tablets do I take at supper?
I shall be away from the 14th to the 17th of February.
Is there anything in my diary while I am away?
Kindly delete everything on the 15th of February.
Show me my list, the most pressing first.
The subscription to the Listener lapses on the 31st of March.
Remind me a fortnight before the Listener lapses.
That will be all, thank you.
job at hendersons tues 8 sharp
hendersons moved to wed
quote for the mill road bathroom by thurs noon
parts: 15mm elbows, ptfe tape, two isolators
show parts
got the elbows
van service 4 feb
van mot runs out 28 feb
when's the mot out
invoice hendersons once done
hendersons done
key safe at mill road 4471
code for mill road?
dave on site wed and thurs
who's on site wed
boiler service mrs okafor every january
mrs okafor has the old worcester
which boiler has mrs okafor got
ring the merchant re delivery 2pm
delivery came
free slot friday?
pencil in 14 pine close friday 9
make it 9.30
scrap pine close
gas safe renewal 1 april, nag me two weeks before
day off monday
what's monday
what did I get done this week
tidy the van sat am
all of saturday off, move what's there to sunday
two bags of tile adhesive for mill road, by tues
mill road adhesive is in the van
which jobs are left this week
where's mill road's adhesive
cheers
knocking off
`.trim().split('\n');

const simple = `
whats the normal resting pulse of a toddler
how many ml is a tablespoon
is ibuprofen the same thing as advil
what does NPO mean on a chart
how long is chicken soup good for in the fridge
whats the german word for plaster
capital of burkina faso
wats the derivative of ln x
who came up w the p value
diff between median and mean
how do u cite a website in apa
is a tomato a fruit
wat year did the berlin wall fall
whats 3/8 as a decimal
Which composer wrote the Water Music?
What is the collective noun for owls?
In what year was the Magna Carta sealed?
Is it "fewer" or "less" with countable things?
What is the Latin name of the common daisy?
Who succeeded Queen Anne?
thread size of a half inch bsp
what's 22mm in inches
freezing point of 30 percent glycol
does ptfe tape work on gas
what does IP67 mean
how many litres in a standard bath
`.trim().split('\n').slice(0, 25);

const strong = `
can you write me a short note for the noticeboard asking people to label their food in the fridge but so nobody feels accused
help me think through whether I should go for the ward sister post or stay where I am, I like my patients but the pay is better and I'd have more nights
explain to me like to a patient's daughter what a stent does and why he has to keep taking the tablets
I have to give a ten minute talk to the students about hand hygiene, give me an outline with something they'll remember
draft a message to my manager asking for two days off around mum's operation, and make it friendly but clear
what would be a sensible way to get used to night shifts over a week, day by day, and why
compare agency work with a permanent post for somebody with two kids and tell me what you'd look at first
my neighbour complains about the piano every day, suggest three ways to settle it and what each of them costs me
explain p hacking w an example i can use in my essay and why preregistration helps
outline a 2000 word essay on whether cities should ban cars, w counterarguments
rewrite this so it sounds academic: lots of people think tests are bad but theyre kind of useful
make me a revision plan for two exams in 4 wks if i can do 3 hrs a day and stats is the harder one
pros and cons of doing a masters straight after vs working a year first
write smth nice for jess bday card that isnt cheesy, we met in the pottery course
why does the central limit theorem work, step by step, no heavy maths
help me argue w my landlord about the deposit, he says the scratches were us but they were there before
compare r and python for somebody who only needs stats for a thesis and recommend one
draft an email to prof lindqvist asking for an extension bc i was ill, w a realistic new date
Would you compose a few lines of thanks to the Hallorans for minding the house, warm but not effusive?
Explain, if you would, why sonatas came to be built as they are, with an example that an amateur choir would know.
Please draft a letter to the council objecting to the felling of the limes in our street, with the three strongest arguments.
Compare the two translations of the Odyssey that people recommend nowadays and say which one suits reading aloud to a child of ten.
I am asked to say grace and a few words at the golden wedding of friends; pray suggest a speech of two minutes.
Set out what a lasting power of attorney entails, and what one ought to settle with one's children beforehand.
Devise a gentle walking programme of eight weeks for a man of seventy-four with a new knee.
What might have become of the novel had the three-volume format survived? Give me the argument on either side.
Plan an afternoon for a child of six who loves hedgehogs, with a story, something to bake and something to make.
Write a notice for the parish magazine about the spring concert that makes people want to come.
write a quote letter for a bathroom, 4 days labour, parts extra, polite, no waffle
how do I word it to a customer that the leak was there before I touched it
work out what I should charge per hour if I want 38k a year, 6 weeks off and the van costs 7 grand
pros and cons of going limited instead of sole trader, for a one man band
explain why a combi loses pressure overnight and how to narrow it down, in order
draft a message to a customer who hasn't paid in 60 days, firm but I want to keep him
compare buying a van outright with leasing it over four years for 15000 miles a year
`.trim().split('\n');

/** Models' turns are spread over the day; the order is the same each time. */
export function dayTwo() {
  const all = engine.map((text) => ({ text, label: 'engine' }));
  const models = [...simple.map((text) => ({ text, label: 'simple' })), ...strong.map((text) => ({ text, label: 'strong' }))];
  models.forEach((turn, i) => all.splice((i * 7 + 3) % all.length, 0, turn));
  return all;
}
