package store

import (
	"bytes"
	"errors"
	"testing"
)

func TestPlans(t *testing.T) {
	both(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		var ids []string
		for _, body := range []string{"one \x00", "two", "three"} {
			id := must[string](t)(s.SavePlan(ctx, "plan.xlsx", []byte(body), 2))
			ids = append(ids, id)
			got := must[Plan](t)(s.Plan(ctx, id))
			if !bytes.Equal(got.Body, []byte(body)) || got.Name != "plan.xlsx" || got.Saved.IsZero() {
				t.Errorf("got %+v", got)
			}
		}
		kept := 0
		for _, id := range ids {
			if _, err := s.Plan(ctx, id); err == nil {
				kept++
			} else if !errors.Is(err, ErrNotFound) {
				t.Error(err)
			}
		}
		if kept != 2 {
			t.Errorf("%d workbooks are kept, want 2", kept)
		}
		if again := must[string](t)(s.SavePlan(ctx, "renamed.xlsx", []byte("three"), 2)); again != ids[2] {
			t.Errorf("the same content has ids %s and %s", ids[2], again)
		}
		if err := s.DeletePlan(ctx, ids[2]); err != nil {
			t.Error(err)
		}
		if err := s.DeletePlan(ctx, ids[2]); !errors.Is(err, ErrNotFound) {
			t.Errorf("deleted twice: %v", err)
		}
	})
}
