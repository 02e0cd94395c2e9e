package sim

import (
	"math/rand/v2"
	"testing"
)

// kernel is the bare arithmetic of a weekly supply-chain step in plain Go: no
// controls, ranks, refusals, reviews, expectations, accounts or records. It
// is the yardstick for BenchmarkRun, measured on the same machine in the same
// minute. 250 sites with four inputs each buy over 2,500 links.
type kernel struct {
	from, stock               []int32 // by link
	share, pipe               []float64
	want, held, produced      []float64
	demand, ration, inventory []float64
	price                     []float64
	week                      int
}

const kernelSites, kernelLinks, kernelStocks, kernelDelay = 250, 2500, 1000, 4

func newKernel() *kernel {
	rng := rand.New(rand.NewPCG(3, 4))
	k := &kernel{}
	for _, v := range []*[]float64{&k.want, &k.held} {
		*v = make([]float64, kernelStocks)
	}
	for _, v := range []*[]float64{&k.produced, &k.demand, &k.ration, &k.inventory, &k.price} {
		*v = make([]float64, kernelSites)
	}
	k.share = make([]float64, kernelLinks)
	k.pipe = make([]float64, kernelLinks*kernelDelay)
	per := kernelLinks / kernelStocks
	for l := range kernelLinks {
		k.from = append(k.from, int32(rng.IntN(kernelSites)))
		k.stock = append(k.stock, int32(min(l/per, kernelStocks-1)))
		k.share[l] = 1 / float64(per)
	}
	fill(k.held, 8)
	fill(k.inventory, 8)
	fill(k.price, 1)
	fill(k.produced, 1)
	fill(k.pipe, 0.4)
	return k
}

func (k *kernel) step() {
	clear(k.demand)
	for s := range k.want {
		k.want[s] = max(0, 1+(8-k.held[s])/8)
	}
	for l, from := range k.from {
		order := k.share[l] * k.want[k.stock[l]] * (2 - k.price[from])
		k.demand[from] += order
	}
	for i := range k.produced {
		limit := 1.2
		for s := 4 * i; s < 4*i+4; s++ {
			limit = min(limit, k.held[s])
		}
		k.produced[i] = min(limit, 1+(8-k.inventory[i])/8)
		k.inventory[i] += k.produced[i]
		k.ration[i] = 0
		if k.demand[i] > 0 {
			k.ration[i] = min(1, k.inventory[i]/k.demand[i])
		}
		k.inventory[i] -= k.ration[i] * k.demand[i]
		k.price[i] = 1 + 0.01*(1-k.ration[i])
	}
	row := k.pipe[k.week%kernelDelay*kernelLinks:][:kernelLinks]
	for l, from := range k.from {
		stock := k.stock[l]
		ship := k.share[l] * k.want[stock] * (2 - k.price[from]) * k.ration[from]
		k.held[stock] += row[l]
		row[l] = ship
		k.share[l] += 0.01 * (0.4*k.ration[from] - k.share[l])
	}
	for s := range k.held {
		k.held[s] = max(0, k.held[s]-k.produced[s/4])
	}
	k.week++
}

// BenchmarkKernel is the yardstick beside BenchmarkRun.
func BenchmarkKernel(b *testing.B) {
	const weeks = 780
	k := newKernel()
	b.ResetTimer()
	for range b.N {
		for range weeks {
			k.step()
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/weeks/kernelLinks, "ns/route-week")
}
