"""A shop that orders stock day by day, as a simulator for the search engine (protos/mcts/v1/simulator.proto).

Each day the shop orders up to what its shelf holds, then customers come: how many is a matter of chance. What is sold earns its
price, what is left over costs for being kept. The return is the profit at the end.

    {"days": 3, "stock": 0, "capacity": 5, "price": 10, "cost": 4, "keeping": 1, "demand": [0.2, 0.3, 0.3, 0.2]}

demand[n] is the probability that n are asked for. The simulator keeps nothing between calls: a state is its own JSON, and the problem
comes back with each call as the context.
"""

import argparse
import json
import random
from concurrent import futures

import grpc

from mcts.v1 import simulator_pb2, simulator_pb2_grpc

CHANCE = -1
DEFAULTS = {"days": 3, "stock": 0, "capacity": 5, "price": 10, "cost": 4, "keeping": 1, "demand": [0.2, 0.3, 0.3, 0.2]}


class Inventory:
    """The rules. A state is [day, stock, profit, whether the day's order was made]."""

    def __init__(self, problem):
        unknown = set(problem) - set(DEFAULTS)
        if unknown:
            raise ValueError(f"unknown field {sorted(unknown)[0]}; known are {', '.join(DEFAULTS)}")
        settings = {**DEFAULTS, **problem}
        for name in ("days", "stock", "capacity"):
            if not isinstance(settings[name], int) or not 0 <= settings[name] <= 100:
                raise ValueError(f"{name} must be an integer from 0 to 100")
        for name in ("price", "cost", "keeping"):
            if not isinstance(settings[name], (int, float)) or not 0 <= settings[name] <= 1_000_000:
                raise ValueError(f"{name} must be a number from 0 to 1000000")
        demand = settings["demand"]
        if not isinstance(demand, list) or not 1 <= len(demand) <= 100 or abs(sum(demand) - 1) > 1e-6 or min(demand) < 0:
            raise ValueError("demand must be a list of probabilities that add up to 1")
        if settings["days"] < 1 or settings["stock"] > settings["capacity"]:
            raise ValueError("days must be at least 1, and stock at most capacity")
        self.__dict__.update(settings)

    @property
    def start(self):
        return [0, self.stock, 0, False]

    def bounds(self):
        """No profit is outside of these: what is bought was sold or fits the shelf, and what is sold was bought or there at first."""
        most = self.days * min(len(self.demand) - 1, self.capacity)
        low = min(0, self.price - self.cost) * most - self.capacity * (self.cost + self.days * self.keeping)
        high = max(self.price * sold - self.cost * max(0, sold - self.stock) for sold in (0, min(self.stock, most), most))
        return low, max(high, low + 1)

    def choices(self, state):
        """Orders, as likely as each other, or demands by their probabilities."""
        _, stock, _, ordered = state
        if ordered:
            return [(f"{n} asked for", p) for n, p in enumerate(self.demand)]
        orders = self.capacity - stock + 1
        return [(f"order {n}", 1 / orders) for n in range(orders)]

    def step(self, state, choice):
        day, stock, profit, ordered = state
        if not ordered:
            return [day, stock + choice, profit - choice * self.cost, True]
        sold = min(stock, choice)
        return [day + 1, stock - sold, profit + sold * self.price - (stock - sold) * self.keeping, False]

    def ended(self, state):
        return state[0] == self.days

    def rollout(self, state, policy, chance):
        """Plays to the end: orders at random, or up to the mean demand."""
        mean = round(sum(n * p for n, p in enumerate(self.demand)))
        while not self.ended(state):
            _, stock, _, ordered = state
            if ordered:
                choice = chance.choices(range(len(self.demand)), self.demand)[0]
            elif policy == "greedy" or (policy == "hybrid" and chance.random() < 0.5):
                choice = min(max(0, mean - stock), self.capacity - stock)
            else:
                choice = chance.randrange(self.capacity - stock + 1)
            state = self.step(state, choice)
        return state[2]


class Simulator(simulator_pb2_grpc.SimulatorServicer):
    """The contract, over the rules."""

    def Start(self, request, context):
        try:
            shop = Inventory(json.loads(request.problem))
        except (ValueError, TypeError) as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
        low, high = shop.bounds()
        return simulator_pb2.StartResponse(
            name="inventory",
            players=1,
            returns_low=low,
            returns_high=high,
            start=position(shop, shop.start),
            start_text=f"Day 1 of {shop.days}, {shop.stock} in stock of at most {shop.capacity}.",
            context=request.problem,
            rollouts=["hybrid", "greedy", "random"],
        )

    def Expand(self, request, context):
        shop = Inventory(json.loads(request.context))
        answer = simulator_pb2.ExpandResponse()
        for state in request.states:
            choices = answer.states.add()
            for label, weight in shop.choices(json.loads(state)):
                choices.choices.add(label=label, weight=weight)
        return answer

    def Step(self, request, context):
        shop = Inventory(json.loads(request.context))
        return simulator_pb2.StepResponse(
            positions=[position(shop, shop.step(json.loads(move.state), move.choice)) for move in request.moves])

    def Rollout(self, request, context):
        shop = Inventory(json.loads(request.context))
        answer = simulator_pb2.RolloutResponse()
        for start in request.starts:
            profit = shop.rollout(json.loads(start.state), request.policy, random.Random(start.seed))
            answer.values.add(returns=[profit], deterministic=False)
        return answer


def position(shop, state):
    ended = shop.ended(state)
    return simulator_pb2.Position(
        state=json.dumps(state).encode(),
        mover=CHANCE if state[3] else 0,
        terminal=ended,
        returns=[state[2]] if ended else [],
    )


def main():
    parser = argparse.ArgumentParser(description="Serves the inventory problem to the search engine.")
    parser.add_argument("--port", type=int, default=50061, help="0 picks a free one")
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    simulator_pb2_grpc.add_SimulatorServicer_to_server(Simulator(), server)
    port = server.add_insecure_port(f"127.0.0.1:{parser.parse_args().port}")
    server.start()
    print(f"listening on http://127.0.0.1:{port}", flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main()
