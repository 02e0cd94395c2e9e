package cli

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"lodestone": func() { os.Exit(Main()) }})
}

// The sessions in testdata/script run the program as a user would.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			wd, err := os.Getwd()
			e.Setenv("REE", wd+"/../../data/ree")
			e.Setenv("EXAMPLES", wd+"/../../examples")
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"copydata": copyData, "edit": edit, "xlsx": workbookOf},
	})
}
