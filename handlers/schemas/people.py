"""Sign-in and people."""

from pydantic import BaseModel, Field


class LoginIn(BaseModel):
    code: str = Field(min_length=1, max_length=128, description="wx.login 得到的登录码")


class PhoneIn(LoginIn):
    phone_code: str = Field(min_length=1, max_length=128, description="getPhoneNumber 得到的手机号凭证")


class TokenOut(BaseModel):
    token: str
    expires_in_s: int


class RoleOut(BaseModel):
    role: str
    name: str


class MeOut(BaseModel):
    name: str
    unit: str
    roles: list[RoleOut]
