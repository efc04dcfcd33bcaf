"""The words for bodies."""

from schemas.vocabulary.action_words import ACTIONS
from schemas.vocabulary.words import PoseWord
from schemas.vocabulary.words import pose_word as _pose

# A dictionary to read, an entry a word, and not one argument a line.
# fmt: off

_STANDING = (
    _pose("standing", aliases="standing still, standing up, upright, waiting",
          codes="normal, leftturn, rightturn",
          same="hands behind back, hands in pockets, hands clasped, arms folded"),
    _pose("hands behind back", aliases="arms behind back, hands held behind back",
          codes="handsheldback", nearest="standing, hands in pockets"),
    _pose("hands in pockets", aliases="hand in pocket, hands in pocket", codes="handsinpocket",
          nearest="standing, hands behind back, arms folded"),
    _pose("hands on hips", aliases="hand on hip, hands on hip, arms akimbo", codes="handsonhip",
          nearest="arms folded, clenched fists, standing"),
    _pose("arms folded", aliases="arms crossed, crossed arms, folded arms, folding arms, "
          "crossing arms", codes="handsfolded, leftturnhandsfolded",
          nearest="hands on hips, hands clasped, standing"),
    _pose("clenched fists", aliases="fists clenched, clenching fists, fists at sides",
          codes="angry", nearest="hands on hips, arms folded, standing"),
    _pose("hands clasped", aliases="clasping hands, praying, begging, pleading, hands together",
          codes="handsclasped", nearest="hands to chin, arms folded, standing"),
    _pose("hands to chin", aliases="hands on chin, hand on mouth, hands on cheeks, "
          "holding cheek, hand on cheek, hand to cheek, holding jaw, hand to mouth, rubbing chin",
          codes="handstouchingchin", same="thinking", nearest="hands clasped, standing"),
    _pose("thinking",
          aliases="pondering, wondering, hand on chin, stroking chin, scratching head, "
          "considering, contemplating, musing, brooding", same="hands to chin",
          nearest="hands clasped, arms folded, standing"),
    _pose("facepalm", aliases="facepalming, hand on forehead, covering face, "
          "holding head, clutching head, hand on head",
          nearest="hands to chin, thinking, shrugging"),
    _pose("explaining",
          aliases="gesturing, showing around, gesticulating, demonstrating, lecturing, "
          "instructing, arguing, protesting",
          codes="explaining45degrees, explaining45degreesdown, explaining45degreesup, "
          "explainingwithbothhands", nearest="pointing, shrugging, pointing up", directed=True),
    _pose("shrugging", aliases="palms up, arms spread, spreading arms, throwing up hands",
          codes="shrug", nearest="explaining, hands on hips, standing"),
    _pose("pointing", aliases="pointing left, pointing right, pointing away, pointing sideways",
          codes="pointing45degree, pointingright, pointingleft, pointingrightat45degrees, "
          "righthandpointing", nearest="explaining, pointing up, pointing at board",
          directed=True),
    _pose("pointing up", aliases="pointing upwards, pointing to sky, pointing at sky, "
          "raising finger, finger up, having idea", codes="pointingup, handpointingup",
          nearest="ok sign, thumbs up, pointing, explaining"),
    _pose("ok sign", aliases="making ok sign, okay sign", codes="super",
          nearest="thumbs up, pointing up, waving"),
    _pose("thumbs up", aliases="giving thumbs up, thumb up", codes="thumbsup",
          nearest="ok sign, pointing up, waving"),
    _pose("waving",
          aliases="greeting, beckoning, waving goodbye, waving hello, raising hand, hailing, "
          "signalling, signaling",
          nearest="ok sign, pointing up, thumbs up, explaining"),
    _pose("saluting", aliases="giving salute", nearest="ok sign, pointing up, standing"),
    _pose("clapping", aliases="applauding, clapping hands",
          nearest="hands clasped, thumbs up, standing"),
    _pose("hugging",
          aliases="embracing, cuddling, open arms, opening arms, snuggling, nestling, nuzzling, "
          "clinging, falling into each other's arms, falling into arms",
          nearest="shrugging, explaining, hands clasped"),
    _pose("reaching",
          aliases="reaching out, grabbing, reaching for, shaking him, shaking her, nudging, "
          "poking, tickling, robbing, touching, snatching, seizing, stroking, petting, "
          "caressing, scratching, rubbing, pinching, prodding, pressing, feeding, tying, "
          "buttoning, wrapping, unwrapping, packing, unpacking, decorating, turning on, "
          "switching on, turning off, switching off, pressing button, opening, closing, "
          "shutting, unlocking",
          nearest="explaining, pointing, shrugging", directed=True),
    _pose("carrying",
          aliases="lifting box, carrying box, holding box, holding tray, lugging, toting",
          nearest="holding laptop, holding book, arms folded"),
    _pose("throwing",
          aliases="tossing, hurling, flinging, chucking, lobbing, slinging, pelting, pitching",
          nearest="pointing, explaining", directed=True),
    _pose("punching",
          aliases="fighting, hitting, striking, slapping, boxing, attacking, whacking, thumping, "
          "bashing, clobbering, smacking, spanking, wrestling, brawling, swatting",
          nearest="pointing, clenched fists", directed=True),
    _pose("pushing",
          aliases="shoving, thrusting, ramming, elbowing", nearest="explaining, pointing",
          directed=True),
    _pose("bowing",
          aliases="bending over, bending down, hands on knees", nearest="hands clasped, standing"),
    _pose("cheering",
          aliases="arms raised, arms up, raising arms, celebrating, throwing arms up, rejoicing, "
          "punching air, triumphing, winning", nearest="jumping, shrugging, pointing up"),
)

