"""The network and arithmetic of ../kernel.go as processes of simpy: every site
has one that orders, one that produces and one that ships, a third of a week
apart, so that all sites have ordered before any produces.

Usage: kernel.py RUNS WEEKS. Prints the checksum of the last run.
"""
import sys

import simpy

SITES, LINKS, STOCKS, DELAY = 250, 2500, 1000, 4
PER_SITE = STOCKS // SITES
NEED = 1 / PER_SITE  # of each input, per unit made


class Link:
    __slots__ = ("origin", "base", "share", "pipe")

    def __init__(self, origin):
        self.origin = origin


class Stock:
    __slots__ = ("want", "held", "links")

    def __init__(self):
        self.links = []


class Site:
    __slots__ = ("stocks", "produced", "demand", "ration", "inventory", "price")

    def __init__(self):
        self.stocks = [Stock() for _ in range(PER_SITE)]


def lay_out():
    sites, seed = [Site() for _ in range(SITES)], 1
    origin = [l % SITES for l in range(LINKS)]
    for l in range(LINKS - 1, 0, -1):  # shuffle, so that each site supplies ten others
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        other = (seed >> 33) % (l + 1)
        origin[l], origin[other] = origin[other], origin[l]
    for l in range(LINKS):
        stock = l * STOCKS // LINKS
        sites[stock // PER_SITE].stocks[stock % PER_SITE].links.append(Link(sites[origin[l]]))
    return sites


def reset(sites):
    for site in sites:
        site.demand, site.inventory, site.price, site.produced = 0.0, 8.0, 1.0, 1.0
        for stock in site.stocks:
            stock.held = 8 * NEED
            for link in stock.links:
                link.base = link.share = 1.0 / len(stock.links)
                link.pipe = [NEED * link.base] * DELAY


def order(env, site):
    while True:
        for stock in site.stocks:
            want = NEED + (8 * NEED - stock.held) / 8
            stock.want = want = want if want > 0 else 0.0
            for link in stock.links:
                origin = link.origin
                origin.demand += link.share * want * (2 - origin.price)
        yield env.timeout(1)


def produce(env, site, number):
    yield env.timeout(1 / 3)
    week = 0
    while True:
        # every year another site has an outage
        limit = 0.6 if week // 52 * 37 % SITES == number else 1.2
        for stock in site.stocks:
            if stock.held < limit * NEED:
                limit = stock.held / NEED
        wish = 1 + (8 - site.inventory) / 8
        site.produced = wish if wish < limit else limit
        site.inventory += site.produced
        site.ration = 0.0
        if site.demand > 0:
            site.ration = site.inventory / site.demand if site.inventory < site.demand else 1.0
        site.inventory -= site.ration * site.demand
        site.demand = 0.0
        week += 1
        yield env.timeout(1)


def ship(env, site):
    yield env.timeout(2 / 3)
    week = 0
    while True:
        slot = week % DELAY
        for stock in site.stocks:
            want, held = stock.want, stock.held
            for link in stock.links:
                origin = link.origin
                ration = origin.ration
                # the price that production set this week
                sent = link.share * want * (2 - (1 + 0.01 * (1 - ration))) * ration
                held += link.pipe[slot]
                link.pipe[slot] = sent
                link.share += 0.01 * (link.base * ration - link.share)
            left = held - NEED * site.produced
            stock.held = left if left > 0 else 0.0
        site.price = 1 + 0.01 * (1 - site.ration)
        week += 1
        yield env.timeout(1)


def run(sites, weeks):
    reset(sites)
    env = simpy.Environment()
    for site in sites:
        env.process(order(env, site))
    for number, site in enumerate(sites):
        env.process(produce(env, site, number))
    for site in sites:
        env.process(ship(env, site))
    if weeks > 0:
        env.run(until=weeks - 0.1)


def checksum(sites):
    total = 0.0
    for site in sites:
        total += site.produced + site.inventory + site.price
    for site in sites:
        for stock in site.stocks:
            total += stock.held
    for site in sites:
        for stock in site.stocks:
            for link in stock.links:
                total += link.share
    return total


def main():
    runs, weeks = int(sys.argv[1]), int(sys.argv[2])
    sites = lay_out()
    reset(sites)
    for _ in range(runs):
        run(sites, weeks)
    print(repr(checksum(sites)))


main()
