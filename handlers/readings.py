"""A sentence read, with the reasons: which characters and which rule gave each value.  Writes nothing."""

from typing import Any

from apiflask import APIBlueprint
from flask import g

import nlu
from handlers.chat.hearing import lexicon
from handlers.edge import session
from handlers.login import signed_in
from handlers.schemas.readings import ReadingOut, SentenceIn

api = APIBlueprint("readings", __name__, tag="语言")


@api.post("/readings")
@api.input(SentenceIn)
@api.output(ReadingOut)
@signed_in
def read_sentence(json_data: SentenceIn) -> dict[str, Any]:
    """一句话读出了什么、每项来自哪几个字、依据哪条规则；不写入任何东西。"""
    context = json_data.model_dump(exclude={"text"}, exclude_none=True, by_alias=True)
    reading = nlu.parse(json_data.text, g.now, context, lexicon(session()))
    return {"reading": dict(reading), "spans": reading.explained(json_data.text)}
