"""Times: a small algebra.  day × part of day × clock × offset are read apart, then composed, given a role, and settled.

spans                          lengths, shifts, stays, recurrences
dates named feasts clocks parts   one production each: 12月4日, 下周三, 冬至, 8点半, 下午
when expr compose repair       neighbours joined, ranges paired, corrections heard
signs role_lines roles whole   the words beside a time, and what they tell it is the time of
second                         where a second booking begins
settle groups hours leaving back moves   from expressions to slots
"""
