"""Who acts, for which tenant, over which unit subtree, in which roles."""

from dataclasses import dataclass, field

from app.kernel.faults import Forbidden


@dataclass(frozen=True)
class Scope:
    """One acting person (or the named system).  `unit_path` ends with a slash: a subtree is a prefix."""

    tenant_id: int
    person_id: int | None
    name: str
    unit_id: int | None = None
    unit_path: str = "/"
    roles: frozenset[str] = field(default_factory=frozenset)

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def demand(self, *roles: str) -> None:
        """Raises Forbidden("role.missing") unless this person holds one of `roles`."""
        if not self.has(*roles):
            raise Forbidden("role.missing", roles="、".join(ROLE_NAMES.get(role, role) for role in roles))


ROLE_NAMES = {
    "official": "用车人",
    "visitor": "来访人员",
    "department_head": "处室负责人",
    "deputy_department_head": "处室副职",
    "deputy_in_charge": "分管领导",
    "unit_head": "单位主要负责人",
    "driver": "驾驶员",
    "dispatcher": "调度员",
    "fleet_manager": "车队管理员",
    "finance": "财务",
    "supervisor": "监督人员",
    "administrator": "管理员",
}


def system(tenant_id: int) -> Scope:
    """The product itself, at work for one tenant: timers and reactions."""
    return Scope(tenant_id, None, "系统")
