"""Puppets: any person's drawing in any pose; head, torso and shoes kept, limbs drawn anew.

A drawing is *rigged* once: its ink, its limbs' widths and colours, its torso, head and shoes are
measured and cut out (`rig`). A `Stance` turns those into joints with the drawing's own lengths
(`posing`), and these into a picture (`painting`). Angles are degrees from straight down, positive
towards the picture's right.
"""
