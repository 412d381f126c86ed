"""Reads the journey of one sentence: its tokens, its phrases, and from them places, shape and purpose."""

from collections.abc import Sequence

from nlu.journey import places, purposes, shape
from nlu.journey.phrases import Line, phrases
from nlu.lexicon import Known
from nlu.scene import Scene
from nlu.tokens import tokens


def read(scene: Scene, known: Sequence[Known]) -> None:
    line = Line(tokens(scene.free, known), scene.asked, dict(scene.state))
    found = phrases(line)
    shape.read(scene, line)
    places.settle(scene, line, found, known)
    purposes.settle(scene, line, found)
    purposes.leftover(scene, line, found)
