"""The small words of English, and nouns and verbs of which staging must know more than a lexicon.

Lists of what cannot be told by form: which nouns are people, parts of a body, places in a picture
or nothing that can be seen; which verbs look at somebody, or speak of what is not so.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(","))


SINGULAR = _words("a an one another each every this that")
ARTICLES = _words("a an the this that these those some no every each another any several many few")
POSSESSIVES = _words("his her its their my your our whose")
NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
AUXILIARIES = _words(
    "having is are was were be been being am has have had do does did will would can could may "
    "might must shall should gets get got getting isn't aren't wasn't weren't don't doesn't "
    "didn't can't cannot won't couldn't wouldn't shouldn't hasn't haven't"
)
SUPPOSING = _words("would should might may wouldn't shouldn't")
"""Auxiliaries of what is not so, but could be."""
BEING = _words("is are was were be been being am isn't aren't wasn't weren't get gets got getting")
NEGATIONS = _words(
    "not never hardly isn't aren't wasn't weren't don't doesn't didn't can't cannot won't "
    "couldn't wouldn't shouldn't hasn't haven't no"
)
PREPOSITIONS = _words(
    "in on at to from with without of by for about into onto over under above below behind beside "
    "between among against through across past along around round near after before towards "
    "toward underneath beneath off up down out inside outside opposite during until within upon "
    "like alongside than except"
)
PLACING_ADVERBS = _words("right just straight high deep close far directly halfway way low")
"""Words that may stand before a preposition of place: right above, close behind."""
PHRASAL = _phrases(
    "hold up, pick up, lift up, dig up, raise up, hang up, put up, set up, wrap up, blow up, "
    "eat up, cut up, open up, put on, pull on, try on, slip on, turn on, switch on, pull out, "
    "take out, get out, bring out, blow out, put out, hand out, cut out, hold out, point out, "
    "take off, turn off, switch off, put down, lay down, set down, cut down, chop down, "
    "knock down, write down, throw away, give away, hand over, knock over, tip over, bring in, "
    "carry in, bring along, show off"
)
"""Verbs with a particle whose object may follow it: holds up a tooth, puts on a hat."""
LONG_PREPOSITIONS = _phrases(
    "in front of, next to, close to, far from, far away from, not far from, away from, out of, "
    "on top of, to the left of, to the right of, on the left of, on the right of, left of, "
    "right of, in the middle of, out from under, up to, back to, instead of, because of, full of, "
    "thanks to, due to, ahead of, along with, together with, apart from, except for, up against, "
    "all over, on the back of, at the top of, at the foot of, at the back of, at the edge of, "
    "on the edge of, at the end of, in the corner of, by the side of, in place of, for lack of"
)
NOT_WITH = _phrases("without, instead of, like, as, in place of, for lack of, apart from")
"""Prepositions after which it is said what is not there."""
CALLED = _words("called named")
PARTICLES = _words("off out up down in away over back")
"""Words of direction that may stand before a verb and its subject."""
DOUBLE = _words("give hand bring show offer pass throw tell teach send buy feed lend toss")
"""What one does to somebody with something, both named after it."""
ENTRANCES = _words("enter exit")
"""What a stage direction begins with before it says who."""
ONTO = _words("on onto in into around against")
"""Where a part of a body is touched."""
READERS = _words("camera reader viewer us you me")
"""Who looks at the picture."""
TOWARDS = _phrases("to, at, into, toward, towards, up to")
RESULTS = _words("open shut closed empty full clean dry wet red blue green yellow white black pink")
"""What something is made by what is done with it: paints the fence *green*."""
STILL = _words("be stand sit lie wait sleep hang stay remain have hold wear live see")
"""Verbs after which "to the left" is where somebody is, and not where one goes."""
SIDEWAYS = _words("left right")
"""Where something moves or turns to."""
QUOTES = ('"', "\u201c", "\u201d", "\u00ab", "\u00bb")
JOINING = _words("and but or nor & then")
SUBORDINATING = _words(
    "while as when where because so until though although since once if whether how why what unless"
)
JOINTS = {
    "so that": "so",
    "as if": "whether",
    "as though": "whether",
    "even if": "if",
    "even though": "though",
    "as soon as": "when",
    "now that": "because",
}
"""Subordinators of several words, by the word that means the same."""
UNREAL_AFTER = _words("if whether unless")
NOT_YET = _words("before until till")
"""Prepositions whose clause is of what is not so yet."""
PRONOUNS = _words(
    "she he it they him them everyone everybody both all nobody no-one someone somebody something "
    "nothing her herself himself themselves itself we us you i me anybody anyone none"
)
NOMINATIVE = _words("she he they we i")
"""Pronouns that only ever begin a clause."""
NOBODY = _words("nobody nothing no-one none none-of-them neither-of-them not-one-of-them")
EVERYBODY_OR_NOBODY = _words("everyone everybody all nobody no-one none anybody anyone")
RELATIVE = _words("who which that")
SAME_PARTICIPLE = _words("hit cut put shut hurt set let read beat split cast burst spread shed bet")
ADVERBS = _words(
    "such quite rather very too so just still again also there here now then back home together "
    "alone away up down out in off over hard fast far once twice soon almost already even only "
    "well wide else please maybe perhaps yes instead neither outside inside upstairs downstairs "
    "ahead apart along later straight"
)

PEOPLE = _words(
    "man men woman women boy boys girl girls child children kid kids baby toddler adult grown- up "
    "person people stranger passer-by crowd audience public mob queue family couple team group "
    "gang band choir class mother father mum mom dad parent brother sister uncle aunt cousin "
    "grandmother grandfather grandma grandpa granny son daughter husband wife friend neighbour "
    "neighbor boss colleague teacher pupil student professor doctor nurse dentist surgeon vet "
    "patient policeman policewoman policemen police officer cop detective guard soldier sailor "
    "captain pirate thief burglar robber criminal prisoner judge lawyer waiter waitress chef cook "
    "baker butcher barber hairdresser seller salesman saleswoman shopkeeper cashier customer "
    "guest host client tourist traveller passenger driver pilot conductor postman mailman courier "
    "fireman firefighter farmer gardener builder workman worker plumber electrician mechanic "
    "engineer scientist inventor artist painter singer dancer musician actor actress clown "
    "magician juggler acrobat king queen prince princess knight wizard witch fairy giant ghost "
    "zombie vampire mermaid astronaut alien cowboy ninja hero villain journalist reporter "
    "photographer cameraman presenter speaker referee coach player runner swimmer goalkeeper monk "
    "nun priest bride groom beggar butler maid cleaner receptionist secretary manager director "
    "librarian fisherman hunter lifeguard babysitter bodyguard spy enemy opponent rival twin "
    "toddler teenager lady gentleman sir fan winner loser"
)
UNCHANGED = _words("fish sheep deer family police")
"""Nouns of which the plural looks like the singular."""
PAIRS = _words("parent grandparent twin newlywed couple")
"""Nouns of which a plural without a number is two."""
EVERYBODY = _words("family friends gang team group band crew party rest")
ANYBODY = _words("people person friend colleague folk")
"""Nouns that name nobody in particular, and so may mean those who are there."""
BODY = _words(
    "hand hands arm arms leg legs foot feet head face faces eye eyes ear ears nose mouth lip lips "
    "tooth teeth tongue hair beard moustache chin cheek cheeks neck shoulder shoulders back chest "
    "belly stomach lap knee knees finger fingers thumb thumbs fist fists elbow elbows skin tail "
    "paw paws voice breath tear tears heart mind body eyebrow eyebrows forehead wrist toe toes "
    "waist smile grin frown side"
)
CLOTHES = _words(
    "shirt t-shirt blouse dress skirt coat jacket trousers jeans jumper sweater suit tie shoe "
    "boot sock apron glove scarf hat cap belt sleeve robe uniform"
)
ATTACHED = _words(
    "sleeve collar shoelace pocket hood hem lapel shoelaces way path direction side track "
    "footstep help company"
)
"""What somebody wears a part of, gives, or has about, who is there with it."""
UNSEEN = _words(
    "time day night morning evening afternoon hour minute moment week month year today tomorrow "
    "yesterday way word help joy fun idea plan question answer reason name love luck life death "
    "silence noise sound story news lesson talk chat conversation joke truth lie secret promise "
    "problem trouble mistake matter thing something anything nothing everything nothing end start "
    "beginning middle left right front top bottom foreground background distance direction line "
    "turn step front look glance laugh cry shout whisper sigh scream hug kiss smile wave nod "
    "attention care hope fear anger surprise relief pride shame pain work job sleep dream memory "
    "trip visit game race meeting party more cold heat air weather sense kind sort bit lot rest "
    "part half pair bunch piece slice swarm herd flock front opinion slogan pitch phone-call call "
    "cycle world advice permission speed hurry goodbye hello thanks"
)
MEALS = _words("dinner lunch breakfast supper meal feast banquet")
"""What is on the table where somebody eats it, and nowhere else."""
QUANTITIES = _words(
    "pair bunch piece slice swarm herd flock bouquet ball pile stack heap group crowd bit lot "
    "rest part half couple"
)
"""Nouns before "of" that only say how much there is of what follows."""
DEPICTIONS = _words(
    "photo picture portrait painting drawing statue poster letter note message news memory call "
    "postcard email text story song"
)
"""Things that are of, from, for or to somebody who is not there."""

PERCEIVING = _words("see watch hear find catch spot notice feel")
CAUSING = _words("make let help teach have")
SAYING = _words("tell ask order beg invite want")
UNREAL_INFINITIVE = _words(
    "use want hope plan refuse promise forget wish need decide agree intend expect like love hate"
)
THINKING_OF = _words("think dream wonder imagine remember hope wish know believe fear forget miss")
"""Verbs whose objects, questions and clauses are in somebody's mind."""
NOT_LOOKS = _words(
    "good bad left best better great important favourite favorite own real true wrong right "
    "secret late early next last first second third other same whole only sure ready able free "
    "busy alone heavy light easy hard difficult possible strange usual new-found dear poor lucky "
    "famous certain such many much more most few several various different similar special main "
    "main final former present long-lost lost missing stolen borrowed expensive cheap safe "
    "dangerous loud quiet silent slow quick fast sudden public private common together home away "
    "two three four five six"
)
"""Describing words for what no picture can show."""
AWAY_FOR = _words("run wait look search long call hope ask")
"""Whom one does this "for" is not there."""
TAKING = _words("take snatch grab steal accept wrest pull tear")
"""From whom one does this is there."""
CALLING = _words("phone call text email write mail post")
LACKING = _words("bury lose lack need want miss forget owe deserve wish prefer")
"""What one does this with is not there."""
COMING = _words("come arrive appear exist start work")
"""What does not do this is not there."""
MUTUAL = _words(
    "waltz argue fight hug kiss embrace meet talk chat quarrel wrestle dance greet cuddle face "
    "marry shake high-five"
)
"""What two do with each other, looking at each other."""
COMPOUND_VERBS = {"high five": "high-five", "high fives": "high-five"}
"""Verbs of several words, by how they are written without hyphens."""
TURNING = _words("turn look run walk back move step swim drive fly crawl sneak hurry ride race go")
MOVING = _words("walk run go come stroll ride drive travel swim fly march hurry wander hike jog")
"""What one does with somebody side by side."""
LOOKING = _words("look stare gaze glance peer peek watch see face glare point smile wave")
ABOUT_NOTHING = _words(
    "be have do get go come take make let start begin try keep seem become stay happen continue "
    "stop use want need like say tell ask talk speak answer reply call listen hear see watch look "
    "stare gaze glance notice find know think wonder remember forget dream hope wish miss mean "
    "put surround accompany own belong hold wear carry bring lift raise pass land arrive enter "
    "agree join admire"
)
"""Verbs that no pose could show better than where somebody stands and looks."""
NOISES = _words(
    "bark howl meow miaow purr ring crash bang roar growl squeak hiss beep whistle honk hoot "
    "chirp neigh moo crow snort clap thunder explode knock tick click rattle buzz creak splash "
    "bleat"
)
"""Deeds that are heard: seen where their noise is lettered."""
NOT_TO_DO = _words("bed school work town church hospital prison sleep lunch dinner breakfast")
"""Nouns that follow "to" and look like verbs."""
FLEEING_TOO = _words("chase follow pursue")
"""Whoever this is done to moves just as well."""
PARTICIPLE_NOUNS = _words(
    "building painting drawing wedding morning evening ceiling clothing lightning swing ring king "
    "wing string thing spring sling"
)
TOUCHING = _words("hug kiss embrace cuddle marry")
SHOWN_BY_GAZE = (
    LOOKING
    | MUTUAL
    | PERCEIVING
    | SAYING
    | _words("whisper explain present show help comfort greet scare")
)
"""What is shown where somebody looks at whom it is done to."""
DONE_STATES = _words(
    "seat amaze excite surprise frighten scare shock bore tire annoy irritate worry confuse "
    "puzzle embarrass thrill terrify"
)
"""Participles that say how the subject is, not what is done to it."""
LIGHT = _words("give take have make do")
"""Verbs that only say that the deed is done that their object names: takes a bow, gives a hug."""
SENDING_OFF = _words("send leave keep set")
"""What one does this with does what is said after it: sends the papers flying."""
SENDING = _words("rock sing put lull send read bore")
"""Whom one does this "to sleep" falls asleep, and not oneself."""
TO_DO_SO = CAUSING | _words(
    "start begin try continue come go sit stand be dare manage rush hurry bend"
)
"""Verbs after which an infinitive says what is done, not what for."""
