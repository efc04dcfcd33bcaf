"""Stances of what people do: with others, at work, at play and at rest.

Angles as in `storyboard.skeletons.stances`; whoever turns, turns to the right, so that the figure's
right arm is the near one.
"""

from renderers.cast.puppets.stance import Angles, Stance


def _stance(
    r_arm: Angles,
    l_arm: Angles,
    legs: tuple[float, float, float, float] = (-3, -1, 3, 1),
    hands: str = "rr",
    *,
    lean: float = 0,
    turn: float = 0,
    look: float = 0,
    nod: float = 0,
    roll: float = 0,
    lift: float = 0,
    behind: str = "",
    touch: str = "--",
) -> Stance:
    return Stance(
        r_arm,
        l_arm,
        legs[:2],
        legs[2:],
        lean,
        turn,
        lift,
        nod,
        roll,
        hands,
        behind,
        touch=touch,
        look=look,
    )


_STRIDE = (-14.0, -14.0, 16.0, 6.0)
_WIDE = (-18.0, -12.0, 22.0, 8.0)

WITH_OTHERS = {
    "kissing": _stance((42, 96), (52, 108), _STRIDE, "ll", lean=9, turn=0.6, nod=6),
    "shaking hands": _stance((34, 74), (12, 6), _STRIDE, "lr", lean=5, turn=0.6),
    "holding hands": _stance((-12, -4), (34, 20), _STRIDE, "rr"),
    "handing over": _stance((30, 78), (40, 86), _STRIDE, "ll", lean=13, turn=0.6),
    "hand on shoulder": _stance((-6, 2), (74, 98), hands="rl", lean=3, turn=0.4),
    "arm around": _stance((-10, -4), (82, 96), hands="rl"),
    "whispering": _stance((40, 150), (14, 8), _STRIDE, "lr", lean=14, turn=0.6, touch="b-"),
    "dancing together": _stance(
        (60, 96), (78, 120), (-16, -6, 14, -8), "lo", lean=2, turn=0.5, nod=-4
    ),
    "back to back": _stance((-18, 84), (10, -70), (-8, -4, 6, 2), "lr", lean=-5, turn=0.5),
    "waking": _stance((46, 66), (26, 48), (6, -86, 84, 2), "lr", lean=20, turn=0.6, nod=8),
    "tending": _stance((52, 66), (62, 78), _STRIDE, "ll", lean=44, turn=0.6, nod=-4),
    "flinching": _stance(
        (50, 106), (66, 126), (-34, -30, 14, -16), "oo", lean=-20, turn=0.5, nod=-8
    ),
    "being carried": _stance((-20, 74), (22, -60), (66, 20, 78, 26), "rr", roll=-62, turn=0.6),
    "fighting over": _stance((62, 84), (74, 90), (-8, 10, 26, 24), "ff", lean=-12, turn=0.6),
    "high five": _stance((-10, -4), (120, 160), _STRIDE, "ro", lean=4, turn=0.5),
    "leaning": _stance((-14, 66), (16, -62), (-4, -2, -20, -14), lean=12, turn=0.2),
}

GESTURES = {
    "holding something": _stance((-24, 98), (8, 3), hands="fr"),
    "holding something long": _stance((-20, -140), (8, 3), hands="fr"),
    "holding two things": _stance((-58, 24), (58, -24), hands="ff"),
    "holding up": _stance((-10, -3), (150, 168), hands="rl", lean=-2),
    "hands up": _stance((-96, -172), (96, 172), hands="oo"),
    "handcuffed": _stance((-16, 20), (16, -20), behind="rl"),
    "covering ears": _stance((-74, 158), (74, -158), hands="ll", touch="ee"),
    "covering eyes": _stance((-48, 152), (48, -152), hands="ll", nod=4, touch="yy"),
    "stretching": _stance((-126, -166), (118, 160), (-9, -5, 9, 5), "ff", lean=-5, nod=-9),
    "yawning": _stance((-40, 152), (130, 168), hands="lf", lean=-4, touch="m-"),
    "shivering": _stance((-16, 84), (16, -84), (-2, 2, 2, -2), "ff", nod=6),
    "singing": _stance((-24, 136), (62, 96), hands="fl", lean=-4, nod=-6, touch="c-"),
    "curtsying": _stance((-44, -20), (44, 20), (-10, 14, 16, -22), "ll", nod=10),
    "peeking": _stance((36, 110), (-6, -2), (-6, -2, 4, 1), "lr", lean=20, turn=0.4, nod=8),
    "looking through": _stance((64, 150), (12, 4), _STRIDE, "fr", lean=4, turn=0.6, touch="t-"),
    "taking photo": _stance((-40, 132), (40, -132), hands="ff", touch="yy"),
    "knocking": _stance((-6, 0), (64, 124), _STRIDE, "rf", turn=0.5),
    "opening door": _stance((-8, -2), (52, 78), _STRIDE, "rf", lean=4, turn=0.5),
}

