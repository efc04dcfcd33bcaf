"""The words for what people do with their whole body: work, play, sport, and touching others."""

from schemas.vocabulary.words import pose_word as _pose

# A dictionary to read, an entry a word, and not one argument a line.
# fmt: off

ACTIONS = (
    # With others.
    _pose("kissing", aliases="giving kiss", nearest="hugging, standing", directed=True),
    _pose("shaking hands", aliases="handshake, shaking his hand, shaking her hand",
          nearest="handing over, reaching, standing", directed=True),
    _pose("holding hands", aliases="hand in hand, holding hand, taking by hand, leading by hand, "
          "holding by hand, pulling by hand, arm in arm, linking arms, arms linked",
          nearest="walking, standing", directed=True),
    _pose("handing over", aliases="handing, giving, offering, passing, presenting, serving",
          nearest="reaching, explaining, standing", directed=True),
    _pose("hand on shoulder", aliases="patting, comforting, consoling, patting on back, "
          "touching shoulder, tapping on shoulder, grabbing by shoulder, slapping on back, "
          "supporting", nearest="reaching, standing", directed=True),
    _pose("arm around", aliases="putting arm around, arm around, arm around shoulder, "
          "arms around, leaning on shoulder, resting head on shoulder",
          nearest="hand on shoulder, hugging, standing", directed=True),
    _pose("whispering",
          aliases="whispering in ear, telling secret, murmuring, muttering",
          nearest="hands to chin, standing", directed=True),
    _pose("dancing together", aliases="dancing with, waltzing, dancing waltz, dancing tango, "
          "slow dancing", nearest="dancing, hugging, standing", directed=True),
    _pose("back to back", aliases="standing back to back, sitting back to back",
          nearest="arms folded, standing"),
    _pose("waking", "crouching", aliases="shaking awake, rousing", same="stretching",
          nearest="kneeling, crouching, standing", directed=True),
    _pose("tending", aliases="bending over bed, leaning over bed, tucking in",
          nearest="waking, reaching, bowing, standing", directed=True),
    _pose("flinching",
          aliases="recoiling, wincing, reeling back, cringing away, shrinking back, backing away",
          nearest="shielding, shrugging, standing", directed=True),
    _pose("being carried", "lying", aliases="carried in arms, lying in arms",
          nearest="lying, sitting, standing"),
    _pose("fighting over", aliases="quarrelling over, struggling over, squabbling over, "
          "playing tug of war", nearest="pulling, handing over, reaching, standing",
          directed=True),
    _pose("high five", aliases="giving high five, high fiving, high fives, high-five, "
          "high-fives, high-fiving",
          nearest="waving, reaching, standing", directed=True),
    _pose("leaning",
          aliases="leaning against, leaning on, resting head on table",
          nearest="arms folded, standing"),
    # Gestures and states.
    _pose("holding something", nearest="carrying, explaining, standing"),
    _pose("holding something long", nearest="holding something, holding pointer, standing"),
    _pose("holding two things", nearest="holding something, carrying, standing"),
    _pose("holding up",
          aliases="flying kite, holding aloft, showing, raising aloft, holding in air, "
          "brandishing, displaying, toasting, raising glass, clinking glasses",
          nearest="pointing up, cheering, standing"),
    _pose("hands up", aliases="surrendering, giving up, putting hands up",
          nearest="cheering, shrugging, standing"),
    _pose("handcuffed", aliases="in handcuffs, tied up, hands tied, arrested",
          nearest="hands behind back, standing"),
    _pose("covering ears", aliases="blocking ears, hands over ears",
          nearest="hands to chin, standing"),
    _pose("covering eyes", aliases="hands over eyes, hiding face, face in hands",
          nearest="facepalm, hands to chin, standing"),
    _pose("stretching", aliases="yawning and stretching, waking up",
          nearest="cheering, pointing up, standing"),
    _pose("yawning", nearest="hands to chin, standing"),
    _pose("shivering",
          aliases="freezing, hugging himself, hugging herself, trembling, quivering, quaking, "
          "shuddering",
          nearest="arms folded, standing"),
    _pose("singing",
          aliases="crooning, reciting, chanting, humming, yodelling, yodeling, serenading, "
          "carolling", nearest="explaining, shrugging, standing"),
    _pose("curtsying", aliases="curtseying, bowing politely", nearest="bowing, standing"),
    _pose("peeking", aliases="peering, peering round corner, spying", nearest="leaning, standing",
          directed=True),
    _pose("looking through", aliases="looking through telescope, looking through periscope, "
          "looking through binoculars, looking through window, gazing through",
          nearest="holding phone, pointing, standing", directed=True),
    _pose("taking photo", aliases="photographing, filming, taking picture",
          nearest="looking through, holding phone, standing"),
    _pose("knocking", aliases="knocking on door, ringing bell", nearest="pointing, standing",
          directed=True),
    _pose("opening door", aliases="closing door, pulling open, opening fridge",
          nearest="reaching, pointing, standing", directed=True),
    # Eating, making, mending.
    _pose("eating",
          aliases="biting, munching, chewing, nibbling, having dinner, having breakfast, "
          "having lunch, tasting, dining, gobbling, devouring, gnawing, snacking, feasting, "
          "picnicking, licking, crunching, chomping, wolfing down, having picnic, having meal, "
          "having supper", nearest="holding coffee, hands to chin, standing"),
    _pose("drinking",
          aliases="sipping, gulping, swigging, slurping, guzzling, quaffing", same="holding coffee",
          nearest="eating, hands to chin, standing"),
    _pose("cooking",
          aliases="stirring, frying, baking, chopping, preparing dinner, mixing, grilling, "
          "roasting, barbecuing, toasting bread, slicing, kneading, cutting vegetables, "
          "preparing meal, preparing food, boiling, peeling",
          nearest="carrying, explaining, standing"),
    _pose("washing up",
          aliases="doing dishes, washing dishes, scrubbing, washing, wiping, cleaning, "
          "polishing, rinsing, dusting",
          nearest="cooking, carrying, standing"),
    _pose("painting", aliases="painting picture, drawing on canvas, spraying",
          nearest="pointing, holding pointer, standing", directed=True),
    _pose("writing on board",
          aliases="drawing on board, writing on blackboard, writing on wall, "
          "writing name on board, drawing on wall",
          nearest="pointing at board, pointing, standing", directed=True),
    _pose("hammering",
          aliases="nailing, chopping wood, sawing, repairing, mending, building, constructing, "
          "fixing",
          nearest="throwing, pointing, standing", directed=True),
    _pose("digging",
          aliases="shovelling, shoveling, raking, hoeing, burrowing, tunnelling, tunneling, "
          "planting",
          nearest="sweeping, bowing, standing", directed=True),
    _pose("sweeping", aliases="mopping, hoovering, vacuuming, brushing floor",
          nearest="holding pointer, standing", directed=True),
    _pose("watering", aliases="watering plants, watering flowers, pouring, filling glass",
          nearest="reaching, pointing, standing", directed=True),
    _pose("picking up",
          aliases="picking flowers, bending to pick up, collecting, gathering, harvesting, "
          "plucking, bending to collect, picking",
          nearest="bowing, crouching, standing", directed=True),
    _pose("lifting",
          aliases="lifting weights, hoisting, lifting up, raising overhead, shouldering",
          nearest="cheering, carrying, standing"),
    _pose("pulling",
          aliases="dragging, hauling, tugging, towing, yanking, jerking, heaving, wrenching, "
          "wresting, helping up, helping to feet",
          nearest="pushing, standing",
          directed=True),
    _pose("steering", aliases="at helm, steering ship, turning wheel, holding wheel, "
          "steering submarine", nearest="carrying, explaining, standing", directed=True),
    _pose("rowing", "sitting", aliases="paddling, rowing boat", nearest="sitting, standing"),
    _pose("fishing", aliases="angling, holding fishing rod", nearest="pointing, standing",
          directed=True),
    # Music.
    _pose("playing guitar", aliases="strumming, playing instrument, playing banjo, "
          "playing ukulele, playing music", nearest="holding book, dancing, standing"),
    _pose("playing violin", aliases="fiddling, playing fiddle", nearest="playing guitar, standing"),
    _pose("playing flute", aliases="playing trumpet, blowing trumpet, playing horn, blowing horn, "
          "playing recorder", nearest="playing guitar, standing"),
    _pose("playing piano", "sitting", aliases="playing keyboard, playing organ",
          nearest="sitting at desk, sitting, standing"),
    _pose("drumming", aliases="playing drums, playing drum", nearest="playing guitar, standing"),
    _pose("conducting", aliases="conducting orchestra, casting spell, waving wand",
          nearest="holding pointer, explaining, standing"),
    # Sport and adventure.
    _pose("swimming", "lying", aliases="diving underwater, snorkelling",
          nearest="lying, running, standing"),
    _pose("flying", "jumping", aliases="soaring, gliding", nearest="jumping, running"),
    _pose("floating", "jumping", aliases="hovering, drifting, weightless",
          nearest="jumping, shrugging"),
    _pose("diving", "jumping", aliases="diving in, plunging", nearest="falling, jumping"),
    _pose("hanging", "jumping", aliases="dangling, swinging, hanging from rope, swinging on rope",
          nearest="cheering, jumping"),
    _pose("crawling", "crouching", aliases="creeping on all fours, on all fours, "
          "on hands and knees",
          nearest="kneeling, crouching, standing", directed=True),
    _pose("tiptoeing",
          aliases="sneaking, creeping, on tiptoe, stealing away, tip-toeing, slinking, "
          "pussyfooting",
          nearest="walking, standing", directed=True),
    _pose("marching", aliases="parading, goose-stepping", nearest="walking, standing",
          directed=True),
    _pose("staggering",
          aliases="limping, reeling, swaying, dizzy, hobbling, lurching",
          nearest="walking, standing",
          directed=True),
    _pose("hiding", "crouching",
          aliases="ducking, taking cover, lurking, sheltering, taking shelter",
          nearest="crouching, sitting on floor, standing"),
    _pose("balancing", aliases="balancing on rope, walking tightrope, wobbling",
          nearest="shrugging, standing"),
    _pose("skating", aliases="skateboarding, skiing, ice skating, surfing, roller skating",
          nearest="walking, running, standing", directed=True),
    _pose("catching", aliases="catching ball, keeping goal",
          nearest="reaching, cheering, standing"),
    _pose("juggling", nearest="shrugging, cheering, standing"),
    _pose("swinging bat", aliases="batting, playing tennis, playing golf, swinging club",
          nearest="throwing, pointing, standing", directed=True),
    _pose("fencing", aliases="duelling, dueling, sword fighting, drawing sword, wielding sword, "
          "swinging sword", nearest="punching, pointing, standing", directed=True),
    _pose("shielding",
          aliases="raising shield, blocking, defending, warding off, cringing, dodging, parrying",
          nearest="hands up, arms folded, standing", directed=True),
    _pose("aiming", aliases="aiming bow, shooting arrow, shooting, aiming gun",
          nearest="pointing, standing", directed=True),
    _pose("doing yoga", aliases="standing on one leg, doing karate, stretching leg",
          nearest="hands clasped, standing"),
    _pose("doing handstand", "jumping", aliases="standing on hands, doing cartwheel",
          nearest="jumping, cheering"),
    # Resting.
    _pose("sleeping", "lying",
          aliases="asleep, napping, snoring, dozing, resting, sleeping in bed, sleeping on bed, "
          "sleeping on bunk, sleeping on sofa, sleeping on floor, sleeping in hammock, "
          "slumbering, snoozing, falling asleep",
          nearest="lying, sitting on beanbag, sitting, standing"),
    _pose("reclining", "lying", aliases="sunbathing, lounging, lying back",
          nearest="lying, sitting on beanbag, sitting, standing"),
    _pose("leaning back", "lying", aliases="lying in chair, reclining in chair, slumping in chair, "
          "leaning back in chair, sitting back", same="reclining",
          nearest="sitting, lying, sitting on beanbag, standing"),
    _pose("lying on stomach", "lying", aliases="lying face down, lying on belly",
          nearest="lying, sitting on floor, standing", directed=True),
    _pose("fainting", "jumping", aliases="collapsing, passing out, swooning",
          nearest="falling, lying"),
    _pose("riding horse", "riding", aliases="on horseback, riding dragon, riding donkey, "
          "riding pony, riding elephant, riding camel, galloping",
          nearest="riding bicycle, sitting, standing"),
)
