package main

import "math"

// kernel is the bare arithmetic of a weekly supply-chain step: no controls,
// ranks, refusals, reviews, expectations, accounts or records. 250 sites with
// four inputs each buy over 2,500 links, ten of which each site supplies; every
// year another site has an outage. It is what the engine is held against, and
// it stands three times: here, in peers/kernel.c and, as processes, in
// peers/kernel.py. All three take every sum in the same order, so they end with
// the same bits.
type kernel struct {
	from, stock              []int32 // by link
	base, share              []float64
	pipe                     [delay][]float64
	want, held               []float64 // by stock
	produced, demand, ration []float64 // by site
	inventory, price         []float64
}

const (
	sites   = 250
	links   = 2500
	stocks  = 1000
	perSite = stocks / sites
	delay   = 4             // weeks at sea
	need    = 1.0 / perSite // of each input, per unit made
)

func newKernel() *kernel {
	k := &kernel{from: make([]int32, links), stock: make([]int32, links), base: make([]float64, links), share: make([]float64, links)}
	for d := range k.pipe {
		k.pipe[d] = make([]float64, links)
	}
	for _, v := range []*[]float64{&k.want, &k.held} {
		*v = make([]float64, stocks)
	}
	for _, v := range []*[]float64{&k.produced, &k.demand, &k.ration, &k.inventory, &k.price} {
		*v = make([]float64, sites)
	}
	count := make([]int, stocks)
	for l := range links {
		k.from[l], k.stock[l] = int32(l%sites), int32(l*stocks/links)
		count[k.stock[l]]++
	}
	for l, seed := links-1, uint64(1); l > 0; l-- { // shuffle, so that each site supplies ten others
		seed = seed*6364136223846793005 + 1442695040888963407
		other := (seed >> 33) % uint64(l+1)
		k.from[l], k.from[other] = k.from[other], k.from[l]
	}
	for l := range links {
		k.base[l] = 1 / float64(count[k.stock[l]])
	}
	k.reset()
	return k
}

func (k *kernel) reset() {
	copy(k.share, k.base)
	for l, base := range k.base {
		for d := range k.pipe {
			k.pipe[d][l] = float64(need * base)
		}
	}
	for s := range k.held {
		k.held[s] = 8 * need
	}
	for i := range k.price {
		k.inventory[i], k.price[i], k.produced[i] = 8, 1, 1
	}
}

func (k *kernel) run(weeks int) {
	k.reset()
	for w := range weeks {
		k.order()
		k.produce(w)
		k.ship(w)
	}
}

func (k *kernel) order() {
	clear(k.demand)
	want := k.want[:len(k.held)]
	for s, held := range k.held {
		w := need + (8*need-held)/8
		if w < 0 {
			w = 0
		}
		want[s] = w
	}
	share, stock := k.share[:len(k.from)], k.stock[:len(k.from)]
	demand, price := k.demand, k.price[:len(k.demand)]
	for l, from := range k.from {
		demand[from] += float64(float64(share[l]*want[stock[l]]) * (2 - price[from]))
	}
}

func (k *kernel) produce(week int) {
	hit := week / 52 * 37 % sites
	for i, demand := range k.demand {
		limit := 1.2
		if i == hit {
			limit = 0.6
		}
		for _, held := range k.held[perSite*i : perSite*(i+1)] {
			if held < float64(limit*need) {
				limit = held / need
			}
		}
		produced := 1 + (8-k.inventory[i])/8
		if limit < produced {
			produced = limit
		}
		k.produced[i] = produced
		inventory, ration := k.inventory[i]+produced, 0.0
		if demand > 0 {
			ration = 1
			if inventory < demand {
				ration = inventory / demand
			}
		}
		k.inventory[i] = inventory - float64(ration*demand)
		k.ration[i] = ration
		k.price[i] = 1 + float64(0.01*(1-ration))
	}
}

func (k *kernel) ship(week int) {
	row := k.pipe[week%delay][:len(k.from)]
	share, base, stock := k.share[:len(k.from)], k.base[:len(k.from)], k.stock[:len(k.from)]
	held, want := k.held, k.want[:len(k.held)]
	ration, price := k.ration, k.price[:len(k.ration)]
	for l, from := range k.from {
		s, r := stock[l], ration[from]
		sent := float64(float64(float64(share[l]*want[s])*(2-price[from])) * r)
		held[s] += row[l]
		row[l] = sent
		share[l] += float64(0.01 * (float64(base[l]*r) - share[l]))
	}
	for s := range held {
		held[s] = max(0, held[s]-float64(need*k.produced[s/perSite]))
	}
}

// checksum sums what the chain has come to.
func (k *kernel) checksum() float64 {
	sum := 0.0
	for i := range k.price {
		sum += k.produced[i] + k.inventory[i] + k.price[i]
	}
	for _, held := range k.held {
		sum += held
	}
	for _, share := range k.share {
		sum += share
	}
	return sum
}

// sameBits reports whether two checksums are the same number, to the last bit.
func sameBits(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }
