"""Readings of sentences as JSON."""

from typing import Any, Literal

from pydantic import BaseModel, Field

Role = Literal["official", "visitor", "approver", "driver", "dispatcher", "supervisor"]
SENTENCE_MAX = 2_000


class SentenceIn(BaseModel):
    """一句话和它的上文；没有上文只给 text。"""

    text: str = Field(min_length=1, max_length=SENTENCE_MAX, examples=["明早8点三人去无锡"])
    role: Role = "official"
    intent: str | None = Field(default=None, max_length=20)
    slots: dict[str, Any] | None = Field(default=None, description="此前已知的内容，名称同 reading")
    asked: str | None = Field(default=None, max_length=30, description="上一句问的是哪一项")
    pending: list[str] | None = Field(default=None, max_length=200, description="列出过的订单号，按顺序")


class SpanOut(BaseModel):
    """slot 的值来自 text[start:end]（words），由 rule 读出。"""

    slot: str
    start: int
    end: int
    words: str
    rule: str


class ReadingOut(BaseModel):
    reading: dict[str, Any]
    spans: list[SpanOut]
