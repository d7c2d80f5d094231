"""Erlang A in Ciw: a network of one node whose callers renege."""

from tests.bench.peers import AGENTS, HANDLE_S, PATIENCE_S, PER_S, WARM_UP_S, Waited, waited

PACKAGE = "ciw"


def run(calls: int, seed: int) -> Waited:
    import ciw

    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(PER_S)],
        service_distributions=[ciw.dists.Exponential(1 / HANDLE_S)],
        reneging_time_distributions=[ciw.dists.Exponential(1 / PATIENCE_S)],
        number_of_servers=[AGENTS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(calls, method="Arrive")
    # It stops with the last arrival, and calls still in progress have no record: the last hour is left out too.
    rows = simulation.get_all_records(only=["service", "renege"])
    end_s = max(row.arrival_date for row in rows) - WARM_UP_S
    counted = [row for row in rows if WARM_UP_S <= row.arrival_date < end_s]
    return waited(*([row.waiting_time for row in counted if row.record_type == kind] for kind in ("service", "renege")))
