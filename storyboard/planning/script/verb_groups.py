"""Verb groups: auxiliaries, negation and the verb."""

from collections.abc import Sequence

from schemas.vocabulary.phrases import words_in
from storyboard.planning.script import word_lists as lists
from storyboard.planning.script.chunks import CALLED, Chunk, Form
from storyboard.planning.script.noun_phrases import NounPhrases
from storyboard.planning.script.tokens import Token


class VerbGroups(NounPhrases):
    """Reads the verb group that begins at a word, if one does."""

    def _verb_group(self, at: int) -> Chunk | None:
        """Read auxiliaries, negation and the verb."""
        if (compound := self._compound(at)) is not None:
            return compound
        if self._names_somebody(at + 1) and self._word(at) in lists.CALLED and self._after("noun"):
            return Chunk("adjective", at, at, CALLED)
        stop, words = at, list[str]()
        while self._word(stop) in lists.AUXILIARIES or (
            words and (self._word(stop) in lists.NEGATIONS or self._is_loose(stop))
        ):
            words.append(self._word(stop))
            stop += 1
        to = self._word(stop) == "to" and self._is_infinitive(stop + 1)
        if not words and not to and not self._starts_verb(at):
            return None
        unreal = lists.NEGATIONS | lists.SUPPOSING
        negated = any(word in unreal for word in words) or (
            at > 0 and self._word(at - 1) in lists.NEGATIONS
        )
        if to and not words:
            verb = self._tokens[stop + 1].lemmas["VERB"]
            return Chunk("verb", at, stop + 1, verb, form="to", negated=negated)
        return self._finite(at, stop, words, negated=negated)

    def _compound(self, at: int) -> Chunk | None:
        """Read a verb whose words are none by themselves: Dee and Ringo *high five*."""
        if not self._subject or self._verb:
            return None
        for last in (at, at + 1):
            said = " ".join(self._word(each) for each in range(at, last + 1)).replace("-", " ")
            if (verb := lists.COMPOUND_VERBS.get(said)) is not None:
                return Chunk("verb", at, last, verb, singular=said.endswith("s"))
        return None

    def _is_loose(self, at: int) -> bool:
        """Tell whether a word in a verb group is an adverb: not the on of "is on fire"."""
        return self._is_adverb(at) and self._word(at) not in lists.PREPOSITIONS

    def _finite(self, at: int, stop: int, words: list[str], *, negated: bool) -> Chunk:
        """Read the verb after its auxiliaries, or an auxiliary that stands alone."""
        main = self._tokens[stop] if stop < len(self._tokens) else None
        if main is not None and words and main.text[0].isupper() and self._named(stop)[0]:
            main = None  # Why does Bill turn round?
        if words and (main is None or not (main.gerund or main.past or main.base_verb)):
            return self._auxiliary(at, stop, words, negated=negated)
        assert main is not None
        verbal = (
            main.past
            or main.gerund
            or (main.lower in lists.SAME_PARTICIPLE and self._word(stop + 1) in ("by", ""))
        )
        if words and not verbal and not lists.BEING.isdisjoint(words):
            return self._auxiliary(at, stop, words, negated=negated)
        done = main.past or main.lower in lists.SAME_PARTICIPLE
        passive = bool(words) and done and any(word in lists.BEING for word in words)
        again = self._has_resumed() and not main.gerund
        form = self._form(main) if not (words or again) else "finite"
        form = "past" if words[:1] == ["having"] else form
        singular = main.singular_verb if not words else words[0].endswith("s")
        return Chunk(
            "verb",
            at,
            stop,
            main.lemmas["VERB"],
            form=form,
            negated=negated,
            passive=passive,
            singular=singular,
            resumes=self._resumed() if form == "finite" else None,
        )

    def _auxiliary(self, at: int, stop: int, words: Sequence[str], *, negated: bool) -> Chunk:
        lemma, resumes = _main_auxiliary(words), self._resumed()
        return Chunk("verb", at, stop - 1, lemma, negated=negated, resumes=resumes)

    def _form(self, token: Token) -> Form:
        if token.gerund:
            return "ing"
        if token.base_verb and self._verb and not self._after("and", "subordinator"):
            return "finite" if self._leads_anew() else "base"
        participle = token.past and (self._verb or not self._subject or self._after("comma"))
        return "past" if participle else "finite"

    def _starts_verb(self, at: int) -> bool:
        """Tell whether a word that could be a verb is one here."""
        if at >= len(self._tokens):
            return False
        token = self._tokens[at]
        if "VERB" not in token.lemmas or self._opens_with_article(at):
            return False
        if token.lower == "please" or (token.lower in lists.SIDEWAYS and self._after("verb")):
            return False
        if self._answers_quote(at):
            return True
        if self._has_resumed() and not token.gerund:
            return token.singular_verb or token.past or self._agrees(token)
        if token.gerund:
            compound = self._after("verb") and self._opens_noun(at + 1)
            return not compound or self._found[-1].lemma in ("start", "begin", "keep", "go", "stop")
        if token.past:
            return not self._after("preposition") and (
                not token.can_be("ADJ") or self._subject or self._verb
            )
        return self._is_finite(at, token)

    def _is_finite(self, at: int, token: Token) -> bool:
        """Tell whether a base form or an -s form is what somebody does here."""
        body = token.lower in lists.BODY and (self._after("comma") or not self._subject)
        if self._comes_first() and self._names_next(at + 1):
            return token.singular_verb or token.base_verb  # Off goes the rocket.
        if body or self._after("preposition"):
            return False
        dressed = not self._verb and self._after("and") and self._after("preposition", back=3)
        if dressed and token.can_be("NOUN") and self._ends(at + 1):
            return False  # in a top hat and tails, he bows
        if self._subject and not self._verb:
            return token.singular_verb or (token.base_verb and self._agrees(token))
        if self._after("noun") and self._after("preposition", back=2) and not self._verb:
            inverted = token.base_verb and self._names_somebody(at + 1) and not token.can_be("ADJ")
            return token.singular_verb or inverted  # Behind the door stands Bill.
        if self._last_verb_is("let") and token.base_verb:
            return True  # lets go of
        fresh = self._after("noun") and (
            len(self._found) == 1
            or self._after("comma", "and", "subordinator", "stop", back=2)
            or (self._after("noun", back=2) and self._restarts(back=2))
        )
        if fresh:
            return token.singular_verb or (token.base_verb and not token.can_be("ADJ"))
        joined = self._after("adverb") and self._after("and", "subordinator", back=2)  # and now
        if (joined or self._after("and", "subordinator")) and self._verb:
            return (token.singular_verb and not self._lists_nouns(at)) or self._goes_on(at)
        if self._after("noun") and token.base_verb:
            verb = next((each for each in reversed(self._found) if each.kind == "verb"), None)
            return verb is not None and verb.lemma in (lists.PERCEIVING | lists.CAUSING | {"let"})
        bare = self._after("stop", "comma") or not self._found
        return bare and token.singular_verb and not token.can_be("NOUN")

    def _comes_first(self) -> bool:
        """Tell whether nothing but a word of direction stands in the clause: *off* goes Bill."""
        particle = self._after("preposition") and self._found[-1].lemma in lists.PARTICLES
        return particle and (len(self._found) == 1 or self._after("stop", "and", back=2))

    def _names_next(self, at: int) -> bool:
        return self._names_somebody(at) or self._opens_with_article(at)

    def _leads_anew(self) -> bool:
        """Tell whether the noun before begins a clause: "and the others dance"."""
        verb = next((each for each in reversed(self._found) if each.kind == "verb"), None)
        seen = verb is not None and verb.lemma in lists.PERCEIVING | lists.CAUSING | lists.SAYING
        anew = self._after("noun") and self._after("and", "comma", "subordinator", back=2)
        return anew and not seen and (self._found[-1].plural or bool(self._found[-1].pronoun))

    def _goes_on(self, at: int) -> bool:
        """Tell whether several do one more thing: "they sit down and watch television"."""
        verb = next((each for each in reversed(self._found) if each.kind == "verb"), None)
        several = verb is not None and verb.form == "finite" and self._tokens[verb.last].base_verb
        follows = at + 1 < len(self._tokens) and self._tokens[at + 1].is_word
        known = self._word(at) not in lists.BODY and bool(words_in(self._word(at)))
        goes_on = follows or (known and not self._tokens[at].plural)  # stand there and clap
        return several and goes_on and self._tokens[at].base_verb and self._word(at + 1) != "of"

    def _agrees(self, token: Token) -> bool:
        """Tell whether a base form can be what the subject does: "they still", "Dee, still wet"."""
        if not (token.can_be("ADJ") or token.can_be("ADV")):
            return token.base_verb
        if not (token.base_verb and self._after("noun")):
            return False
        noun, before = self._found[-1], self._found[-2:-1]
        listed = bool(before) and before[0].kind == "and"
        several = listed or len(noun.who) > 1 or noun.plural or bool(noun.pronoun)
        return several and not noun.body  # His arms full.

    def _answers_quote(self, at: int) -> bool:
        """Tell whether a verb says who said what stands in quotes before: "Run!" *shouts* Dee."""
        if not self._after("stop") or self._found[-1].lemma not in lists.QUOTES or at < 2:
            return False
        token = self._tokens[at]
        said = self._names_next(at + 1) or self._word(at + 1) in lists.NOMINATIVE
        return said and (token.singular_verb or token.past)

    def _lists_nouns(self, at: int) -> bool:
        """Tell "throws stones and sticks" from "cooks and laughs"."""
        before = self._found[-2] if len(self._found) > 1 else None
        ends = at + 1 >= len(self._tokens) or not self._tokens[at + 1].is_word
        plural = before is not None and before.kind == "noun" and before.plural
        return plural and ends and self._tokens[at].can_be("NOUN")


def _main_auxiliary(words: Sequence[str]) -> str:
    kept = [word for word in words if word in lists.AUXILIARIES]
    if kept[-1] in lists.BEING:
        return "be"
    return "have" if kept[-1] in ("has", "have", "had") else "do"