_HOLDING = (
    _pose("holding book", aliases="carrying book, with book, reading book, hugging book",
          codes="holdingbook, book", nearest="reading newspaper, holding board, holding phone",
          prop="book"),
    _pose("reading newspaper", aliases="reading, reading paper, with newspaper, reading map, "
          "holding newspaper, reading letter", codes="readingpaper, newspaper, paper",
          nearest="holding book", prop="newspaper"),
    _pose("holding coffee", aliases="drinking coffee, with coffee, sipping coffee, holding mug, "
          "holding cup, holding cup of coffee, with cup of coffee, drinking tea, sipping tea, "
          "drinking cup of coffee, drinking cup of tea, sipping coffee from cup",
          codes="holdingcoffee, coffee, mug",
          nearest="holding phone, hands in pockets, standing",
          prop="coffee"),
    _pose("holding laptop", aliases="carrying laptop, with laptop, opening laptop",
          codes="holdinglaptop, laptop", nearest="holding book, reading newspaper", prop="laptop"),
    _pose("holding phone",
          aliases="using phone, looking at phone, checking phone, texting, calling, phoning, "
          "on phone, talking on phone, with phone, holding mobile, taking selfie, telephoning, "
          "dialling, dialing",
          codes="holdingmobile, phone, mobile", prop="phone",
          nearest="holding coffee, holding book, thumbs up"),
    _pose("holding umbrella", aliases="under umbrella, with umbrella, carrying umbrella, "
          "opening umbrella, sharing umbrella", codes="holdingumbrella, umbrella",
          nearest="pointing up, ok sign, holding coffee", prop="umbrella"),
    _pose("holding pointer", aliases="holding stick, with stick, holding wand, teaching",
          codes="holdingstick, stick, pointer", prop="stick",
          nearest="pointing, pointing up, explaining"),
    _pose("holding board", aliases="holding sign, holding poster, holding picture",
          codes="holdingboard, board, sign", same="pointing at board", prop="board",
          nearest="holding book, pointing"),
    _pose("pointing at board", aliases="pointing at screen, pointing at chart, at blackboard",
          codes="pointingatboard", same="holding board", nearest="holding pointer, pointing",
          prop="board", directed=True),
)

_MOVING = (
    _pose("walking",
          aliases="strolling, striding, wandering, entering, going, pacing, trudging, tramping, "
          "plodding, stalking, shuffling, wading, prowling, strutting, stomping, lumbering, "
          "waddling, trooping, sauntering, ambling, roaming, hiking, trekking, stepping, "
          "following, approaching, exiting, departing, crossing street, crossing road, "
          "crossing bridge, crossing river, splashing through",
          nearest="running, standing"),
    _pose("running",
          aliases="rushing, hurrying, sprinting, chasing, fleeing, dashing, racing, "
          "hot on heels, at full speed, jogging, scampering, scurrying, darting, scuttling, "
          "trotting, speeding, charging, escaping, bolting, bursting through, storming out, "
          "storming in, storming off",
          codes="run", nearest="walking, standing"),
    _pose("jumping", "jumping",
          aliases="jumping for joy, leaping, hopping, bouncing, skipping, vaulting, pouncing, "
          "bounding, hurdling",
          codes="yuhoo", nearest="cheering, dancing, pointing up, shrugging"),
    _pose("dancing", "jumping",
          aliases="twirling, jiving, prancing, whirling, spinning round, pirouetting, tap dancing",
          same="dancing together",
          nearest="jumping, cheering, shrugging"),
    _pose("falling", "jumping",
          aliases="tripping, stumbling, slipping, tumbling, falling over, falling down, "
          "toppling, plummeting, keeling over, toppling over", nearest="jumping, shrugging"),
    _pose("kicking", nearest="running, jumping, standing", directed=True),
    _pose("climbing", "jumping",
          aliases="clambering, scrambling, scaling", nearest="jumping, pointing up"),
    _pose("crouching", "crouching",
          aliases="squatting, cowering, stooping, huddling, hunkering down",
          nearest="kneeling, sitting on floor, sitting, standing"),
    _pose("kneeling", "crouching", aliases="on knees, proposing",
          nearest="crouching, sitting on floor, sitting, standing"),
    _pose("lying", "lying",
          aliases="lying down, lying on floor, lying in bed, in bed, into bed, tucked into bed",
          nearest="sitting on beanbag, sitting on floor, sitting, standing"),
)

