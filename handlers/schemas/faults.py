"""What every refusal looks like, and which of them any signed-in call may meet."""

from typing import Any

from pydantic import BaseModel, Field


class Problem(BaseModel):
    code: str = Field(description="稳定的代码，供程序判断，例如 booking.too_late")
    message: str = Field(description="给人看的一句话：为什么，接下来怎么办")
    request_id: str = Field(description="本次请求的编号，报修时请附上")
    field: str = Field("", description="哪一项不对；没有这一项时省略")


FAULT: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": Problem.model_json_schema()},
    "additionalProperties": False,
}
REFUSALS: dict[int, str] = {
    401: "没有登录，或登录已过期",
    403: "没有这项操作的身份",
    404: "没有找到；别人的和外地的也一样",
    409: "规则或当前状态不允许",
    422: "内容不合格",
    503: "系统繁忙，稍后重试",
}
