"""What a trip costs, by a tariff row of policy."""
