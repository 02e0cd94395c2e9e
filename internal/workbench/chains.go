package workbench

import (
	"context"
	"sync"

	"lodestone/internal/dataset"
	"lodestone/internal/model"
	"lodestone/internal/network"
	"lodestone/internal/result"
)

// chains keeps the models and chains that were used last, since most of the time
// to answer a changed scenario is that of balancing the same base year again.
// A nil chains keeps nothing.
type chains struct {
	lock      sync.Mutex
	models    recent[int, *model.Model]
	networks  recent[string, *network.Network]
	baselines recent[string, *result.Record]
}

// How many of each are kept. A record of twenty years of the built-in chain takes
// some 65 MB, one of three years a tenth of that.
const (
	keptModels    = 4
	keptNetworks  = 8
	keptBaselines = 4
)

func newChains() *chains {
	return &chains{models: recent[int, *model.Model]{most: keptModels}, networks: recent[string, *network.Network]{most: keptNetworks},
		baselines: recent[string, *result.Record]{most: keptBaselines}}
}

// compile loads the model for a scenario's base year and compiles both.
func (c *chains) compile(p *dataset.Package, file *dataset.ScenarioFile) (*network.Network, error) {
	m, err := c.model(p, file.BaseYear)
	if err != nil {
		return nil, err
	}
	s, err := file.Bind(m)
	if err != nil {
		return nil, err
	}
	return c.network(m, s)
}

// network compiles a scenario, or finds its chain among those kept.
func (c *chains) network(m *model.Model, s *model.Scenario) (*network.Network, error) {
	if c == nil {
		return network.Compile(m, s)
	}
	shape := network.Shape(s)
	c.lock.Lock()
	defer c.lock.Unlock()
	if n, ok := c.networks.get(shape); ok && n.Model == m {
		return n.For(s), nil
	}
	n, err := network.Compile(m, s)
	if err == nil {
		c.networks.put(shape, n)
	}
	return n, err
}

// model reads the model of a base year.
func (c *chains) model(p *dataset.Package, year int) (*model.Model, error) {
	if c == nil {
		return p.Model(year)
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	if m, ok := c.models.get(year); ok {
		return m, nil
	}
	m, err := p.Model(year)
	if err == nil {
		c.models.put(year, m)
	}
	return m, err
}

// baseline observes what a network is compared with. Where that is a run without
// events it is the same for all scenarios of a shape, start and length.
func (c *chains) baseline(ctx context.Context, n *network.Network, key string) (*result.Record, error) {
	if c == nil || len(n.Scenario.Against) > 0 {
		return result.ObserveUntil(ctx, n.Baseline(), nil)
	}
	c.lock.Lock()
	r, ok := c.baselines.get(key)
	c.lock.Unlock()
	if ok && r.Net.Model == n.Model {
		return r, nil
	}
	r, err := result.ObserveUntil(ctx, n.Baseline(), nil)
	if err != nil {
		return nil, err
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	c.baselines.put(key, r)
	return r, nil
}

// recent is a short list of values by key, the one used last at its end.
type recent[K comparable, V any] struct {
	most   int
	keys   []K
	values []V
}

func (r *recent[K, V]) get(key K) (v V, ok bool) {
	for i, k := range r.keys {
		if k == key {
			v = r.values[i]
			r.remove(i)
			r.put(key, v)
			return v, true
		}
	}
	return v, false
}

func (r *recent[K, V]) put(key K, v V) {
	for i, k := range r.keys {
		if k == key {
			r.remove(i)
			break
		}
	}
	if len(r.keys) == r.most {
		r.remove(0)
	}
	r.keys, r.values = append(r.keys, key), append(r.values, v)
}

func (r *recent[K, V]) remove(i int) {
	r.keys = append(r.keys[:i], r.keys[i+1:]...)
	r.values = append(r.values[:i], r.values[i+1:]...)
}