_SITTING = (
    _pose("sitting", "sitting",
          aliases="sitting down, seated, sitting on chair, sitting on bench, sitting on sofa, "
          "in wheelchair, sitting up, perching, on swing, sitting on swing, straddling",
          nearest="sitting on floor, sitting at desk, sitting on beanbag, crouching, standing"),
    _pose("sitting on floor", "sitting", aliases="sitting on ground, sitting on grass, "
          "sitting cross-legged, meditating, cross-legged",
          same="sitting on floor shrugging, sitting on floor explaining",
          nearest="sitting on floor with laptop, sitting on beanbag, sitting, crouching, standing"),
    _pose("sitting on floor explaining", "sitting",
          aliases="explaining on floor, explaining from floor",
          codes="sittingonthefloorexplaining, sittingonfloorexplaining",
          nearest="sitting on floor shrugging, sitting on floor, explaining"),
    _pose("sitting on floor shrugging", "sitting", aliases="shrugging on floor",
          codes="sittingonthefloorshrug, sittingonfloorshrug",
          nearest="sitting on floor explaining, sitting on floor, shrugging"),
    _pose("sitting on floor with laptop", "sitting", aliases="working on floor, "
          "sitting on ground with laptop, sitting cross-legged with laptop",
          codes="sittingonthefloorholdinglaptop, sittingonfloorholdinglaptop",
          nearest="sitting on beanbag with laptop, sitting on floor, sitting at desk",
          prop="laptop"),
    _pose("sitting at desk", "sitting",
          aliases="sitting at table, working at desk, at desk, behind desk, at computer, "
          "at table, working on laptop, typing, writing, working, scribbling, jotting, "
          "sketching, studying, doing homework",
          codes="sittingatdesk, desk, table",
          same="sitting at desk on phone, sitting at desk arms spread",
          nearest="sitting on floor with laptop, holding laptop, sitting", prop="desk"),
    _pose("sitting at desk on phone", "sitting", aliases="phoning at desk, on phone at desk, "
          "sitting at desk with phone", codes="sittingatdeskholdingmobile",
          nearest="sitting at desk, sitting on beanbag with phone, holding phone", prop="desk"),
    _pose("sitting at desk arms spread", "sitting", aliases="spreading arms at desk, "
          "stretching at desk", codes="sittingatdeskhandsspread",
          nearest="sitting at desk, sitting on floor shrugging, shrugging", prop="desk"),
    _pose("sitting on beanbag", "sitting", aliases="lounging on beanbag, on beanbag, in beanbag, "
          "sitting in armchair, relaxing", codes="sittingonbeanbagexplaining, beanbag",
          same="sitting on beanbag with phone, sitting on beanbag with laptop",
          nearest="sitting on floor, sitting", prop="beanbag"),
    _pose("sitting on beanbag with laptop", "sitting", aliases="working on beanbag",
          codes="sittingonbeanbagholdinglaptop",
          nearest="sitting on beanbag, sitting on floor with laptop, holding laptop",
          prop="beanbag"),
    _pose("sitting on beanbag with phone", "sitting", aliases="phoning on beanbag",
          codes="sittingonbeanbagholdingmobile",
          nearest="sitting on beanbag, sitting on beanbag with laptop, holding phone",
          prop="beanbag"),
    _pose("riding bicycle", "riding", aliases="cycling, riding bike, on bicycle, on bike",
          codes="ridingbicycle, bicycle, bike", prop="bicycle",
          nearest="riding scooter, riding motorcycle, walking"),
    _pose("riding scooter", "riding", aliases="on scooter, riding moped",
          codes="ridingbike, scooter, moped", same="riding motorcycle",
          nearest="riding bicycle, driving car, walking",
          prop="scooter"),
    _pose("riding motorcycle", "riding", aliases="on motorcycle, on motorbike, riding motorbike",
          codes="motorcycle, motorbike",
          same="riding scooter", nearest="riding bicycle, driving car, walking",
          prop="motorcycle"),
    _pose("driving car", "riding", aliases="driving, in car, at wheel, behind wheel",
          codes="ridingcar, car", prop="car",
          nearest="riding scooter, riding motorcycle, riding bicycle, sitting"),
)

POSES: dict[str, PoseWord] = {
    pose.word: pose for pose in (*_STANDING, *_HOLDING, *_MOVING, *_SITTING, *ACTIONS)
}
"""Every pose by its canonical word."""
