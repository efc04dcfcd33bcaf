"""The stable codes of everything that can be wrong with a story file, each explained.

A code never changes its meaning. Codes below SB020 concern the file and its YAML, SB02x the form
of the story, SB03x names, SB04x staging, SB05x files beside the story, SB06x the renderer, SB07x
the lettering, SB08x plans, SB09x what nobody foresaw and suites, SB10x the craft of a scene.
"""

from typing import NamedTuple

from storyboard.diagnostics import Severity, did_you_mean


class Code(NamedTuple):
    """What a code stands for."""

    title: str
    explanation: str
    """One paragraph: what was found, why it matters, what to do."""
    severity: Severity = "error"


# A table to read, a paragraph an entry, and not one string a line.
# fmt: off
CODES: dict[str, Code] = {
    "SB001": Code("the file cannot be read", (
        "There is no file of that name, it is a folder, or its permissions forbid reading. "
        "Check the spelling and the folder you are in.")),
    "SB002": Code("the file is too large", (
        "A story of two hundred panels takes about a tenth of a megabyte, so a file far larger "
        "than that is almost surely not a story. Split a very long book into several files.")),
    "SB003": Code("characters that cannot be read or lettered", (
        "Story files are text in UTF-8. The file holds bytes that are not UTF-8, or control "
        "characters that no font can show. Save it as UTF-8 in your editor; the position is that "
        "of the first wrong byte or character.")),
    "SB004": Code("YAML that cannot be understood", (
        "The file breaks a rule of YAML: most often the indentation of a line does not fit the "
        "lines above, a colon after a key is missing, or a quote or bracket is never closed. "
        "What comes after such a place cannot always be checked.")),
    "SB005": Code("text that needs quotes", (
        "YAML gives a meaning to some characters that are ordinary in prose: a colon followed by a "
        "space, and * & ! @ ` % > | [ { \" ' at the start of a text. Put the whole text in double "
        "quotes (and write \\\" for a double quote within it).")),
    "SB006": Code("a tab used as indentation", (
        "YAML forbids tabs in indentation, because their width differs from editor to editor. "
        "Replace each by spaces.")),
    "SB007": Code("a YAML tag", (
        "A word that starts with ! is a tag, by which YAML can ask programs to create objects. "
        "Stories are plain data and nothing in them is ever executed, so tags are refused. If the "
        "text itself starts with an exclamation mark, put it in double quotes.")),
    "SB008": Code("the same key twice", (
        "A mapping gives the same key twice, so one of the values would silently win. Keep one of "
        "them, or merge the two.")),
    "SB009": Code("an alias to nothing", (
        "A YAML alias such as *name repeats what was marked &name earlier in the file. Here "
        "there is no such mark, or the alias stands inside what it repeats, or << is used with "
        "something that is not a mapping. If the text itself starts with an asterisk, put it in "
        "double quotes.")),
    "SB010": Code("too much nesting or repetition", (
        "The file nests deeper, or by its aliases repeats more, than any story needs. Limits "
        "protect those who check stories written by strangers.")),
    "SB011": Code("an empty story", (
        "There is nothing to draw: a story needs at least one scene with at least one panel.")),
    "SB012": Code("more than one document", (
        "A line of three dashes starts a second YAML document, but a story is one document. Put "
        "each story in a file of its own, or remove the dashes.")),
    "SB020": Code("an unknown key", (
        "Nothing at this place has a key of that name, so what it says would be ignored. Often it "
        "is a slip of spelling, or the key is indented too little or too much; inside { } it may "
        "be a text with a comma that needs quotes.")),
    "SB021": Code("something is missing", (
        "A value that cannot be guessed is missing: a key that must be given, or the value after a "
        "key. Remember that everything after a # is a comment.")),
    "SB022": Code("a value of the wrong kind", (
        "A list stands where text is expected, text where a number is expected, and so on.")),
    "SB023": Code("an unknown word", (
        "The value must be one of a few words, and this is none of them or of their synonyms.")),
    "SB024": Code("out of range", (
        "The number is too small or too large, or the text too long, to make sense here.")),
    "SB025": Code("a length that cannot be understood", (
        "Lengths are a number and a unit, as in 0.12in, 3mm, 1cm or 9pt. Page sizes are a name "
        "such as us-comic or a4, or two lengths, as in 6.625x10.25in.")),
    "SB026": Code("a name that cannot be used", (
        "The ids of scenes, panels and characters become file names and are written into other "
        "values, so they consist of letters, digits, - and _ only, and a few words such as "
        "narrator are taken.")),
    "SB027": Code("the same id twice", (
        "Two scenes, or two panels of a scene, have the same id, or together give the same file "
        "name (upper and lower case count as equal, as they do on many disks). Rename one.")),
    "SB028": Code("text cut short by a comment", (
        "In YAML a # after a space starts a comment, so the rest of the line is not part of the "
        "text. If it was meant to be, put the text in double quotes; if not, put a space after the "
        "#."), "warning"),
    "SB030": Code("an unknown character", (
        "The name is neither an id nor a display name of anyone in `cast` or `characters`. Add the "
        "character there, or correct the name.")),
    "SB031": Code("not a packaged character", (
        "`cast` lists characters that ship with the package, and files of characters that stories "
        "share. Characters of one story belong under `characters`.")),
    "SB032": Code("a packaged character outside the cast", (
        "The story uses a packaged character that `cast` does not list. It is drawn all the same; "
        "listing it guards against a mistyped name that happens to be someone else's."), "warning"),
    "SB033": Code("an unknown setting", (
        "The word looks like the name of a setting, but `settings` has none of that name. A "
        "setting may also be described in place, in several words.")),
    "SB034": Code("an unknown pose", (
        "The word is not in the pose vocabulary that `storyboard poses` lists.")),
    "SB035": Code("an unknown mood", (
        "The word is not in the mood vocabulary that `storyboard poses` lists.")),
    "SB036": Code("an unknown panel", (
        "`like` names a panel that is not in the story. Name one of the same scene by its id, one "
        "of another scene by `scene/panel`.")),
    "SB037": Code("panels that are like each other in a circle", (
        "Following `like` from panel to panel leads back to the start, so none of them says what "
        "it is like.")),
    "SB038": Code("someone listed twice", (
        "The same character is listed twice in one place; once is enough."), "warning"),
    "SB039": Code("two characters with one token", (
        "A token is the rare word by which the model knows a character. Two characters with the "
        "same token and class would be drawn as one and the same."), "warning"),
    "SB040": Code("a region outside the panel", (
        "A region is [left, top, right, bottom] in the panel's unit square: 0 is the left or top "
        "edge, 1 the right or bottom edge; left is less than right, top less than bottom.")),
    "SB041": Code("two characters in one place", (
        "Two characters of a panel would stand in the very same place, and models then blend them "
        "into one. Move one of them, give one another depth, or say how they stand to each other "
        "in `relations`.")),
    "SB042": Code("keypoints that cannot be understood", (
        "A pose in full control is a list of 18 joints in the order of OpenPose's COCO model, each "
        "[x, y] or [x, y, visibility] in the panel's unit square, or ~ where the joint is absent. "
        "Figures may reach outside the panel, but not by several panel widths.")),
    "SB043": Code("a relation that cannot be understood", (
        "A relation is two characters with words between them, such as `dee left of ringo`, `cup "
        "in front of dee` or `dee looks at ringo`.")),
    "SB044": Code("a character related to itself", (
        "Nobody can stand left of themselves, or look at themselves. Name the other character.")),
    "SB045": Code("a layout that cannot be understood", (
        "A layout is a list of tiers from the top, each a list of relative panel widths, such as "
        "[[2, 1], [1, 1, 1]]; the name of a layout; or a split tree of rows and columns.")),
    "SB046": Code("relations that contradict one another", (
        "Taken together, the relations of the panel, and the places and depths of its characters, "
        "would put someone both before and after someone else: left and right, behind and in "
        "front, or above and below.")),
    "SB047": Code("a panel that cannot be planned", (
        "The panel asks for what cannot be drawn: a figure of which nothing would be seen, because "
        "it is outside the panel or covered, or masks that show fewer figures than there are.")),
    "SB048": Code("what no picture shows", (
        "No pose, prop, place or relation could be made of this noun or verb of the action, or "
        "nobody has drawn it, so the picture will not show it, unless a model draws from the "
        "prompt's words. Say it in a caption or in dialogue, stage it under characters:, or draw "
        "with a model that draws from words."), "warning"),
    "SB049": Code("what is shown otherwise", (
        "The planner decided otherwise than the story asks: a pose that nobody has drawn, an angle "
        "that a scaffold picture does not have, a shot that its action leaves open, an action of "
        "several moments. The message says what is shown instead."), "warning"),
    "SB050": Code("a file that is not there", (
        "A file named in the story does not exist or cannot be read. Paths are relative to the "
        "story file.")),
    "SB051": Code("a file outside the story's folder", (
        "Stories may be exchanged, so they may only use files in their own folder and below: no "
        "absolute paths, no .. that leads out, no link that points out.")),
    "SB052": Code("no picture matches", (
        "The pattern of `references` matches no picture (PNG, JPEG, WebP, GIF, BMP, "
        "TIFF, AVIF) beside the story file.")),
    "SB053": Code("a file of the wrong kind", (
        "A folder stands where a file is expected, or the file is not of the kind that is needed "
        "here.")),
    "SB054": Code("a picture that cannot be used", (
        "The file is there and cannot be drawn from: it is empty or damaged, of a format that is "
        "not read, too large, entirely transparent, or nothing tells its figure from the "
        "background; or the mask or JSON file beside it does not fit it. `expected` or `help` "
        "says what would.")),
    "SB055": Code("a picture that is not posed, or badly", (
        "Something speaks against taking this picture apart and posing it: it is a photograph, a "
        "group or a bust, wings or a thing in hand would be lost, joints lie outside the figure. "
        "It is then shown as it is, whatever its character does, unless another picture of the "
        "character can be posed. `help` says what would do; posable: true in the JSON file beside "
        "the picture has it posed all the same, and posable: false says that this is meant."),
        "warning"),
    "SB060": Code("an unknown renderer", (
        "No renderer of that name is known. The names are listed under `expected`; the renderer "
        "that is taken where none is named is msp.")),
    "SB061": Code("an unknown renderer setting", (
        "The chosen renderer has no setting of that name. Each renderer has its own; a panel that "
        "changes `name` takes over those settings of the story's that the renderer it names has "
        "too.")),
    "SB062": Code("a renderer setting that does not fit", (
        "The value is of the wrong kind or out of range for this setting of the renderer, or it "
        "contradicts another setting.")),
    "SB063": Code("a renderer setting that does nothing", (
        "The setting is understood, but others leave it nothing to do: a stretch of the schedule, "
        "for instance, in which a start from the collage takes no step. The panel is drawn as if "
        "it were not there. Leave it out, or change what stands in its way."), "warning"),
    "SB064": Code("a model or weights that are not there", (
        "The panel's renderer reads a model, an adapter or another file of weights that is not on "
        "this machine, is not whole, or was made for another model. `storyboard doctor` lists what "
        "is here; render --online downloads a model that is named by its hub id.")),
    "SB065": Code("a LoRA that fits in part", (
        "Some layers of the LoRA are not in the model that draws, or have another shape there, as "
        "where it was trained on another model. They are left out, so that less is heard of it "
        "than was learned. Draw with the model that it was trained on."), "warning"),
    "SB070": Code("an unknown font", (
        "Fonts are families of the package, or files (.ttf, .otf) in the story's folder, named "
        "relative to the story: `font: fonts/Mine.ttf`. Fonts of this machine are not used, so "
        "that the book looks alike everywhere.")),
    "SB071": Code("letters that no font has", (
        "A text holds letters that neither its font nor the book's can draw, so that readers would "
        "see gaps. The package's fonts cover Latin scripts and common symbols. For other scripts "
        "put a font file beside the story and name it as the story's `font`, or as a voice's.")),
    "SB080": Code("a plan that cannot be drawn", (
        "The file that --plan names is no plan, or one that asks for what cannot be: ids that are "
        "no file names, numbers that are not finite or far too large, frames off the page, panels "
        "in no frame, files outside the story's folder. Start from the plan.json that `storyboard "
        "plan` writes.")),
    "SB090": Code("a value that was refused", (
        "The value passed every other check but does not fit the story's model. Please report it, "
        "since a better message should have come earlier.")),
    "SB095": Code("a judge of its own work", (
        "All judges of the suite had a part in drawing one of its methods: they guided it (sal), "
        "or chose what its weights learned from (trained_by). What they then find proves little. "
        "Add a judge that had none, such as pixels or likeness.")),
    "SB100": Code("one shot for too long", (
        "Five panels or more of a scene are drawn from one distance, and a page of them looks like "
        "a wall. Come closer for what somebody feels, step back to show where it happens. A "
        "repetition that is meant may stay."), "warning"),
    "SB101": Code("a place that is never shown", (
        "A scene begins in a new place, and none of its panels there shows more than bodies from "
        "the waist up, so that readers do not know where they are. One wide or full shot, most "
        "often the first, tells them."), "warning"),
    "SB102": Code("two change sides", (
        "Who was left is right in the next panel, and neither went anywhere: the camera crossed "
        "the line between them (the 180 degree rule), and readers take the one for the other. "
        "Place both with at:, or let somebody walk, or put a panel between."), "warning"),
    "SB103": Code("two who talk look past each other", (
        "Both look away from each other while they talk, in one panel or in two single pictures "
        "that follow each other. Looks of people who talk meet across the panels: one looks right, "
        "the other left."), "warning"),
    "SB104": Code("a movement that turns round", (
        "Somebody moves to one side in a panel and to the other in the next, as if coming back. "
        "Keep the direction, or put a panel between in which they turn or come towards us."),
        "warning"),
    "SB105": Code("somebody who never came in", (
        "Somebody who was not there stands between two who were. Let newcomers come in from a "
        "side, walking, or in a panel of their own."), "warning"),
    "SB106": Code("a thing that is gone", (
        "Somebody holds or wears a thing in one panel, and in the next, which follows at once, "
        "has it no more. Let it stay, or say in the action what becomes of it."), "warning"),
    "SB107": Code("a day that turns to night", (
        "Two panels of a scene show the same place at another hour, and nothing says that time has "
        "passed. Begin a scene, say it in a caption, or keep the light."), "warning"),
}
# fmt: on

ADVICE = frozenset(code for code in CODES if code in ("SB048", "SB049", "SB055") or code >= "SB100")
"""What a story is told that is valid: what its pictures do not show, and what they do badly."""


def explain(code: str) -> str:
    """Return a code's title and explanation as text; any case of letters will do.

    Raises:
        KeyError: there is no such code; the message says which is near.
    """
    entry = CODES.get(code.strip().upper())
    if entry is None:
        near = did_you_mean(code.strip().upper(), CODES)
        raise KeyError(f"there is no code {code}" + (f"; {near}" if near else ""))
    return f"{code.strip().upper()} ({entry.severity}): {entry.title}\n\n{entry.explanation}"
