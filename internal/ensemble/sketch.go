package ensemble

import (
	"math"

	"github.com/DataDog/sketches-go/ddsketch"
	"github.com/DataDog/sketches-go/ddsketch/mapping"
	"github.com/DataDog/sketches-go/ddsketch/pb/sketchpb"
	"github.com/DataDog/sketches-go/ddsketch/store"

	"lodestone/internal/fmath"
)

// accuracy is the largest relative error of a value read from a sketch.
const accuracy = 0.005

// bins maps values to the bins of a DDSketch (Masson, Rim and Lee 2019, Proc. VLDB
// 12, 2195-2205): bin i ends at gamma^i. It is the logarithmic mapping of the
// library with the logarithm of this program, which has the same bits everywhere.
type bins struct{}

var (
	gamma    = (1 + accuracy) / (1 - accuracy)
	logGamma = fmath.Log(gamma)
)

func (bins) Equals(other mapping.IndexMapping) bool    { _, same := other.(bins); return same }
func (bins) Index(value float64) int                   { return int(math.Ceil(fmath.Log(value) / logGamma)) }
func (bins) LowerBound(index int) float64              { return fmath.Exp(float64(index-1) * logGamma) }
func (b bins) Value(index int) float64                 { return b.LowerBound(index) * (1 + accuracy) }
func (bins) RelativeAccuracy() float64                 { return accuracy }
func (bins) MinIndexableValue() float64                { return 1e-12 }
func (bins) MaxIndexableValue() float64                { return math.MaxFloat32 }
func (bins) ToProto() *sketchpb.IndexMapping           { return nil } // sketches are written without it
func (bins) EncodeProto(*sketchpb.IndexMappingBuilder) {}
func (bins) Encode(*[]byte)                            {}

func newSketch() *ddsketch.DDSketch {
	return ddsketch.NewDDSketchFromStoreProvider(bins{}, store.BufferedPaginatedStoreConstructor)
}

// readSketch reads what Encode wrote without its mapping.
func readSketch(data []byte) (*ddsketch.DDSketch, error) {
	return ddsketch.DecodeDDSketch(data, store.BufferedPaginatedStoreConstructor, bins{})
}
