//go:build goexperiment.simd

package main

import (
	"simd/archsimd"
	"testing"
)

// lanes is the kernel for four members at once, one in each lane of a vector: what
// vectors would gain the engine at best. Built only with GOEXPERIMENT=simd.
type lanes struct {
	*kernel
	wide [13][]lane // share, pipe, want, held, produced, demand, ration, inventory, price
}

// lane is a number of four members.
type lane = [4]float64

// The arrays of lanes.
const (
	pipe0 = iota // to pipe0 + delay - 1
	share = iota + delay - 1
	want
	held
	produced
	demand
	ration
	inventory
	price
)

func newLanes() *lanes {
	b := &lanes{kernel: newKernel()}
	size := [...]int{share: links, want: stocks, held: stocks, produced: sites, demand: sites, ration: sites, inventory: sites, price: sites}
	for i := range b.wide[:len(size)] {
		b.wide[i] = make([]lane, max(size[i], sites))
	}
	for d := range delay {
		b.wide[pipe0+d] = make([]lane, links)
	}
	return b
}

func same(x float64) lane { return lane{x, x, x, x} }

func (b *lanes) reset() {
	for l, base := range b.base {
		b.wide[share][l] = same(base)
		for d := range delay {
			b.wide[pipe0+d][l] = same(need * base)
		}
	}
	for s := range stocks {
		b.wide[held][s] = same(8 * need)
	}
	for i := range sites {
		b.wide[inventory][i], b.wide[price][i], b.wide[produced][i] = same(8), same(1), same(1)
	}
}

// run is kernel.run. Constants are spread over a vector outside of loops: inside, the
// compiler loads them by older instructions, at eleven times the time. The upper halves of the vector registers are cleared at its
// end: code compiled for older processors is slow as long as they are not.
func (b *lanes) run(weeks int) {
	b.reset()
	for w := range weeks {
		b.order()
		b.produce(w)
		b.ship(w)
	}
	archsimd.ClearAVXUpperBits()
}

func load(p *lane) archsimd.Float64x4  { return archsimd.LoadFloat64x4(p) }
func all(x float64) archsimd.Float64x4 { return archsimd.BroadcastFloat64x4(x) }

func (b *lanes) order() {
	demand, price, want := b.wide[demand], b.wide[price], b.wide[want]
	clear(demand)
	use, normal, zero, time, two := all(need), all(8*need), all(0), all(8), all(2)
	for s := range b.wide[held] {
		use.Add(normal.Sub(load(&b.wide[held][s])).Div(time)).Max(zero).Store(&want[s])
	}
	stock, share := b.stock[:len(b.from)], b.wide[share][:len(b.from)]
	for l, from := range b.from {
		order := load(&share[l]).Mul(load(&want[stock[l]])).Mul(two.Sub(load(&price[from])))
		load(&demand[from]).Add(order).Store(&demand[from])
	}
}

func (b *lanes) produce(week int) {
	hit := week / 52 * 37 % sites
	one, eight, zero, use, slow := all(1), all(8), all(0), all(need), all(0.01)
	for i := range sites {
		limit := all(1.2)
		if i == hit {
			limit = all(0.6)
		}
		for s := perSite * i; s < perSite*(i+1); s++ {
			limit = limit.Min(load(&b.wide[held][s]).Div(use))
		}
		demand, stock := load(&b.wide[demand][i]), load(&b.wide[inventory][i])
		made := one.Add(eight.Sub(stock).Div(eight)).Min(limit)
		made.Store(&b.wide[produced][i])
		stock = stock.Add(made)
		part := stock.Div(demand).Min(one).Merge(zero, demand.Greater(zero))
		stock.Sub(part.Mul(demand)).Store(&b.wide[inventory][i])
		part.Store(&b.wide[ration][i])
		one.Add(slow.Mul(one.Sub(part))).Store(&b.wide[price][i])
	}
}

func (b *lanes) ship(week int) {
	row := b.wide[pipe0+week%delay][:len(b.from)]
	stock, share, base := b.stock[:len(b.from)], b.wide[share][:len(b.from)], b.base[:len(b.from)]
	held, want, ration, price := b.wide[held], b.wide[want], b.wide[ration], b.wide[price]
	two, slow, zero, use := all(2), all(0.01), all(0), all(need)
	for l, from := range b.from {
		s, r, part := stock[l], load(&ration[from]), load(&share[l])
		sent := part.Mul(load(&want[s])).Mul(two.Sub(load(&price[from]))).Mul(r)
		load(&held[s]).Add(load(&row[l])).Store(&held[s])
		sent.Store(&row[l])
		part.Add(slow.Mul(all(base[l]).Mul(r).Sub(part))).Store(&share[l])
	}
	for s := range held {
		used := use.Mul(load(&b.wide[produced][s/perSite]))
		load(&held[s]).Sub(used).Max(zero).Store(&held[s])
	}
}

// Every lane ends with the bits of the kernel in plain Go.
func TestLanesAgree(t *testing.T) {
	b, k := newLanes(), newKernel()
	b.run(kernelWeeks)
	k.run(kernelWeeks)
	for lane := range 4 {
		for s, want := range k.held {
			if got := b.wide[held][s][lane]; !sameBits(got, want) {
				t.Fatalf("lane %d holds %v of stock %d, the kernel %v", lane, got, s, want)
			}
		}
		for i, want := range k.price {
			if got := b.wide[price][i][lane]; !sameBits(got, want) {
				t.Fatalf("lane %d has price %v at site %d, the kernel %v", lane, got, i, want)
			}
		}
	}
}

// BenchmarkLanes is BenchmarkKernel with four members in a run.
func BenchmarkLanes(b *testing.B) { bestRun(b, newLanes().run, 4) }
