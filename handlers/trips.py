"""A driver's day over JSON: today's cards and the taps."""

from typing import Any

from apiflask import APIBlueprint
from flask import g

from app.dispatch import driving
from app.settlement import ops as settlement
from handlers import show
from handlers.edge import session
from handlers.login import signed_in
from handlers.schemas.trips import DeclineIn, ExpenseIn, OdometerIn, StepDone, TripsOut

api = APIBlueprint("trips", __name__, tag="出车")


@api.get("/trips")
@api.output(TripsOut)
@signed_in
def list_trips() -> dict[str, Any]:
    """我的任务卡：在途的在前，其余按出场时间。"""
    return {"trips": [show.trip(session(), row) for row in driving.my_trips(session(), g.scope)]}


@api.post("/trips/<int:trip_id>/acceptance")
@api.output(StepDone)
@signed_in
def accept_trip(trip_id: int) -> dict[str, Any]:
    """接单。"""
    return show.step(session(), driving.accept(session(), g.scope, trip_id, now=g.now))


@api.post("/trips/<int:trip_id>/refusal")
@api.input(DeclineIn)
@api.output(StepDone)
@signed_in
def decline_trip(trip_id: int, json_data: DeclineIn) -> dict[str, Any]:
    """拒单，须有理由；系统另派。"""
    return show.step(session(), driving.decline(session(), g.scope, trip_id, reason=json_data.reason, now=g.now))


@api.post("/trips/<int:trip_id>/departure")
@api.output(StepDone)
@signed_in
def depart(trip_id: int) -> dict[str, Any]:
    """出发。"""
    return show.step(session(), driving.depart(session(), g.scope, trip_id, now=g.now))


@api.post("/trips/<int:trip_id>/arrival")
@api.output(StepDone)
@signed_in
def arrive(trip_id: int) -> dict[str, Any]:
    """到达下一个停靠点。"""
    return show.step(session(), driving.arrive(session(), g.scope, trip_id, now=g.now))


@api.post("/trips/<int:trip_id>/boarding")
@api.output(StepDone)
@signed_in
def board(trip_id: int) -> dict[str, Any]:
    """乘客已上车。"""
    return show.step(session(), driving.aboard(session(), g.scope, trip_id, now=g.now))


@api.post("/trips/<int:trip_id>/way-back")
@api.output(StepDone)
@signed_in
def turn_back(trip_id: int) -> dict[str, Any]:
    """返程。"""
    return show.step(session(), driving.turn_back(session(), g.scope, trip_id, now=g.now))


@api.post("/trips/<int:trip_id>/completion")
@api.output(StepDone)
@signed_in
def finish(trip_id: int) -> dict[str, Any]:
    """服务完成，乘客都已送到。"""
    return show.step(session(), driving.finish(session(), g.scope, trip_id, now=g.now))


@api.post("/trips/<int:trip_id>/return")
@api.input(OdometerIn)
@api.output(StepDone)
@signed_in
def return_to_base(trip_id: int, json_data: OdometerIn) -> dict[str, Any]:
    """回场，带里程表读数；远超计划时先问一次（asks）。"""
    return show.step(session(), driving.back_at_base(session(), g.scope, trip_id, json_data.odometer_km, now=g.now))


@api.post("/trips/<int:trip_id>/absence")
@api.output(StepDone)
@signed_in
def report_no_show(trip_id: int) -> dict[str, Any]:
    """未接到人（约定时间过后才可报）。"""
    return show.step(session(), driving.no_show(session(), g.scope, trip_id, now=g.now))


@api.post("/trips/<int:trip_id>/expenses")
@api.input(ExpenseIn)
@api.output(TripsOut)
@signed_in
def add_expense(trip_id: int, json_data: ExpenseIn) -> dict[str, Any]:
    """垫付的费用：过路、停车、误餐。"""
    settlement.expense(session(), g.scope, trip_id, json_data.kind, json_data.amount_fen, now=g.now)
    return {"trips": [show.trip(session(), row) for row in driving.my_trips(session(), g.scope)]}
