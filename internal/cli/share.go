package cli

import (
	"fmt"
	"strconv"
	"strings"
)

// parsePercent reads a share, "0.1%" or "0.001".
func parsePercent(flag, text string) (float64, error) {
	digits, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if percent {
		v /= 100
	}
	if err != nil || !(v >= 0 && v <= 1) {
		return 0, fmt.Errorf("--%s %q: expected a share such as 0.1%% or 0.001", flag, text)
	}
	return v, nil
}