WORK = {
    "eating": _stance((-30, 146), (16, -70), hands="fr", turn=0.4, look=0.7, touch="b-"),
    "drinking": _stance((34, 146), (12, 4), hands="fr", turn=0.4, look=0.7, touch="b-"),
    "cooking": _stance((-18, 50), (22, -40), hands="ff"),
    "washing up": _stance((-10, 40), (12, -44), hands="ff", nod=6),
    "painting": _stance((-20, 60), (66, 104), hands="ff", turn=0.4),
    "writing on board": _stance((-8, -2), (92, 136), hands="rp", turn=0.5),
    "hammering": _stance((40, 152), (34, 62), _WIDE, "ff", lean=10, turn=0.6),
    "digging": _stance((30, 44), (58, 36), (-24, -26, 34, -16), "ff", lean=24, turn=0.6, nod=10),
    "sweeping": _stance((22, 62), (48, 30), _STRIDE, "ff", lean=12, turn=0.5, nod=8),
    "watering": _stance((-8, 4), (48, 66), _STRIDE, "rf", lean=10, turn=0.5, nod=8),
    "picking up": _stance((16, 10), (34, 26), (6, -24, 30, -14), "lr", lean=58, turn=0.7, nod=20),
    "lifting": _stance((-146, -176), (146, 176), (-12, -6, 12, 6), "ff"),
    "pulling": _stance((70, 88), (78, 92), (-8, 10, 26, 24), "ff", lean=-18, turn=0.6),
    "steering": _stance((40, 92), (56, 104), _STRIDE, "ff", lean=4, turn=0.5),
    "rowing": _stance((48, 88), (60, 92), (66, 18, 76, 26), "ff", lean=-10, turn=0.6),
    "fishing": _stance((34, 84), (52, 92), _STRIDE, "ff", lean=-3, turn=0.5),
}

MUSIC = {
    "playing guitar": _stance((-34, 72), (46, 112), hands="ff", lean=-3),
    "playing violin": _stance((-44, 112), (66, 132), hands="fl", nod=8),
    "playing flute": _stance((-44, 128), (52, -140), hands="ff", touch="cm"),
    "playing piano": _stance((24, 76), (40, 86), (74, 4, 84, 8), "ll", lean=4, turn=0.6),
    "drumming": _stance((-38, 64), (40, -88), hands="ff"),
    "conducting": _stance((-78, -150), (72, 138), hands="fo", lean=3),
}

SPORT = {
    "swimming": _stance((46, 20), (168, 176), (-14, -20, 10, 2), "ll", roll=62, turn=0.6, nod=-44),
    "flying": _stance(
        (166, 174), (-16, -10), (-2, -8, 6, 0), "fr", roll=68, turn=0.6, nod=-44, lift=0.28
    ),
    "floating": _stance((-66, -96), (70, 104), (-14, -34, 16, 30), "oo", lift=0.2, roll=8),
    "diving": _stance((172, 178), (178, 182), (-2, -6, 3, 0), "ll", roll=128, turn=0.6, lift=0.3),
    "hanging": _stance((-168, -178), (168, 178), (-8, -14, 8, -6), "ff", lift=0.25),
    "crawling": _stance((-10, 2), (30, 12), (6, -88, 34, -80), "ll", lean=62, turn=0.7, nod=-26),
    "tiptoeing": _stance((44, 118), (54, 124), (-22, -40, 34, -12), "rr", lean=14, turn=0.6),
    "marching": _stance((-38, -10), (34, 70), (-10, -10, 72, -4), "ff", lean=-4, turn=0.6),
    "staggering": _stance((-52, -20), (64, 30), (-26, -6, 10, -26), "oo", lean=14, nod=16),
    "hiding": _stance((36, 118), (48, 124), (98, -44, 108, -36), "ll", lean=34, turn=0.7, nod=8),
    "balancing": _stance((-88, -94), (86, 92), (-4, -2, 34, -28), "ll", lean=-6),
    "skating": _stance((-58, -30), (50, 82), (-30, -58, 30, -12), "ll", lean=20, turn=0.6),
    "catching": _stance((-118, -168), (112, 172), (-16, -4, 16, 4), "oo", lean=4),
    "juggling": _stance((-34, -104), (34, 104), hands="oo", nod=-4),
    "swinging bat": _stance((64, 120), (84, 128), _WIDE, "ff", lean=-8, turn=0.5),
    "fencing": _stance((-70, -130), (80, 88), (-38, -30, 62, 0), "rf", lean=6, turn=0.6),
    "shielding": _stance((60, 164), (74, 172), (-16, -26, 24, -10), "oo", lean=-16, turn=0.5),
    "aiming": _stance((84, -84), (88, 92), _WIDE, "ff", turn=0.5),
    "doing yoga": _stance((-164, 172), (164, -172), (-2, -1, 74, -58), "ll"),
    "doing handstand": _stance((172, 178), (-172, -178), (-14, -6, 16, 8), "oo", roll=180),
}

REST = {
    "sleeping": _stance((-18, 62), (16, -66), (-4, -8, 10, 2), roll=-88, turn=0.3, nod=4),
    "reclining": _stance((-160, 120), (24, -50), (40, 22, 62, -8), roll=-64, turn=0.5, nod=-6),
    "leaning back": _stance((16, 64), (26, 72), (40, 20, 48, 26), roll=-54, turn=0.6, nod=6),
    "lying on stomach": _stance(
        (44, 150), (56, 160), (-4, -70, 2, -50), roll=80, turn=0.6, nod=-60
    ),
    "fainting": _stance(
        (-70, -30), (150, -120), (-4, -20, 14, -8), "rl", lean=-28, turn=0.3, touch="-h"
    ),
    "driving car": _stance((46, 86), (58, 94), (72, 2, 84, 8), "ff", turn=0.6),
    "riding bicycle": _stance((46, 70), (54, 76), (62, -10, 74, 4), "ff", lean=16, turn=0.6),
    "riding scooter": _stance((44, 78), (56, 86), (66, -10, 78, -4), "ff", lean=4, turn=0.6),
    "riding motorcycle": _stance((52, 78), (64, 86), (62, -22, 74, -16), "ff", lean=14, turn=0.6),
    "riding horse": _stance((34, 82), (44, 88), (48, -6, 56, 0), "ff", lean=4, turn=0.6),
}

ACTIONS = WITH_OTHERS | GESTURES | WORK | MUSIC | SPORT | REST
"""Every stance of this page by its pose word."""
