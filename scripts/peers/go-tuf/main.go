// Verifies every role of a published folder with the trusted set that go-tuf's own client uses. One JSON line on stdout.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/trustedmetadata"
)

type edge struct {
	name   string
	signed metadata.TargetsType
}

func main() {
	folder := os.Args[1]
	started := time.Now()
	trusted := must(trustedmetadata.New(read(folder, "1.root.json")))
	must(trusted.UpdateTimestamp(read(folder, "timestamp.json")))
	must(trusted.UpdateSnapshot(read(folder, "1.snapshot.json"), false))
	top := must(trusted.UpdateTargets(read(folder, "1.targets.json")))
	roles, targets := 4, len(top.Signed.Targets)
	waiting := []edge{{"targets", top.Signed}}
	for len(waiting) > 0 {
		parent := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		if parent.signed.Delegations == nil {
			continue
		}
		names := []string{}
		for _, role := range parent.signed.Delegations.Roles {
			names = append(names, role.Name)
		}
		if parent.signed.Delegations.SuccinctRoles != nil {
			names = append(names, parent.signed.Delegations.SuccinctRoles.GetRoles()...)
		}
		for _, name := range names {
			document := must(trusted.UpdateDelegatedTargets(read(folder, "1."+name+".json"), name, parent.name))
			roles++
			targets += len(document.Signed.Targets)
			if document.Signed.Delegations != nil {
				waiting = append(waiting, edge{name, document.Signed})
			}
		}
	}
	wall := time.Since(started).Milliseconds()
	line := must(json.Marshal(map[string]any{"peer": "go-tuf " + version(), "wallMs": wall, "roles": roles, "targets": targets}))
	fmt.Println(string(line))
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == "github.com/theupdateframework/go-tuf/v2" {
			return dependency.Version
		}
	}
	return "unknown"
}

func read(folder, name string) []byte {
	return must(os.ReadFile(filepath.Join(folder, name)))
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}
